import type { Dataset, Kind } from '../domain/dataset.ts';

/** What an app's token must be allowed for one list of rows: the granular scope, or for older apps any classic one. */
export type NeededScope = { readonly granular: string; readonly classic: readonly string[] };

/** @see https://developers.zoom.us/docs/integrations/oauth-scopes-granular/ */
export function neededScope(kind: Kind, dataset: Dataset): NeededScope {
  if (dataset === 'report') {
    return { granular: `report:read:list_${kind}_participants:admin`, classic: ['report:read:admin'] };
  }
  const list = dataset === 'qos' ? 'participants_qos' : 'participants';
  return {
    granular: `dashboard:read:list_${kind}_${list}:admin`,
    classic: [`dashboard_${kind}s:read:admin`, 'dashboard:read:admin'],
  };
}

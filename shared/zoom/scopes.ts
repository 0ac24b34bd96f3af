import { descriptions } from '../datasets/datasets.ts';
import type { Dataset } from '../domain/dataset.ts';
import type { Kind } from '../domain/meeting/kind.ts';
import type { MeetingList } from './lists/meeting-lists.ts';

/** What an app's token must be allowed for one list of rows: the granular scope, or for older apps any classic one. */
export type NeededScope = { readonly granular: string; readonly classic: readonly [string, ...string[]] };

const dashboard = (granular: string, kind: Kind): NeededScope => ({
  granular: `dashboard:read:${granular}:admin`,
  classic: [`dashboard_${kind}s:read:admin`, 'dashboard:read:admin'],
});
const report = (granular: string): NeededScope => ({
  granular: `report:read:${granular}:admin`,
  classic: ['report:read:admin'],
});

const planned = (granular: string, kind: Kind): NeededScope => ({
  granular: `${kind}:read:${granular}:admin`,
  classic: [`${kind}:read:admin`],
});

/** @see https://developers.zoom.us/docs/integrations/oauth-scopes-granular/ */
export function datasetScope(kind: Kind, dataset: Dataset): NeededScope {
  const { source, scope } = descriptions[dataset].zoom;
  switch (source) {
    case 'metrics':
      return dashboard(scope(kind), kind);
    case 'report':
      return report(scope(kind));
    case 'planned':
    case 'past':
      return planned(scope(kind), kind);
  }
}

/**
 * What a master's token must be allowed for the same list of a sub-account: Zoom has granular scopes of their own for it.
 * @see https://developers.zoom.us/docs/internal-apps/oauth-scopes-granular/
 */
export const masterScope = ({ granular, classic }: NeededScope): NeededScope => ({
  granular: granular.replace(/:admin$/, ':master'),
  classic,
});

/** Of the plan of a recurring meeting, which tells the occurrence that a dataset with occurrences is asked for by. */
export const occurrenceScope = (kind: Kind): NeededScope => planned(kind, kind);

/** Of a master's list of its sub-accounts. */
export const subAccountsScope: NeededScope = {
  granular: 'account:read:list_sub_accounts:master',
  classic: ['account:master', 'account:read:admin'],
};

/** Of the lists of ended meetings, which the sweep reads. */
export const listScopes: Readonly<Record<MeetingList, NeededScope>> = {
  history: report('list_history_meetings'),
  meetings: dashboard('list_meetings', 'meeting'),
  'meetings-of-one': dashboard('list_meetings', 'meeting'),
  webinars: dashboard('list_webinars', 'webinar'),
};

import type { Kind } from '../../../../shared/domain/dataset.ts';
import type { RateLabel } from '../rate-plan.ts';

export const detailEndpointNames = ['metrics-meeting', 'metrics-webinar', 'report-meeting', 'report-webinar'] as const;

/** What one meeting or webinar was, or is, without its people. */
export type DetailEndpoint = {
  readonly name: (typeof detailEndpointNames)[number];
  readonly label: RateLabel;
  readonly area: 'report' | 'dashboard';
  readonly kind: Kind;
  /** The values `type` may have; the first is the default. Empty: there is no such parameter, always the past. */
  readonly types: readonly string[];
  readonly scopes: readonly [string, ...string[]];
};

const dashboard = (kind: Kind, types: readonly string[]): DetailEndpoint => ({
  ...{ name: `metrics-${kind}`, label: 'Heavy', area: 'dashboard', kind, types },
  scopes: [`dashboard:read:${kind}:admin`, `dashboard_${kind}s:read:admin`, 'dashboard:read:admin'],
});
const report = (kind: Kind): DetailEndpoint => ({
  ...{ name: `report-${kind}`, label: 'Heavy', area: 'report', kind, types: [] },
  scopes: [`report:read:${kind}:admin`, 'report:read:admin'],
});

/** By the path that follows `/v2/`, without the meeting. */
export const detailEndpoints: ReadonlyMap<string, DetailEndpoint> = new Map([
  ['metrics/meetings', dashboard('meeting', ['live', 'past', 'pastOne'])],
  ['metrics/webinars', dashboard('webinar', ['live', 'past'])],
  ['report/meetings', report('meeting')],
  ['report/webinars', report('webinar')],
]);

export const detailScopes: readonly string[] = [...detailEndpoints.values()].map(({ scopes }) => scopes[0]);

/** Of a raw, still encoded path such as `/v2/metrics/meetings/4444AAAi%3D%3D`. */
export function findDetailEndpoint(rawPath: string): { endpoint: DetailEndpoint; rawId: string } | undefined {
  const [, path, rawId] = /^\/v2\/(\w+\/\w+)\/([^/]+)$/.exec(rawPath) ?? [];
  const endpoint = detailEndpoints.get(path ?? '');
  return endpoint && rawId !== undefined ? { endpoint, rawId } : undefined;
}

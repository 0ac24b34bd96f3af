import type { Kind } from '../../../../shared/domain/dataset.ts';
import type { RateLabel } from '../rate-plan.ts';

export const listEndpointNames = ['report-history-meetings', 'metrics-meetings', 'metrics-webinars'] as const;

/** A list of an account's meetings and webinars, rather than of one meeting's people. */
export type ListEndpoint = {
  readonly name: (typeof listEndpointNames)[number];
  readonly label: RateLabel;
  readonly area: 'report' | 'dashboard';
  /** What it lists; the history has both unless `meeting_type` says so. */
  readonly kind?: Kind;
  /** The values `type` may have; the first is the default. Empty: there is no such parameter, always the past. */
  readonly types: readonly string[];
  /** The parameter that says whether `from` and `to` are about starts or ends; starts by default. */
  readonly dateParameter: 'date_type' | 'query_date_type';
  /** Where its items stand in the answer. */
  readonly items: 'history_meetings' | 'meetings' | 'webinars';
  readonly scopes: readonly [string, ...string[]];
};

/** By the path that follows `/v2/`. */
export const listEndpoints: ReadonlyMap<string, ListEndpoint> = new Map<string, ListEndpoint>([
  [
    'report/history_meetings',
    {
      name: 'report-history-meetings',
      label: 'Heavy',
      area: 'report',
      types: [],
      dateParameter: 'date_type',
      items: 'history_meetings',
      scopes: ['report:read:list_history_meetings:admin', 'report:read:admin'],
    },
  ],
  [
    'metrics/meetings',
    {
      name: 'metrics-meetings',
      label: 'Resource-intensive',
      area: 'dashboard',
      kind: 'meeting',
      types: ['live', 'past', 'pastOne'],
      dateParameter: 'query_date_type',
      items: 'meetings',
      scopes: ['dashboard:read:list_meetings:admin', 'dashboard_meetings:read:admin', 'dashboard:read:admin'],
    },
  ],
  [
    'metrics/webinars',
    {
      name: 'metrics-webinars',
      label: 'Resource-intensive',
      area: 'dashboard',
      kind: 'webinar',
      types: ['live', 'past'],
      dateParameter: 'query_date_type',
      items: 'webinars',
      scopes: ['dashboard:read:list_webinars:admin', 'dashboard_webinars:read:admin', 'dashboard:read:admin'],
    },
  ],
]);

export const listScopes: readonly string[] = [...listEndpoints.values()].map(({ scopes }) => scopes[0]);

/** Such as `/v2/report/history_meetings`. */
export const findListEndpoint = (rawPath: string): ListEndpoint | undefined =>
  rawPath.startsWith('/v2/') ? listEndpoints.get(rawPath.slice('/v2/'.length)) : undefined;

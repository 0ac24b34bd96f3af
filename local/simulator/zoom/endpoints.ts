import { type Kind, kinds } from '../../../shared/domain/meeting/kind.ts';
import {
  type DetailEndpoint,
  dashboardScopes,
  dashboardTypes,
  type Endpoint,
  type MeetingsEndpoint,
  plannedScopes,
  type RowsEndpoint,
  reportScopes,
  type SubAccountsEndpoint,
} from './endpoint.ts';
import { rowsEndpoints } from './rows-endpoints.ts';

const areaPaths = { dashboard: 'metrics/', report: 'report/', planned: '', past: 'past_' } as const;

const rowsRoute = (endpoint: RowsEndpoint): [path: string, endpoint: Endpoint] => [
  `${areaPaths[endpoint.area]}${endpoint.kind}s/*/${endpoint.list}`,
  endpoint,
];

const dashboardList = (kind: Kind): MeetingsEndpoint => ({
  name: `metrics-${kind}s`,
  label: 'Resource-intensive',
  area: 'dashboard',
  types: dashboardTypes(kind),
  scopes: dashboardScopes(`list_${kind}s`, kind),
  answers: 'meetings',
  kind,
  dateParameter: 'query_date_type',
  items: `${kind}s`,
});

const history: MeetingsEndpoint = {
  name: 'report-history-meetings',
  label: 'Heavy',
  area: 'report',
  types: [],
  scopes: reportScopes('list_history_meetings'),
  answers: 'meetings',
  dateParameter: 'date_type',
  items: 'history_meetings',
};

const dashboardDetail = (kind: Kind): DetailEndpoint => ({
  name: `metrics-${kind}`,
  label: 'Heavy',
  area: 'dashboard',
  types: dashboardTypes(kind),
  scopes: dashboardScopes(kind, kind),
  answers: 'detail',
  kind,
});

const reportDetail = (kind: Kind): DetailEndpoint => ({
  name: `report-${kind}`,
  label: 'Heavy',
  area: 'report',
  types: [],
  scopes: reportScopes(kind),
  answers: 'detail',
  kind,
});

const plannedDetail = (kind: Kind): DetailEndpoint => ({
  name: kind,
  label: 'Light',
  area: 'planned',
  types: [],
  scopes: plannedScopes(kind, kind),
  answers: 'detail',
  kind,
});

const subAccounts: SubAccountsEndpoint = {
  name: 'sub-accounts',
  label: 'Medium',
  area: 'planned',
  types: [],
  scopes: ['account:read:list_sub_accounts:master', 'account:master', 'account:read:admin'],
  answers: 'accounts',
};

/** The endpoints of API version 2 that are simulated, by the path that follows `/v2`, `*` being the meeting. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ...Object.values(rowsEndpoints).flatMap((endpointFor) => kinds.map((kind) => rowsRoute(endpointFor(kind)))),
  ['report/history_meetings', history],
  ['metrics/meetings', dashboardList('meeting')],
  ['metrics/webinars', dashboardList('webinar')],
  ['metrics/meetings/*', dashboardDetail('meeting')],
  ['metrics/webinars/*', dashboardDetail('webinar')],
  ['report/meetings/*', reportDetail('meeting')],
  ['report/webinars/*', reportDetail('webinar')],
  ['meetings/*', plannedDetail('meeting')],
  ['webinars/*', plannedDetail('webinar')],
  ['accounts', subAccounts],
]);

type FoundEndpoint = { readonly endpoint: Endpoint; readonly rawId: string; readonly subAccount?: string };

const ownScopes = [...endpoints.values()].map(({ scopes }) => scopes[0]);

/** What the same takes of a sub-account: granular scopes of its own. */
export const masterScopeOf = (scope: string): string => scope.replace(/:admin$/, ':master');

export const allScopes: readonly string[] = [...ownScopes, ...ownScopes.map(masterScopeOf)];

/**
 * The endpoint of a raw, still encoded path such as `/v2/report/meetings/4444AAAi%3D%3D/participants`. A `/` that is not
 * encoded splits the path, so that a raw UUID with one leads nowhere, as on Zoom's side.
 * @returns with it the meeting as the path has it; blank for a list of meetings; and the sub-account of a master's path
 * `/v2/accounts/{id}/report/…`
 */
export function findEndpoint(rawPath: string): FoundEndpoint | undefined {
  const ofSubAccount = /^\/v2\/accounts\/([^/]+)(\/.*)$/.exec(rawPath);
  if (ofSubAccount) {
    const [, subAccount = '', rest = ''] = ofSubAccount;
    const found = findEndpoint(`/v2${rest}`);
    return found && { ...found, subAccount };
  }
  const [root, version, ...parts] = rawPath.split('/');
  if (root !== '' || version !== 'v2') return undefined;
  // The meeting stands behind the kind, wherever that is.
  const lists = kinds.flatMap((kind) => [`${kind}s`, `past_${kind}s`]);
  const at = parts.findIndex((part) => lists.includes(part)) + 1;
  const rawId = parts[at];
  if (at === 0 || rawId === undefined) return foundAt(parts.join('/'), '');
  return rawId === '' ? undefined : foundAt(parts.with(at, '*').join('/'), rawId);
}

function foundAt(path: string, rawId: string): FoundEndpoint | undefined {
  const endpoint = endpoints.get(path);
  return endpoint && { endpoint, rawId };
}

import type { Dataset } from '../../../shared/domain/dataset.ts';
import { type Kind, kinds } from '../../../shared/domain/kind.ts';
import type { RateLabel } from './rate-limit.ts';

export const endpointNames = [
  'metrics-meeting-participants',
  'metrics-meeting-qos',
  'metrics-webinar-participants',
  'metrics-webinar-qos',
  'report-meeting-participants',
  'report-webinar-participants',
  'report-history-meetings',
  'metrics-meetings',
  'metrics-webinars',
  'metrics-meeting',
  'metrics-webinar',
  'report-meeting',
  'report-webinar',
  'meeting-registrants',
  'webinar-registrants',
  'meeting',
  'webinar',
] as const;

type CommonEndpoint = {
  readonly name: (typeof endpointNames)[number];
  readonly label: RateLabel;
  /** What an account must have for it; reports are there on all plans but the free one, and what was planned on all. */
  readonly area: 'dashboard' | 'report' | 'planned';
  /** The values `type` may have; the first is the default. Empty: there is no such parameter, always the past. */
  readonly types: readonly string[];
  /** Any one of them will do: the granular scope, then the classic ones. */
  readonly scopes: readonly [string, ...string[]];
};

/** The people of one meeting or webinar, page by page. */
export type RowsEndpoint = CommonEndpoint & {
  readonly answers: 'rows';
  /** What follows the meeting in the path. */
  readonly list: string;
  readonly kind: Kind;
  readonly dataset: Dataset;
  /** Where its rows stand in the answer. */
  readonly items: string;
  readonly defaultPageSize: number;
  readonly maximumPageSize: number;
  /** Whether `include_fields=registrant_id` is known here. */
  readonly registrants: boolean;
  /** What `status` of the rows may be, where the list has those of one status alone; the first is the default. */
  readonly statuses?: readonly string[];
};

/** An account's meetings and webinars, page by page. */
export type MeetingsEndpoint = CommonEndpoint & {
  readonly answers: 'meetings';
  /** What it lists; the history has both unless `meeting_type` says so. */
  readonly kind?: Kind;
  /** The parameter that says whether `from` and `to` are about starts or ends; starts by default. */
  readonly dateParameter: 'date_type' | 'query_date_type';
  /** Where its items stand in the answer. */
  readonly items: 'history_meetings' | 'meetings' | 'webinars';
};

/** What one meeting or webinar was, or is, without its people. */
export type DetailEndpoint = CommonEndpoint & { readonly answers: 'detail'; readonly kind: Kind };

export type Endpoint = RowsEndpoint | MeetingsEndpoint | DetailEndpoint;

const dashboardScopes = (granular: string, kind: Kind): [string, ...string[]] => [
  `dashboard:read:${granular}:admin`,
  `dashboard_${kind}s:read:admin`,
  'dashboard:read:admin',
];

const reportScopes = (granular: string): [string, ...string[]] => [
  `report:read:${granular}:admin`,
  'report:read:admin',
];

/** A meeting of one participant has a type of its own, a webinar has not. */
const dashboardTypes = (kind: Kind): readonly string[] =>
  kind === 'meeting' ? ['live', 'past', 'pastOne'] : ['live', 'past'];

const participants = (kind: Kind): RowsEndpoint => ({
  name: `metrics-${kind}-participants`,
  label: 'Heavy',
  area: 'dashboard',
  types: dashboardTypes(kind),
  scopes: dashboardScopes(`list_${kind}_participants`, kind),
  answers: 'rows',
  list: 'participants',
  kind,
  dataset: 'participants',
  items: 'participants',
  defaultPageSize: 30,
  maximumPageSize: 300,
  registrants: true,
});

const qos = (kind: Kind): RowsEndpoint => ({
  name: `metrics-${kind}-qos`,
  label: 'Heavy',
  area: 'dashboard',
  types: ['live', 'past'],
  scopes: dashboardScopes(`list_${kind}_participants_qos`, kind),
  answers: 'rows',
  list: 'participants/qos',
  kind,
  dataset: 'qos',
  items: 'participants',
  defaultPageSize: 1,
  maximumPageSize: 10,
  registrants: false,
});

const report = (kind: Kind): RowsEndpoint => ({
  name: `report-${kind}-participants`,
  label: 'Heavy',
  area: 'report',
  types: [],
  scopes: reportScopes(`list_${kind}_participants`),
  answers: 'rows',
  list: 'participants',
  kind,
  dataset: 'report',
  items: 'participants',
  defaultPageSize: 30,
  maximumPageSize: 300,
  registrants: true,
});

const plannedScopes = (granular: string, kind: Kind): [string, ...string[]] => [
  `${kind}:read:${granular}:admin`,
  `${kind}:read:admin`,
];

const registrants = (kind: Kind): RowsEndpoint => ({
  name: `${kind}-registrants`,
  label: 'Medium',
  area: 'planned',
  types: [],
  scopes: plannedScopes('list_registrants', kind),
  answers: 'rows',
  list: 'registrants',
  kind,
  dataset: 'registrants',
  items: 'registrants',
  defaultPageSize: 30,
  maximumPageSize: 300,
  registrants: false,
  statuses: ['approved', 'pending', 'denied'],
});

/** Written anew from Zoom's documentation, not taken from the product, so that a wrong path there is found here. */
export const rowsEndpoints: Readonly<Record<Dataset, (kind: Kind) => RowsEndpoint>> = {
  participants,
  qos,
  report,
  registrants,
};

const areaPaths = { dashboard: 'metrics/', report: 'report/', planned: '' } as const;

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
  const lists = kinds.map((kind) => `${kind}s`);
  const at = parts.findIndex((part) => lists.includes(part)) + 1;
  const rawId = parts[at];
  if (at === 0 || rawId === undefined) return foundAt(parts.join('/'), '');
  return rawId === '' ? undefined : foundAt(parts.with(at, '*').join('/'), rawId);
}

function foundAt(path: string, rawId: string): FoundEndpoint | undefined {
  const endpoint = endpoints.get(path);
  return endpoint && { endpoint, rawId };
}

import type { Dataset } from '../../../shared/domain/dataset.ts';
import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import type { SimulatedMeeting } from '../meeting.ts';
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
  'report-meeting-polls',
  'report-webinar-polls',
  'report-meeting-qa',
  'report-webinar-qa',
  'report-meeting-survey',
  'report-webinar-survey',
  'past-webinar-absentees',
  'sub-accounts',
  'meeting',
  'webinar',
] as const;

type CommonEndpoint = {
  readonly name: (typeof endpointNames)[number];
  readonly label: RateLabel;
  /** What an account must have for it; reports are there on all plans but the free one, the last two on all. */
  readonly area: 'dashboard' | 'report' | 'planned' | 'past';
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
  /** Absent: all rows come at once. */
  readonly pageSize?: { readonly usual: number; readonly largest: number };
  /** What stands around rows that come at once. */
  readonly around?: (meeting: SimulatedMeeting) => Readonly<Record<string, unknown>>;
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

/** A master's sub-accounts, page by page. */
export type SubAccountsEndpoint = CommonEndpoint & { readonly answers: 'accounts' };

export type Endpoint = RowsEndpoint | MeetingsEndpoint | DetailEndpoint | SubAccountsEndpoint;

export const dashboardScopes = (granular: string, kind: Kind): [string, ...string[]] => [
  `dashboard:read:${granular}:admin`,
  `dashboard_${kind}s:read:admin`,
  'dashboard:read:admin',
];

export const reportScopes = (granular: string): [string, ...string[]] => [
  `report:read:${granular}:admin`,
  'report:read:admin',
];

/** A meeting of one participant has a type of its own, a webinar has not. */
export const dashboardTypes = (kind: Kind): readonly string[] =>
  kind === 'meeting' ? ['live', 'past', 'pastOne'] : ['live', 'past'];

export const plannedScopes = (granular: string, kind: Kind): [string, ...string[]] => [
  `${kind}:read:${granular}:admin`,
  `${kind}:read:admin`,
];

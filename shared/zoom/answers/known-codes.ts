import type { DatasetDescription } from '../../datasets/dataset.ts';
import { descriptions } from '../../datasets/datasets.ts';
import { type Dataset, knownDatasets } from '../../domain/dataset.ts';
import { type Kind, kinds } from '../../domain/meeting/kind.ts';

/** A code in the body of an answer, as Zoom documents it. */
export type KnownCode = {
  readonly code: number;
  /** In Zoom's words, without what is another one each time. */
  readonly says: string;
  /** Where it is documented, or was seen. */
  readonly source: string;
};

/** One list of Zoom's: a dataset of meetings, or of webinars. */
export type AskedList = { readonly dataset: Dataset; readonly kind: Kind };

const reference = 'https://developers.zoom.us/docs/api/meetings/#tag';
const reportReference = `${reference}/reports/get/report/meetings/{meetingId}/participants`;
const dashboardReference = `${reference}/dashboards/get/metrics/meetings/{meetingId}/participants`;
const errorsPage = 'https://developers.zoom.us/docs/api/errors/';
const masterPage = 'https://developers.zoom.us/docs/api/ma/';

export type FinalCode = KnownCode & {
  /** The lists that it is documented for. From another one it is as unknown as any code. */
  readonly datasets: readonly Dataset[];
  readonly kinds: readonly Kind[];
};

/** What is asked of one instance of a meeting; what was planned has a number, which is never a year old. */
const ofInstances = knownDatasets.filter((dataset) => descriptions[dataset].zoom.source !== 'planned');

const ofReports = knownDatasets.filter((dataset) => descriptions[dataset].zoom.source === 'report');

/** What Zoom will not give, now or later: these alone end a capture at once. */
export const finalCodes: readonly FinalCode[] = [
  {
    code: 1010,
    says: 'User does not belong to this account.',
    datasets: ofReports,
    kinds,
    source: reportReference,
  },
  {
    code: 12702,
    says: 'Can not access a meeting a year ago.',
    datasets: ofInstances,
    kinds,
    source: dashboardReference,
  },
];

export type AccountCode = KnownCode & {
  /** Whom it is about: `list`, one dataset of meetings or of webinars; or all that the account has. */
  readonly part: 'list' | 'account';
  /** The app's token lacks a scope, and no plan or role is at fault. */
  readonly lacksScope?: true;
};

/** What somebody has to change in the Zoom account: the capture is parked, and tried again. */
export const accountCodes: readonly AccountCode[] = [
  {
    code: 104,
    says: 'Invalid access token, does not contain scopes.',
    part: 'list',
    lacksScope: true,
    source: 'https://developers.zoom.us/docs/integrations/oauth-scopes-granular/',
  },
  {
    code: 200,
    says: 'Only available for paid accounts that have enabled the dashboard feature. / No permission.',
    part: 'list',
    source: dashboardReference,
  },
  { code: 2001, says: 'This account does not exist or does not belong to you.', part: 'account', source: masterPage },
  { code: 2100, says: 'This sub account has no such plan.', part: 'list', source: masterPage },
  {
    code: 4700,
    says: 'Invalid access token, does not contain scopes.',
    part: 'list',
    lacksScope: true,
    source: errorsPage,
  },
  {
    code: 4711,
    says: 'Invalid access token, does not contain scopes.',
    part: 'list',
    lacksScope: true,
    source: 'https://developers.zoom.us/docs/integrations/oauth-scopes-granular/',
  },
  {
    code: 12703,
    says: 'No permission for the group.',
    part: 'list',
    source: `${reference}/reports/get/report/history_meetings`,
  },
];

export type PassingCode = KnownCode & {
  /** `page-token`: of a call with one that it has died, of another as `no-access`. */
  readonly means: 'access-token' | 'page-token' | 'not-ready' | 'busy';
};

/** What has a reaction of its own, which is neither an end nor a fault of the account. */
export const passingCodes: readonly PassingCode[] = [
  { code: 124, says: 'Invalid access token. / Access token is expired.', means: 'access-token', source: errorsPage },
  {
    code: 300,
    says: 'Can not access meeting info. / The next page token is either invalid or expired.',
    means: 'page-token',
    source: dashboardReference,
  },
  // Where Zoom has no code of its own, it repeats the HTTP status.
  { code: 401, says: 'Unauthorized.', means: 'access-token', source: errorsPage },
  { code: 404, says: 'Not found.', means: 'not-ready', source: errorsPage },
  { code: 408, says: 'Request time-out.', means: 'busy', source: 'https://www.rfc-editor.org/rfc/rfc9110#status.408' },
  {
    code: 3001,
    says: 'Meeting ID is invalid or has not ended. / Meeting not found or has expired.',
    means: 'not-ready',
    source: dashboardReference,
  },
];

export type CodeMeaning = PassingCode['means'] | 'final' | 'account';

const accounts: ReadonlySet<number> = new Set(accountCodes.map(({ code }) => code));
const passing: ReadonlyMap<number, CodeMeaning> = new Map(passingCodes.map(({ code, means }) => [code, means]));

/**
 * What a code means, whatever the HTTP status; undefined for one that nobody knows, from this list.
 * @param list absent where it is no list of a meeting's people: a final code counts then wherever it is documented
 */
export function meaningOf(code: number | undefined, list: AskedList | undefined): CodeMeaning | undefined {
  if (code === undefined) return undefined;
  const isFinal = finalCodes.some((one) => one.code === code && (list === undefined || countsFor(one, list)));
  if (isFinal) return 'final';
  return accounts.has(code) ? 'account' : passing.get(code);
}

const countsFor = (final: FinalCode, { dataset, kind }: AskedList): boolean =>
  final.datasets.includes(dataset) && final.kinds.includes(kind);

/** Whether a code of the account's says that the token lacks a scope. */
export const saysScopeIsMissing = (code: number | undefined): boolean =>
  accountCodes.some((known) => known.code === code && known.lacksScope);

/** Whether a code says of this list that the meeting has none, whatever it means elsewhere. */
export function saysNone(code: number | undefined, list: AskedList | undefined): boolean {
  if (code === undefined || list === undefined) return false;
  const { noneCodes = [] }: DatasetDescription['zoom'] = descriptions[list.dataset].zoom;
  return noneCodes.includes(code);
}

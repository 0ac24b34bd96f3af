import { meetingAt, type SimulatedMeeting } from '../meeting.ts';
import { dashboardRow, historyRow } from '../rows/listed-row.ts';
import { rowText } from '../rows/row.ts';
import type { MeetingsEndpoint } from '../zoom/endpoint.ts';
import type { Reply } from '../zoom/reply.ts';
import * as reply from '../zoom/reply.ts';
import type { DecodedCall, EndpointCall } from './call.ts';
import { isOneParticipant } from './listing.ts';
import type { SimulatorState } from './simulator-state.ts';

const mostItems = 300;

type AskedList = {
  readonly endpoint: MeetingsEndpoint;
  readonly accountId: string;
  readonly query: URLSearchParams;
  /** Undefined when its token is refused. */
  readonly pageNumber: number | undefined;
  readonly fingerprint: string;
};

/**
 * A call for a page of an account's meetings.
 *
 * The list is read anew for each page, newest first, and a page token stands for a place in it: what ends (or is listed
 * late) while it is paged shifts the rest, so that an item can come twice. Zoom promises no more.
 */
export function readListCall(
  state: SimulatorState,
  endpoint: MeetingsEndpoint,
  { accountId, query }: EndpointCall,
): DecodedCall {
  const others = [...query].filter(([name]) => name !== 'next_page_token');
  const fingerprint = [endpoint.name, accountId, ...others].join('|');
  const token = query.get('next_page_token') || undefined;
  const pageNumber = token === undefined ? 1 : state.pageTokens.redeem(fingerprint, token)?.number;
  return {
    seen: pageNumber === undefined ? {} : { pageNumber },
    subject: { page: pageNumber },
    id: '',
    answer: () => answerList(state, { endpoint, accountId, query, pageNumber, fingerprint }),
  };
}

function answerList(state: SimulatorState, asked: AskedList): Reply {
  const { endpoint, query, pageNumber, fingerprint } = asked;
  const window = readWindow(query, state.now());
  if (typeof window === 'string') return reply.errorReply(400, 300, window);
  const type = query.get('type') || (endpoint.types[0] ?? 'past');
  if (endpoint.types.length > 0 && !endpoint.types.includes(type)) return reply.invalidType();
  if (pageNumber === undefined) return reply.pageTokenRefused();
  const askedSize = Number.parseInt(query.get('page_size') ?? '', 10);
  const pageSize = askedSize > 0 ? Math.min(askedSize, mostItems) : 30;
  const all = listMeetings(state, asked, { window, type });
  const end = pageNumber * pageSize;
  const nextPage = { listing: { rows: [], totalRecords: all.length }, number: pageNumber + 1, offset: end };
  const counts = { page_count: Math.ceil(all.length / pageSize), total_records: all.length };
  const body = {
    next_page_token: end < all.length ? state.pageTokens.issue(fingerprint, nextPage) : '',
    page_size: pageSize,
    ...(endpoint.area === 'dashboard' && counts),
  };
  const items = all.slice(end - pageSize, end).map((meeting) => listedText(asked, meeting));
  const text = `${JSON.stringify(body).slice(0, -1)},"${endpoint.items}":[${items.join()}]}`;
  return { status: 200, headers: { 'Content-Type': reply.jsonType }, body: text };
}

/** The meetings that the list has now, newest first. */
function listMeetings(
  state: SimulatorState,
  { endpoint, accountId, query }: AskedList,
  { window, type }: { readonly window: DateWindow; readonly type: string },
): SimulatedMeeting[] {
  const kind = endpoint.kind ?? query.get('meeting_type') ?? 'all';
  const isByEnd = query.get(endpoint.dateParameter) === 'end_time';
  const hasPastOne = endpoint.types.includes('pastOne');
  const isListed = (meeting: SimulatedMeeting) => {
    const endedAtMs = Date.parse(meeting.endTime);
    const atMs = isByEnd ? endedAtMs : Date.parse(meeting.startTime);
    if (atMs < window.fromMs || atMs >= window.toMs) return false;
    if ((meeting.accountId ?? state.accounts[0].accountId) !== accountId) return false;
    if (kind !== 'all' && kind !== meeting.kind) return false;
    if (type === 'live') return endedAtMs > state.now();
    if (endedAtMs + (meeting.listedSecondsAfterEnd ?? 0) * 1_000 > state.now()) return false;
    return !hasPastOne || isOneParticipant(meeting) === (type === 'pastOne');
  };
  return [...state.meetings.values()]
    .map((meeting) => meetingAt(meeting, state.now()))
    .filter(isListed)
    .sort((one, other) => Date.parse(other.endTime) - Date.parse(one.endTime));
}

/** One line of a list, as Zoom writes it there: each list has its own names and its own spelling of times. */
function listedText({ endpoint, query }: AskedList, meeting: SimulatedMeeting): string {
  const hasTracking = query.get('include_fields') === 'tracking_fields';
  return rowText(endpoint.area === 'report' ? historyRow(meeting) : dashboardRow(meeting, hasTracking));
}

/** Instants in epoch ms: from the first day's beginning to the last one's end. */
type DateWindow = { readonly fromMs: number; readonly toMs: number };

const dayMs = 86_400_000;

/** The same day of another month, or its last one where it is shorter. */
function monthsLater(dayAtMs: number, months: number): number {
  const day = new Date(dayAtMs);
  const lastOfMonth = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months + 1, 0));
  return lastOfMonth.setUTCDate(Math.min(day.getUTCDate(), lastOfMonth.getUTCDate()));
}

function dayAt(text: string | null): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? Date.parse(text ?? '') : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text ?? '?') ? at : Number.NaN;
}

/** The window that `from` and `to` name, or in Zoom's words why it is none: a month at most, of the last six. */
function readWindow(query: URLSearchParams, nowMs: number): DateWindow | string {
  const fromMs = dayAt(query.get('from'));
  const toMs = dayAt(query.get('to'));
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) return 'Validation Failed: from and to are required dates.';
  if (fromMs > toMs) return 'Validation Failed: from is after to.';
  if (toMs > monthsLater(fromMs, 1)) return 'The date range must be within one month.';
  if (fromMs < monthsLater(Math.floor(nowMs / dayMs) * dayMs, -6)) {
    return 'The date range must be within the last 6 months.';
  }
  return { fromMs, toMs: toMs + dayMs };
}

import { replyInstead, spoil } from '../../faults/fault-reply.ts';
import type { Reply } from '../../http/reply.ts';
import * as reply from '../../http/reply.ts';
import { meetingAt, type SimulatedMeeting } from '../../meeting.ts';
import type { Answer, ApiRequest } from '../api-request.ts';
import { isOneParticipant } from '../list-answer.ts';
import { rateHeaders, rateReply } from '../rate-reply.ts';
import type { World } from '../world.ts';
import { type DateWindow, readWindow } from './date-window.ts';
import type { ListEndpoint } from './list-endpoint.ts';
import { listedItem } from './listed-item.ts';

const mostItems = 300;

/**
 * Answers a list of ended meetings: bearer, rate limit, faults, account, window, page, in this order.
 *
 * The list is read anew for each page, newest first, and a page token stands for a place in it: what ends (or is listed
 * late) while it is paged shifts the rest, so that an item can come twice. Zoom promises no more.
 */
export function answerList(world: World, endpoint: ListEndpoint, request: ApiRequest): Answer {
  const route = { endpoint: endpoint.name };
  const bearer = /^Bearer (\S+)$/i.exec(request.authorization ?? '')?.[1];
  const holder = world.accessTokens.accountOf(bearer);
  if ('refused' in holder) return { reply: reply.accessTokenRefused(holder.refused), seen: route };

  const { accountId } = holder.account;
  const { query } = request;
  const fingerprint = [endpoint.name, accountId, ...[...query].filter(([name]) => name !== 'next_page_token')].join(
    '|',
  );
  const token = query.get('next_page_token') || undefined;
  const pageNumber = token === undefined ? 1 : world.pageTokens.redeem(fingerprint, token)?.number;
  const seen = { ...route, accountId, ...(pageNumber !== undefined && { pageNumber }) };

  const rate = world.limiter.take(accountId, endpoint.label, request.atMs);
  if (rate.verdict !== 'allowed') return { reply: rateReply(rate.verdict, rateHeaders(rate)), seen };

  const fault = world.faults.take({ ...route, page: pageNumber });
  if (fault?.kind === 'access-token-revoked') world.accessTokens.revoke(bearer);
  const instead = fault && replyInstead(fault, { endpoint, id: '', nowMs: world.now() });
  if (fault && instead) return { reply: instead, seen: { ...seen, fault: fault.kind } };

  const usual = refuse(world, endpoint) ?? page(world, endpoint, { accountId, query, pageNumber, fingerprint });
  const answer = { ...usual, headers: { ...rateHeaders(rate), ...usual.headers } };
  return { reply: fault ? spoil(answer, fault) : answer, seen: { ...seen, ...(fault && { fault: fault.kind }) } };
}

function refuse(world: World, { scopes, area }: ListEndpoint): Reply | undefined {
  if (!scopes.some((scope) => world.scopes.includes(scope))) return reply.missingScope([scopes[0]]);
  if (area === 'report') return world.reports ? undefined : reply.noPermission();
  return world.dashboard ? undefined : reply.dashboardOff();
}

type Wanted = {
  readonly accountId: string;
  readonly query: URLSearchParams;
  /** Undefined when its token is refused. */
  readonly pageNumber: number | undefined;
  readonly fingerprint: string;
};

function page(world: World, endpoint: ListEndpoint, wanted: Wanted): Reply {
  const { query, pageNumber, fingerprint } = wanted;
  const window = readWindow(query, world.now());
  if (typeof window === 'string') return reply.errorReply(400, 300, window);
  const type = query.get('type') || (endpoint.types[0] ?? 'past');
  if (endpoint.types.length > 0 && !endpoint.types.includes(type)) {
    return reply.errorReply(400, 300, 'Validation Failed: type is invalid.');
  }
  if (pageNumber === undefined) return reply.pageTokenRefused();
  const asked = Number.parseInt(query.get('page_size') ?? '', 10);
  const pageSize = asked > 0 ? Math.min(asked, mostItems) : 30;
  const all = listed(world, endpoint, { ...wanted, window, type });
  const end = pageNumber * pageSize;
  const listing = { rows: [], totalRecords: all.length };
  const next =
    end < all.length ? world.pageTokens.issue(fingerprint, { listing, number: pageNumber + 1, offset: end }) : '';
  const items = all.slice(end - pageSize, end).map((meeting) => listedItem(endpoint, meeting));
  const counts =
    endpoint.area === 'report' ? {} : { page_count: Math.ceil(all.length / pageSize), total_records: all.length };
  const body = { next_page_token: next, page_size: pageSize, ...counts, [endpoint.items]: items };
  return { status: 200, headers: { 'Content-Type': reply.jsonType }, body: JSON.stringify(body) };
}

/** The meetings that the list has now, newest first. */
function listed(
  world: World,
  endpoint: ListEndpoint,
  { accountId, query, window, type }: Wanted & { readonly window: DateWindow; readonly type: string },
): SimulatedMeeting[] {
  const kind = endpoint.kind ?? query.get('meeting_type') ?? 'all';
  const isByEnd = query.get(endpoint.dateParameter) === 'end_time';
  const hasPastOne = endpoint.types.includes('pastOne');
  const isListed = (meeting: SimulatedMeeting) => {
    const endedAtMs = Date.parse(meeting.endTime);
    const atMs = isByEnd ? endedAtMs : Date.parse(meeting.startTime);
    if (atMs < window.fromMs || atMs >= window.toMs) return false;
    if ((meeting.accountId ?? world.accounts[0].accountId) !== accountId) return false;
    if (kind !== 'all' && kind !== meeting.kind) return false;
    if (type === 'live') return endedAtMs > world.now();
    if (endedAtMs + (meeting.listedSecondsAfterEnd ?? 0) * 1_000 > world.now()) return false;
    return !hasPastOne || isOneParticipant(meeting) === (type === 'pastOne');
  };
  return [...world.meetings.values()]
    .map((meeting) => meetingAt(meeting, world.now()))
    .filter(isListed)
    .sort((one, other) => Date.parse(other.endTime) - Date.parse(one.endTime));
}

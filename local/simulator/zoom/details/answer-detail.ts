import { subjectOf } from '../../faults/fault-desk.ts';
import { replyInstead, spoil } from '../../faults/fault-reply.ts';
import type { Reply } from '../../http/reply.ts';
import * as reply from '../../http/reply.ts';
import type { SimulatedMeeting } from '../../meeting.ts';
import { countRows } from '../../rows/row.ts';
import type { Answer, ApiRequest } from '../api-request.ts';
import { decodeMeetingId, findMeeting } from '../find-meeting.ts';
import { isOneParticipant } from '../list-answer.ts';
import { rateHeaders, rateReply } from '../rate-reply.ts';
import type { World } from '../world.ts';
import type { DetailEndpoint } from './detail-endpoint.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Answers what one meeting was, or is: bearer, rate limit, faults, account, meeting, in this order. */
export function answerDetail(world: World, endpoint: DetailEndpoint, rawId: string, request: ApiRequest): Answer {
  const { name, kind, label } = endpoint;
  const bearer = /^Bearer (\S+)$/i.exec(request.authorization ?? '')?.[1];
  const holder = world.accessTokens.accountOf(bearer);
  if ('refused' in holder) return { reply: reply.accessTokenRefused(holder.refused), seen: { endpoint: name, kind } };

  const { accountId } = holder.account;
  const type = request.query.get('type') || (endpoint.types[0] ?? 'past');
  const id = decodeMeetingId(rawId);
  const wanted = { id: id ?? '', kind, live: type === 'live', nowMs: world.now() };
  const meeting = id === undefined ? undefined : findMeeting(world.meetings.values(), wanted);
  const seen = { endpoint: name, kind, accountId, uuid: meeting?.uuid ?? id ?? rawId };

  const rate = world.limiter.take(accountId, label, request.atMs);
  if (rate.verdict !== 'allowed') return { reply: rateReply(rate.verdict, rateHeaders(rate)), seen };

  const fault = world.faults.take({ endpoint: name, kind, ...subjectOf(meeting) });
  if (fault?.kind === 'access-token-revoked') world.accessTokens.revoke(bearer);
  const instead = fault && replyInstead(fault, { endpoint, id: id ?? rawId, nowMs: world.now() });
  if (fault && instead) return { reply: instead, seen: { ...seen, fault: fault.kind } };

  const usual = refuse(world, endpoint) ?? detail(world, endpoint, { accountId, type, meeting, id: id ?? rawId });
  const answer = { ...usual, headers: { ...rateHeaders(rate), ...usual.headers } };
  return { reply: fault ? spoil(answer, fault) : answer, seen: { ...seen, ...(fault && { fault: fault.kind }) } };
}

function refuse(world: World, { scopes, area }: DetailEndpoint): Reply | undefined {
  if (!scopes.some((scope) => world.scopes.includes(scope))) return reply.missingScope([scopes[0]]);
  if (area === 'report') return world.reports ? undefined : reply.noPermission();
  return world.dashboard ? undefined : reply.dashboardOff();
}

type Wanted = {
  readonly accountId: string;
  readonly type: string;
  readonly meeting: SimulatedMeeting | undefined;
  readonly id: string;
};

function detail(world: World, endpoint: DetailEndpoint, { accountId, type, meeting, id }: Wanted): Reply {
  const { kind, area, types } = endpoint;
  if (types.length > 0 && !types.includes(type)) {
    return reply.errorReply(400, 300, 'Validation Failed: type is invalid.');
  }
  if (!meeting || (meeting.accountId ?? world.accounts[0].accountId) !== accountId) return reply.notFound(kind, id);
  if (world.now() - Date.parse(meeting.endTime) > (world.refuseOlderThanDays ?? Number.POSITIVE_INFINITY) * dayMs) {
    return reply.tooOld();
  }
  // As with the lists: `pastOne` has meetings of one participant alone, the report and `past` all others.
  const isHidden = kind === 'meeting' && type !== 'live' && isOneParticipant(meeting) !== (type === 'pastOne');
  if (isHidden) return reply.notFound(kind, id);
  const body = area === 'report' ? reported(meeting) : shown(meeting, world.now());
  return { status: 200, headers: { 'Content-Type': reply.jsonType }, body: JSON.stringify(body) };
}

const minutesOf = ({ startTime }: SimulatedMeeting, untilMs: number) =>
  Math.round((untilMs - Date.parse(startTime)) / minuteMs);

const reported = (meeting: SimulatedMeeting) => ({
  ...{ uuid: meeting.uuid, id: Number(meeting.meetingId), type: meeting.type, topic: meeting.topic },
  ...{ user_name: 'Simulated Host', user_email: 'host@example.com' },
  ...{ start_time: meeting.startTime, end_time: meeting.endTime },
  duration: minutesOf(meeting, Date.parse(meeting.endTime)),
  participants_count: countRows(meeting.report),
});

/** A running meeting has no end yet. */
function shown(meeting: SimulatedMeeting, nowMs: number): Readonly<Record<string, unknown>> {
  const hasEnded = Date.parse(meeting.endTime) <= nowMs;
  const minutes = minutesOf(meeting, Math.min(nowMs, Date.parse(meeting.endTime)));
  return {
    ...{ uuid: meeting.uuid, id: Number(meeting.meetingId), topic: meeting.topic },
    ...{ host: 'Simulated Host', email: 'host@example.com', user_type: 'Licensed' },
    ...{ start_time: meeting.startTime, end_time: hasEnded ? meeting.endTime : '' },
    duration: `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`,
    participants: countRows(meeting.participants),
  };
}

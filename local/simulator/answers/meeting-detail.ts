import { subjectOf } from '../faults/fault-desk.ts';
import type { SimulatedMeeting } from '../meeting.ts';
import { hoursAndMinutes } from '../rows/listed-row.ts';
import { countRows } from '../rows/row.ts';
import type { DetailEndpoint } from '../zoom/endpoint.ts';
import { decodeMeetingId, findMeeting, plannedInstances } from '../zoom/find-meeting.ts';
import type { Reply } from '../zoom/reply.ts';
import * as reply from '../zoom/reply.ts';
import type { DecodedCall, EndpointCall } from './call.ts';
import { isOneParticipant } from './listing.ts';
import type { SimulatorState } from './simulator-state.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

type AskedDetail = {
  readonly endpoint: DetailEndpoint;
  readonly accountId: string;
  readonly type: string;
  readonly meeting: SimulatedMeeting | undefined;
  readonly id: string;
};

/** A call for what one meeting was, or is. */
export function readDetailCall(
  state: SimulatorState,
  endpoint: DetailEndpoint,
  { accountId, rawId, query }: EndpointCall,
): DecodedCall {
  const type = query.get('type') || (endpoint.types[0] ?? 'past');
  const decoded = decodeMeetingId(rawId);
  const wanted = { id: decoded ?? '', kind: endpoint.kind, live: type === 'live', nowMs: state.now() };
  const meeting = decoded === undefined ? undefined : findMeeting(state.meetings.values(), wanted);
  const id = decoded ?? rawId;
  return {
    seen: { uuid: meeting?.uuid ?? id },
    subject: { ...subjectOf(meeting) },
    id,
    answer: () => answerDetail(state, { endpoint, accountId, type, meeting, id }),
  };
}

function answerDetail(state: SimulatorState, { endpoint, accountId, type, meeting, id }: AskedDetail): Reply {
  const { kind, area, types } = endpoint;
  if (area === 'planned') return answerPlanned(state, { endpoint, accountId, type, meeting, id });
  if (types.length > 0 && !types.includes(type)) return reply.invalidType();
  if (!meeting || (meeting.accountId ?? state.accounts[0].accountId) !== accountId) return reply.notFound(kind, id);
  const ageDays = (state.now() - Date.parse(meeting.endTime)) / dayMs;
  if (ageDays > (state.refuseOlderThanDays ?? Number.POSITIVE_INFINITY)) return reply.tooOld();
  // As with the lists: `pastOne` has meetings of one participant alone, the report and `past` all others.
  const isHidden = kind === 'meeting' && type !== 'live' && isOneParticipant(meeting) !== (type === 'pastOne');
  if (isHidden) return reply.notFound(kind, id);
  const body = area === 'report' ? reportDetail(meeting) : dashboardDetail(meeting, state.now());
  return { status: 200, headers: { 'Content-Type': reply.jsonType }, body: JSON.stringify(body) };
}

/** The meeting as it was planned, with the occurrences that there were. */
function answerPlanned(state: SimulatorState, { endpoint: { kind }, accountId, id }: AskedDetail): Reply {
  const instances = plannedInstances(state.meetings.values(), { id, kind, nowMs: state.now() });
  const [last] = instances;
  if (!last || (last.accountId ?? state.accounts[0].accountId) !== accountId) return reply.notFound(kind, id);
  const occurrences = instances.toReversed().flatMap((instance) => {
    const { occurrenceId, startTime, endTime } = instance;
    if (occurrenceId === undefined) return [];
    const duration = minutesOf(instance, Date.parse(endTime));
    return [{ occurrence_id: occurrenceId, start_time: startTime, duration, status: 'available' }];
  });
  const { uuid, meetingId, hostId: host_id, topic, type } = last;
  const body = { uuid, id: Number(meetingId), host_id, topic, type, ...(occurrences.length > 0 && { occurrences }) };
  return { status: 200, headers: { 'Content-Type': reply.jsonType }, body: JSON.stringify(body) };
}

const minutesOf = ({ startTime }: SimulatedMeeting, untilMs: number): number =>
  Math.round((untilMs - Date.parse(startTime)) / minuteMs);

const reportDetail = (meeting: SimulatedMeeting) => ({
  uuid: meeting.uuid,
  id: Number(meeting.meetingId),
  type: meeting.type,
  topic: meeting.topic,
  user_name: 'Simulated Host',
  user_email: 'host@example.com',
  start_time: meeting.startTime,
  end_time: meeting.endTime,
  duration: minutesOf(meeting, Date.parse(meeting.endTime)),
  participants_count: countRows(meeting.report),
});

/** A running meeting has no end yet. */
function dashboardDetail(meeting: SimulatedMeeting, nowMs: number): Readonly<Record<string, unknown>> {
  const hasEnded = Date.parse(meeting.endTime) <= nowMs;
  const minutes = minutesOf(meeting, Math.min(nowMs, Date.parse(meeting.endTime)));
  return {
    uuid: meeting.uuid,
    id: Number(meeting.meetingId),
    topic: meeting.topic,
    host: 'Simulated Host',
    email: 'host@example.com',
    user_type: 'Licensed',
    start_time: meeting.startTime,
    end_time: hasEnded ? meeting.endTime : '',
    duration: hoursAndMinutes(minutes),
    participants: countRows(meeting.participants),
  };
}

import { type IdentitySigns, signKinds } from './identity-signs.ts';
import { instantText } from './instant.ts';
import { type Interval, lengthMs, lengthWithoutMs, unite } from './interval.ts';
import type { MeasuredSession } from './measured-session.ts';
import type { BreakoutRoom, Person } from './person.ts';
import { highestRole, prevailing } from './prevailing.ts';
import { countRejoins } from './rejoins.ts';

/** A session with its index among the meeting's sessions, and what it shows of its person. */
export type OwnSession = {
  readonly index: number;
  readonly session: MeasuredSession;
  readonly signs: IdentitySigns;
};

/** One person from their sessions, in the order of joining, of a meeting that lasted for `meetingMs`. */
export function sumUpPerson(own: readonly OwnSession[], meetingMs: number): Person {
  const sessions = own.map(({ session }) => session);
  const inside = sessions.filter(({ place }) => place !== 'waiting-room');
  const waiting = sessions.filter(({ place }) => place === 'waiting-room');
  const presences = unite(counted(inside));
  const attendedMs = lengthMs(presences);
  const names = prevailing(sessions, 'user_name');
  return {
    name: names[0] ?? '',
    names,
    ...identity(sessions),
    knownBy: signKinds.find((kind) => own.some(({ signs }) => signs[kind].size > 0)) ?? 'nothing',
    ...outerTimes(wholes(inside)),
    presences: presences.map(({ fromMs, toMs }) => ({ fromAt: instantText(fromMs), toAt: instantText(toMs) })),
    attendedSeconds: attendedMs / 1000,
    attendedMinutes: attendedMs / 60_000,
    share: meetingMs > 0 ? attendedMs / meetingMs : 0,
    waitingSeconds: lengthWithoutMs(wholes(waiting), wholes(inside)) / 1000,
    breakoutRooms: breakoutRooms(sessions),
    rejoins: countRejoins(sessions),
    devices: prevailing(sessions, 'device'),
    oddities: [...new Set(sessions.flatMap(({ stay }) => stay.oddities))].sort(),
    sessions: own.map(({ index }) => index),
  };
}

function identity(sessions: readonly MeasuredSession[]): Pick<Person, 'email' | 'userId' | 'role'> {
  const email = prevailing(sessions, 'email')[0];
  const userId = prevailing(sessions, 'participant_user_id')[0] ?? prevailing(sessions, 'id')[0];
  const role = highestRole(sessions);
  return {
    ...(email !== undefined && { email }),
    ...(userId !== undefined && { userId }),
    ...(role !== undefined && { role }),
  };
}

function outerTimes(stays: readonly Interval[]): Pick<Person, 'firstJoinAt' | 'lastLeaveAt'> {
  if (stays.length === 0) return {};
  const first = stays.reduce((atMs, { fromMs }) => Math.min(atMs, fromMs), Number.POSITIVE_INFINITY);
  const last = stays.reduce((atMs, { toMs }) => Math.max(atMs, toMs), Number.NEGATIVE_INFINITY);
  return { firstJoinAt: instantText(first), lastLeaveAt: instantText(last) };
}

function breakoutRooms(sessions: readonly MeasuredSession[]): BreakoutRoom[] {
  const rooms = Map.groupBy(sessions, ({ breakoutId }) => breakoutId ?? '');
  rooms.delete('');
  return [...rooms].map(([id, stays]) => ({ id, seconds: lengthMs(counted(stays)) / 1000 }));
}

const counted = (sessions: readonly MeasuredSession[]): Interval[] => sessions.map(({ stay }) => stay.counted);
const wholes = (sessions: readonly MeasuredSession[]): Interval[] =>
  sessions.flatMap(({ stay }) => (stay.whole ? [stay.whole] : []));

import { fieldText } from '../../domain/row/field-text.ts';
import { type IdentitySigns, type SignKind, signKinds } from './identity.ts';
import type { MeasuredSession, Oddity } from './stays.ts';
import { earliest, type Interval, instantText, latest, lengthMs, lengthWithoutMs, uniteIntervals } from './time.ts';

/** Instants are ISO 8601 in UTC with milliseconds. */
type Presence = { readonly fromAt: string; readonly toAt: string };

type BreakoutRoom = {
  /** `bo_mtg_id`: Zoom's lists name no room. */
  readonly id: string;
  readonly seconds: number;
};

/** Somebody who took part, over all their sessions in one meeting, restarts included. Blank is absent. */
export type Person = {
  /** As the rows have it; of several, the one they bore the longest. Blank where Zoom hides names. */
  readonly name: string;
  /** All of them, the longest borne first. */
  readonly names: readonly string[];
  readonly email?: string;
  /** `participant_user_id`, else `id`. Guests have none. */
  readonly userId?: string;
  /** `host`, `panelist`, `attendee`: the highest they had. */
  readonly role?: string;
  /** The strongest sign that their rows bear; `nothing` makes each session a person of its own. */
  readonly knownBy: SignKind | 'nothing';
  /** Joining and leaving as Zoom gave them, also outside of the meeting's time; absent for who never left the waiting room. */
  readonly firstJoinAt?: string;
  readonly lastLeaveAt?: string;
  /** When they were in the meeting or a breakout room: within its time, overlaps counted once, in order. */
  readonly presences: readonly Presence[];
  /** To the millisecond; never more than the meeting lasted. */
  readonly attendedSeconds: number;
  /** `attendedSeconds` / 60, not rounded. */
  readonly attendedMinutes: number;
  /** Of the meeting's length, 0 to 1; 0 for a meeting without length. */
  readonly share: number;
  /** In the waiting room and not in the meeting at the same time. */
  readonly waitingSeconds: number;
  /** Part of `attendedSeconds`. In the order of first entering. */
  readonly breakoutRooms: readonly BreakoutRoom[];
  readonly rejoins: number;
  /** As Zoom names them, the longest used first. */
  readonly devices: readonly string[];
  /** Of any of the sessions, each once. */
  readonly oddities: readonly Oddity[];
  /** Indexes into the meeting's sessions, in the order of joining. */
  readonly sessions: readonly number[];
};

/** A session with its index among the meeting's sessions, and what it shows of its person. */
export type OwnSession = {
  readonly index: number;
  readonly session: MeasuredSession;
  readonly signs: IdentitySigns;
};

/** One person from their sessions, in the order of joining, of a meeting that lasted for `meetingMs`. */
export function summarizePerson(own: readonly OwnSession[], meetingMs: number): Person {
  const sessions = own.map(({ session }) => session);
  const inside = sessions.filter(({ place }) => place !== 'waiting-room');
  const waiting = sessions.filter(({ place }) => place === 'waiting-room');
  const presences = uniteIntervals(countedIntervals(inside));
  const attendedMs = lengthMs(presences);
  const names = rankValues(sessions, 'user_name');
  return {
    name: names[0] ?? '',
    names,
    ...chooseIdentity(sessions),
    knownBy: signKinds.find((kind) => own.some(({ signs }) => signs[kind].size > 0)) ?? 'nothing',
    ...findOuterTimes(wholeIntervals(inside)),
    presences: presences.map(({ fromMs, toMs }) => ({ fromAt: instantText(fromMs), toAt: instantText(toMs) })),
    attendedSeconds: attendedMs / 1000,
    attendedMinutes: attendedMs / 60_000,
    share: meetingMs > 0 ? attendedMs / meetingMs : 0,
    waitingSeconds: lengthWithoutMs(wholeIntervals(waiting), wholeIntervals(inside)) / 1000,
    breakoutRooms: measureBreakoutRooms(sessions),
    rejoins: countRejoins(sessions),
    devices: rankValues(sessions, 'device'),
    oddities: [...new Set(sessions.flatMap(({ stay }) => stay.oddities))].sort(),
    sessions: own.map(({ index }) => index),
  };
}

function chooseIdentity(sessions: readonly MeasuredSession[]): Pick<Person, 'email' | 'userId' | 'role'> {
  const email = rankValues(sessions, 'email')[0];
  const userId = rankValues(sessions, 'participant_user_id')[0] ?? rankValues(sessions, 'id')[0];
  const role = chooseRole(sessions);
  return {
    ...(email !== undefined && { email }),
    ...(userId !== undefined && { userId }),
    ...(role !== undefined && { role }),
  };
}

/** A person is host if they were it for a second; then panelist, then what else Zoom calls them. */
function chooseRole(sessions: readonly MeasuredSession[]): string | undefined {
  const roles = rankValues(sessions, 'role');
  return ['host', 'panelist'].find((role) => roles.includes(role)) ?? roles[0];
}

/**
 * The values of a field in a person's sessions that are not blank: first the one it had for the longest time, then the
 * one that came first.
 */
function rankValues(sessions: readonly MeasuredSession[], field: string): string[] {
  const stays = Map.groupBy(sessions, ({ fields }) => fieldText(fields, field) ?? '');
  stays.delete('');
  return [...stays]
    .map(([text, own]) => ({ text, durationMs: lengthMs(countedIntervals(own)) }))
    .sort((a, b) => b.durationMs - a.durationMs)
    .map(({ text }) => text);
}

function findOuterTimes(stays: readonly Interval[]): Pick<Person, 'firstJoinAt' | 'lastLeaveAt'> {
  const first = earliest(stays.map(({ fromMs }) => fromMs));
  const last = latest(stays.map(({ toMs }) => toMs));
  if (first === undefined || last === undefined) return {};
  return { firstJoinAt: instantText(first), lastLeaveAt: instantText(last) };
}

function measureBreakoutRooms(sessions: readonly MeasuredSession[]): BreakoutRoom[] {
  const rooms = Map.groupBy(sessions, ({ breakoutId }) => breakoutId ?? '');
  rooms.delete('');
  return [...rooms].map(([id, stays]) => ({ id, seconds: lengthMs(countedIntervals(stays)) / 1000 }));
}

/** Moving between the main room and a breakout room takes seconds, in which no row says where somebody is. */
const roomMoveMs = 60_000;

/**
 * How often somebody came back after having been away from the meeting. A second device, a move to a breakout room and
 * back, and a restart of the meeting are no coming back; having been sent to the waiting room in between is one.
 */
function countRejoins(sessions: readonly MeasuredSession[]): number {
  const inside = sessions.filter(({ place }) => place !== 'waiting-room');
  const breakouts = uniteIntervals(countedIntervals(inside.filter(({ place }) => place === 'breakout')));
  const edges = new Set(breakouts.flatMap(({ fromMs, toMs }) => [fromMs, toMs]));
  const parts = Map.groupBy(inside, ({ uuid }) => uuid);
  return [...parts.values()].reduce((sum, own) => {
    const gaps = findGaps(uniteIntervals(countedIntervals(own)));
    return sum + gaps.filter((gap) => !isRoomMove(gap, edges)).length;
  }, 0);
}

const findGaps = (stays: readonly Interval[]): Interval[] =>
  stays.slice(1).map(({ fromMs }, index) => ({ fromMs: stays[index]?.toMs ?? fromMs, toMs: fromMs }));

const isRoomMove = ({ fromMs, toMs }: Interval, breakoutEdges: ReadonlySet<number>): boolean =>
  toMs - fromMs <= roomMoveMs && (breakoutEdges.has(fromMs) || breakoutEdges.has(toMs));

const countedIntervals = (sessions: readonly MeasuredSession[]): Interval[] => sessions.map(({ stay }) => stay.counted);

const wholeIntervals = (sessions: readonly MeasuredSession[]): Interval[] =>
  sessions.flatMap(({ stay }) => (stay.whole ? [stay.whole] : []));

import { personAt, type SimulatedPerson } from './person.ts';
import { randomBytesFrom, seededRandom, seedOf } from './random.ts';

/** What a generated meeting is made of; see `generateMeeting`. */
export type MeetingPlan = {
  readonly seed: number;
  readonly people: number;
  readonly startAtMs: number;
  readonly endAtMs: number;
};

/** One stay of one person, which is one row in each list. */
export type SimulatedSession = {
  readonly person: SimulatedPerson;
  readonly status: 'in_meeting' | 'in_waiting_room';
  /** Zoom's id of it, new with each stay. */
  readonly userId: string;
  /** The breakout room's own meeting, blank outside of one. */
  readonly breakoutRoom: string;
  readonly joinAtMs: number;
  readonly leaveAtMs: number;
  /** As Zoom writes them: UTC, with or without milliseconds. */
  readonly joinTime: string;
  readonly leaveTime: string;
  readonly rejoined: boolean;
};

type StayKind = 'first' | 'rejoin' | 'waiting-room' | 'breakout';
const extraStays = ['rejoin', 'waiting-room', 'breakout'] as const;

/** The first people have a second row each: a fifth of them, in small meetings three. */
const extraRows = ({ people }: MeetingPlan) => (people < 4 ? 0 : Math.max(3, Math.floor(people / 5)));

export const countSessions = (plan: MeetingPlan) => plan.people + extraRows(plan);

/** Nobody sends or receives anything in a waiting room, so there is no quality of service of it. */
export const countSessionsWithMedia = (plan: MeetingPlan) =>
  countSessions(plan) - Math.floor((extraRows(plan) + 1) / 3);

/** Index of the session that the n-th row of quality of service is about. */
export function sessionWithMedia(plan: MeetingPlan, index: number): number {
  const extra = index - plan.people;
  return extra < 0 ? index : plan.people + Math.floor(extra / 2) * 3 + (extra % 2) * 2;
}

/** When a stay begins and ends, in shares of the meeting; a person's stays never contradict each other. */
function stretch(stay: StayKind, hasRejoin: boolean, [one, two]: readonly [number, number]): [number, number] {
  const join = 0.02 + one * 0.1;
  const leave = hasRejoin ? 0.5 : 0.8 + two * 0.2;
  switch (stay) {
    case 'first':
      return [join, leave];
    case 'rejoin':
      return [0.55, 0.8 + two * 0.2];
    case 'waiting-room':
      return [0, join];
    case 'breakout':
      return [0.3, 0.5];
  }
}

/** The index-th row's stay; computed alone, without those before it. */
export function sessionAt(plan: MeetingPlan, index: number): SimulatedSession {
  const extra = index - plan.people;
  const person = personAt(plan.seed, extra < 0 ? index : extra);
  const stay: StayKind = extra < 0 ? 'first' : (extraStays[extra % 3] ?? 'rejoin');
  const random = seededRandom(seedOf(plan.seed, 'stay', person.index));
  const hasRejoin = person.index < extraRows(plan) && person.index % 3 === 0;
  const [from, to] = stretch(stay, hasRejoin, [random(), random()]);
  const wholeMs = plan.endAtMs - plan.startAtMs;
  const withMilliseconds = person.index % 2 === 0;
  const instant = (share: number) => {
    const atMs = plan.startAtMs + Math.floor(wholeMs * share);
    return withMilliseconds ? atMs : atMs - (atMs % 1000);
  };
  const written = (atMs: number) => {
    const time = new Date(atMs).toISOString();
    return withMilliseconds ? time : time.replace('.000Z', 'Z');
  };
  const joinAtMs = instant(from);
  const leaveAtMs = instant(to);
  return {
    person,
    status: stay === 'waiting-room' ? 'in_waiting_room' : 'in_meeting',
    userId: String(16_778_240 + index * 1024),
    breakoutRoom: stay === 'breakout' ? randomBytesFrom(random, 16).toString('base64') : '',
    joinAtMs,
    leaveAtMs,
    joinTime: written(joinAtMs),
    leaveTime: written(leaveAtMs),
    rejoined: stay === 'rejoin',
  };
}

import { compareTexts } from '../attendance/records.ts';
import { type Interval, lengthMs, uniteIntervals } from '../attendance/time.ts';
import type { CourseMeeting, Presence } from './course-meeting.ts';

/** One time that a course met: one meeting, or several that belong together. */
export type HeldSession = {
  readonly meetings: readonly CourseMeeting[];
  readonly uuids: readonly string[];
  readonly fromMs: number;
  readonly toMs: number;
  /** When it was held, in order: without the breaks between its meetings; what ran in parallel counts once. */
  readonly held: readonly Interval[];
  readonly heldMs: number;
  /** When at least two people were in one of its meetings at the same time, by instance. */
  readonly met: ReadonlyMap<string, readonly Interval[]>;
  readonly metMs: number;
};

export type SessionRules = {
  /** Meetings at most so far from one another are one session. In ms. */
  readonly joinWithinMs: number;
  /** UUIDs of instances that are none of the course's, whoever was there. */
  readonly without: ReadonlySet<string>;
  /** UUIDs of instances that count though nobody met in them. */
  readonly including: ReadonlySet<string>;
};

/** Two people meet who are there together for so long: less is one who leaves while the next one comes. */
const leastMeetingMs = 60_000;

/**
 * The sessions of a course, by their start; and beside them what is none: meetings in which no two people were for a
 * minute, such as that of somebody who clicks on the link when all is over.
 *
 * Meetings that overlap or follow within {@link SessionRules.joinWithinMs} are one session, whatever their meeting ids:
 * a room that was opened anew, or two that ran in parallel. Whether people met is asked of each meeting by itself.
 */
export function groupIntoSessions(
  meetings: readonly CourseMeeting[],
  { joinWithinMs, without, including }: SessionRules,
): { readonly sessions: readonly HeldSession[]; readonly extras: readonly HeldSession[] } {
  const own = meetings.filter(({ parts }) => !parts.some(({ uuid }) => without.has(uuid)));
  const isHeld = (one: CourseMeeting): boolean =>
    // Of a meeting that is not whole nobody can say that no two people met.
    !one.isWhole || holdSession([one]).metMs >= leastMeetingMs || one.parts.some(({ uuid }) => including.has(uuid));
  const sessions: CourseMeeting[][] = [];
  let untilMs = Number.NEGATIVE_INFINITY;
  for (const meeting of own.filter(isHeld).toSorted(compareStarts)) {
    const last = sessions.at(-1);
    if (last && startOf(meeting) - untilMs <= joinWithinMs) last.push(meeting);
    else sessions.push([meeting]);
    untilMs = Math.max(untilMs, ...meeting.parts.map(({ toMs }) => toMs));
  }
  const extras = own.filter((meeting) => !isHeld(meeting)).toSorted(compareStarts);
  return { sessions: sessions.map(holdSession), extras: extras.map((one) => holdSession([one])) };
}

const startOf = ({ parts }: CourseMeeting): number => parts[0]?.fromMs ?? 0;

const compareStarts = (a: CourseMeeting, b: CourseMeeting): number =>
  startOf(a) - startOf(b) || compareTexts(a.parts[0]?.uuid ?? '', b.parts[0]?.uuid ?? '');

function holdSession(meetings: readonly CourseMeeting[]): HeldSession {
  const parts = meetings.flatMap((meeting) => meeting.parts);
  const held = uniteIntervals(parts);
  const presences = meetings.flatMap(({ people }) => people.map((person) => person.presences));
  const met = new Map(
    parts.map(({ uuid }) => [uuid, whereTwoAre(presences.map((own) => own.filter((one) => one.uuid === uuid)))]),
  );
  return {
    meetings,
    uuids: parts.map(({ uuid }) => uuid),
    fromMs: parts.reduce((first, { fromMs }) => Math.min(first, fromMs), Number.POSITIVE_INFINITY),
    toMs: parts.reduce((last, { toMs }) => Math.max(last, toMs), 0),
    held,
    heldMs: lengthMs(held),
    met,
    metMs: lengthMs([...met.values()].flat()),
  };
}

/** When at least two of these people were there; each one's presences do not overlap. */
function whereTwoAre(people: readonly (readonly Presence[])[]): Interval[] {
  const steps = people
    .flat()
    .flatMap(({ fromMs, toMs }) => [
      { atMs: fromMs, by: 1 },
      { atMs: toMs, by: -1 },
    ])
    // At one instant those who leave come first: they have not met those who come.
    .toSorted((a, b) => a.atMs - b.atMs || a.by - b.by);
  const found: Interval[] = [];
  let count = 0;
  let fromMs = 0;
  for (const { atMs, by } of steps) {
    if (count === 1 && by === 1) fromMs = atMs;
    if (count === 2 && by === -1) found.push({ fromMs, toMs: atMs });
    count += by;
  }
  return uniteIntervals(found);
}

/** What of `intervals` lies within `others`, in ms. */
export const overlapMs = (intervals: readonly Interval[], others: readonly Interval[]): number =>
  lengthMs(intervals) + lengthMs(others) - lengthMs([...intervals, ...others]);

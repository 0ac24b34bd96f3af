import type { EndedMeeting } from '../../domain/meeting/ended-meeting.ts';
import { isMeetingId } from '../../domain/meeting/meeting-id.ts';
import type { Session } from './join.ts';
import { compareTexts } from './records.ts';
import { clipInterval, earliest, type Interval, latest, parseInstant } from './time.ts';

/** What must be known of a meeting or webinar; an {@link EndedMeeting} has it. Times as Zoom wrote them. */
export type MeetingTimes = Pick<EndedMeeting, 'uuid' | 'startTime'> & {
  /** Blank or absent where it is not known: then it is not restarted by anything. */
  readonly meetingId?: string;
  readonly endTime?: string;
};

/** One instance of a meeting: one UUID. */
export type MeetingPart = {
  readonly uuid: string;
  readonly meetingId: string;
  readonly span: Interval;
  /** Zoom gave no start, or no end (or an end before the start): it is that of the sessions. */
  readonly assumedStart: boolean;
  readonly assumedEnd: boolean;
};

/** A part with the start and end that Zoom gave, else with the first joining and the last leaving. */
export function measurePart(meeting: MeetingTimes, sessions: readonly Session[]): MeetingPart {
  const { uuid, meetingId = '' } = meeting;
  const { startAtMs, endAtMs } = readStartAndEnd(meeting);
  const inside = sessions.filter((session) => session.uuid === uuid && session.place !== 'waiting-room');
  const times = inside
    .flatMap(({ fields }) => [parseInstant(fields.join_time), parseInstant(fields.leave_time)])
    .filter((atMs) => atMs !== undefined);
  const fromMs = startAtMs ?? earliest(times) ?? endAtMs ?? 0;
  const toMs = endAtMs ?? Math.max(fromMs, latest(times) ?? fromMs);
  return {
    uuid,
    meetingId,
    span: { fromMs: Math.min(fromMs, toMs), toMs },
    assumedStart: startAtMs === undefined,
    assumedEnd: endAtMs === undefined,
  };
}

/** Neither of them where the end lies before the start: nobody can say which one is wrong. */
function readStartAndEnd(meeting: MeetingTimes): { startAtMs?: number | undefined; endAtMs?: number | undefined } {
  const startAtMs = parseInstant(meeting.startTime);
  const endAtMs = parseInstant(meeting.endTime);
  const isBackwards = startAtMs !== undefined && endAtMs !== undefined && endAtMs < startAtMs;
  return isBackwards ? {} : { startAtMs, endAtMs };
}

/**
 * The longest break, from one end to the next start, that is a restart of the same meeting: 5 minutes.
 *
 * A host who drops out ends the meeting, and the same number starts again under a new UUID. Breaks of that sort were
 * seen to last from some seconds to two and a half minutes; this is twice as long, and shorter than what lies between
 * two meetings somebody planned.
 */
export const restartGapMs = 5 * 60_000;

/**
 * The parts that are one meeting to those who were in it: same meeting id, and started again within {@link restartGapMs}.
 * Both in the order of their start. Parts without a meeting id stay alone.
 */
export function stitchRestarts(parts: readonly MeetingPart[]): MeetingPart[][] {
  const meetings: MeetingPart[][] = [];
  const current = new Map<string, { parts: MeetingPart[]; endsAtMs: number }>();
  for (const part of [...parts].sort(compareStarts)) {
    const { fromMs, toMs } = part.span;
    const before = isMeetingId(part.meetingId) ? current.get(part.meetingId) : undefined;
    if (before && fromMs - before.endsAtMs <= restartGapMs) {
      before.parts.push(part);
      before.endsAtMs = Math.max(before.endsAtMs, toMs);
      continue;
    }
    const begun = { parts: [part], endsAtMs: toMs };
    current.set(part.meetingId, begun);
    meetings.push(begun.parts);
  }
  return meetings;
}

const compareStarts = (a: MeetingPart, b: MeetingPart): number =>
  a.span.fromMs - b.span.fromMs || a.span.toMs - b.span.toMs || compareTexts(a.uuid, b.uuid);

/**
 * What is odd about a stay's times.
 * - `assumedLeave`: no time of leaving; it ends with the meeting.
 * - `unknownJoin`: no time of joining; it counts for nothing.
 * - `leaveBeforeJoin`: it counts for nothing.
 * - `joinBeforeStart`, `leaveAfterEnd`: by a second or more; it counts from the start, or up to the end.
 */
export type Oddity = 'assumedLeave' | 'unknownJoin' | 'leaveBeforeJoin' | 'joinBeforeStart' | 'leaveAfterEnd';

type Stay = {
  /** From joining to leaving; absent when neither is known well enough. */
  readonly whole?: Interval;
  /** The part of it within the meeting. A waiting room has no such bounds: it may open before and close later. */
  readonly counted: Interval;
  readonly oddities: readonly Oddity[];
};

/** A session, and how long it lasted in its meeting. */
export type MeasuredSession = Session & { readonly stay: Stay };

/** The sessions of these parts, each measured against the part that it belongs to, in the order of joining. */
export function measureSessions(sessions: readonly Session[], parts: readonly MeetingPart[]): MeasuredSession[] {
  const spans = new Map(parts.map(({ uuid, span }) => [uuid, span]));
  const measured = sessions.flatMap((session) => {
    const span = spans.get(session.uuid);
    return span ? [{ ...session, stay: measureStay(session, span) }] : [];
  });
  return measured.sort((a, b) => joinMs(a) - joinMs(b));
}

const joinMs = ({ stay }: MeasuredSession): number => stay.whole?.fromMs ?? Number.MAX_SAFE_INTEGER;

/** Times with milliseconds against times without: less than this is rounding. */
const roundingMs = 1000;

/** How long a session lasted, in a meeting that lasted for `span`. */
function measureStay({ fields, place }: Session, span: Interval): Stay {
  const fromMs = parseInstant(fields.join_time);
  const leftAtMs = parseInstant(fields.leave_time);
  if (fromMs === undefined) return { counted: { fromMs: span.fromMs, toMs: span.fromMs }, oddities: ['unknownJoin'] };
  const toMs = Math.max(fromMs, leftAtMs ?? span.toMs);
  const whole = { fromMs, toMs };
  const isInside = place !== 'waiting-room';
  const oddities: Oddity[] = [];
  if (leftAtMs === undefined) oddities.push('assumedLeave');
  if (leftAtMs !== undefined && leftAtMs < fromMs) oddities.push('leaveBeforeJoin');
  if (isInside && fromMs <= span.fromMs - roundingMs) oddities.push('joinBeforeStart');
  if (isInside && toMs >= span.toMs + roundingMs) oddities.push('leaveAfterEnd');
  return { whole, counted: isInside ? clipInterval(whole, span) : whole, oddities };
}

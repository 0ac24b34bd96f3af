import type { EndedMeeting } from '../ended-meeting.ts';
import { parseInstant } from './instant.ts';
import type { Interval } from './interval.ts';
import type { Session } from './session.ts';

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
  /** The start, or the end, was not told (or the end lay before the start) and is that of the sessions. */
  readonly assumedStart: boolean;
  readonly assumedEnd: boolean;
};

/** A part with the start and end that Zoom told, else with the first joining and the last leaving. */
export function meetingPart(meeting: MeetingTimes, sessions: readonly Session[]): MeetingPart {
  const { uuid, meetingId = '' } = meeting;
  const [startAtMs, endAtMs] = [parseInstant(meeting.startTime), parseInstant(meeting.endTime)];
  const usable = startAtMs === undefined || endAtMs === undefined || startAtMs <= endAtMs;
  const inside = sessions.filter((session) => session.uuid === uuid && session.place !== 'waiting-room');
  const times = inside
    .flatMap(({ fields }) => [parseInstant(fields.join_time), parseInstant(fields.leave_time)])
    .filter((atMs) => atMs !== undefined);
  const told = usable ? { startAtMs, endAtMs } : {};
  const fromMs = told.startAtMs ?? earliest(times) ?? told.endAtMs ?? 0;
  const toMs = told.endAtMs ?? Math.max(fromMs, latest(times) ?? fromMs);
  return {
    ...{ uuid, meetingId },
    span: { fromMs: Math.min(fromMs, toMs), toMs },
    assumedStart: told.startAtMs === undefined,
    assumedEnd: told.endAtMs === undefined,
  };
}

// Not Math.min(...times): a webinar's times are more than a call can have arguments.
const earliest = (times: readonly number[]): number | undefined =>
  times.reduce<number | undefined>((best, atMs) => (best === undefined || atMs < best ? atMs : best), undefined);
const latest = (times: readonly number[]): number | undefined =>
  times.reduce<number | undefined>((best, atMs) => (best === undefined || atMs > best ? atMs : best), undefined);

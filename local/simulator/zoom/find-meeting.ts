import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import { meetingAt, type SimulatedMeeting } from '../meeting.ts';

/** `%2F` once or twice encoded, back to what the caller meant; undefined where Zoom does not understand it. */
export function decodeMeetingId(rawId: string): string | undefined {
  try {
    const once = decodeURIComponent(rawId);
    // Zoom's gateway decodes once and takes the slashes for its own: such a UUID has to be encoded twice.
    if (once.startsWith('/') || once.includes('//')) return undefined;
    return decodeURIComponent(once);
  } catch {
    return undefined;
  }
}

/**
 * A UUID is one instance; a number is the instance of that meeting which ended last (or runs, when `live`). A webinar
 * is never found as a meeting, nor a meeting as a webinar. It has the rows of that instant.
 */
export function findMeeting(
  meetings: Iterable<SimulatedMeeting>,
  wanted: { readonly id: string; readonly kind: Kind; readonly live: boolean; readonly nowMs: number },
): SimulatedMeeting | undefined {
  const runs = (meeting: SimulatedMeeting) => Date.parse(meeting.endTime) > wanted.nowMs;
  const [last] = [...meetings]
    .filter((meeting) => meeting.kind === wanted.kind && runs(meeting) === wanted.live)
    .filter((meeting) => meeting.uuid === wanted.id || meeting.meetingId === wanted.id)
    .toSorted((one, other) => Date.parse(other.endTime) - Date.parse(one.endTime));
  return last && meetingAt(last, wanted.nowMs);
}

/** Instances of a number, of one occurrence where one is named, whenever they are; the one that ended last comes first. */
export function plannedInstances(
  meetings: Iterable<SimulatedMeeting>,
  wanted: {
    readonly id: string;
    readonly kind: Kind;
    readonly occurrenceId?: string | undefined;
    readonly nowMs: number;
  },
): SimulatedMeeting[] {
  const { id, kind, occurrenceId, nowMs } = wanted;
  return [...meetings]
    .filter((meeting) => meeting.kind === kind && meeting.meetingId === id)
    .filter((meeting) => occurrenceId === undefined || meeting.occurrenceId === occurrenceId)
    .toSorted((one, other) => Date.parse(other.endTime) - Date.parse(one.endTime))
    .map((meeting) => meetingAt(meeting, nowMs));
}

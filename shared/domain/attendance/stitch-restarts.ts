import { isMeetingId } from '../meeting-id.ts';
import type { MeetingPart } from './meeting-part.ts';

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
  for (const part of [...parts].sort(byStart)) {
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

const byStart = (a: MeetingPart, b: MeetingPart): number =>
  a.span.fromMs - b.span.fromMs || a.span.toMs - b.span.toMs || (a.uuid < b.uuid ? -1 : a.uuid > b.uuid ? 1 : 0);

import type { ListType } from './capture.ts';
import type { EndedMeeting } from './ended-meeting.ts';

/** Who asked for the capture. */
export const reasons = ['event', 'sweep', 'backfill', 'demand'] as const;
export type Reason = (typeof reasons)[number];

/**
 * One obligation in a dataset's queue: take look number `look` at this meeting, not before `notBefore`.
 *
 * It names the meeting and nothing of its contents. Where a look stands (page, token, lease) is on the capture's item
 * alone, so that the same message can be delivered, repeated or continued any number of times.
 */
export type CaptureMessage = EndedMeeting & {
  readonly v: 1;
  readonly reason: Reason;
  /** 1 for the first look, then one more for each planned look; a message for a look already finished is dropped. */
  readonly look: number;
  /** ISO 8601; a message that arrives earlier hops. */
  readonly notBefore: string;
  /**
   * Zoom's `type` to ask with. `live`: a snapshot of the running meeting, whose `endTime` is when it was asked for.
   * @default `past`, and `pastOne` where that has no participants
   */
  readonly listType?: ListType;
};

/** The first obligation for a meeting that ended. */
export function firstLook(meeting: EndedMeeting, reason: Reason, notBefore: Date): CaptureMessage {
  return { v: 1, ...meeting, reason, look: 1, notBefore: notBefore.toISOString() };
}

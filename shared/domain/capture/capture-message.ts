import type { EndedMeeting } from '../meeting/ended-meeting.ts';
import type { ListType } from '../meeting/kind.ts';
import { omit } from '../omit.ts';

/** Who asked for the capture. */
export const reasons = ['event', 'sweep', 'backfill', 'demand'] as const;
export type Reason = (typeof reasons)[number];

/**
 * A message in a dataset's queue: this meeting's capture has something left to do, not before `notBefore`.
 *
 * It names the meeting and nothing of its contents. Where a poll stands (page, token, lease) is on the capture's item
 * alone, so that the same message can be delivered, repeated or continued any number of times.
 */
export type CaptureMessage = EndedMeeting & {
  readonly v: 1;
  readonly reason: Reason;
  /** Which of the capture's messages it is, from 0; done once the capture's item has a higher number. */
  readonly sequence: number;
  /** ISO 8601; a message that arrives earlier is deferred. */
  readonly notBefore: string;
  /**
   * Zoom's `type` to ask with. `live`: a snapshot of the running meeting, whose `endTime` is when it was asked for.
   * @default `past`, and `pastOne` where that has no participants
   */
  readonly listType?: ListType;
};

/** The first message for a meeting that ended. */
export function firstMessage(meeting: EndedMeeting, reason: Reason, notBefore: Date): CaptureMessage {
  return { v: 1, ...meeting, reason, sequence: 0, notBefore: notBefore.toISOString() };
}

/** Once the meeting is registered its messages need no name of anybody: what waits in a queue holds ids alone. */
export const withoutNames = (message: CaptureMessage): CaptureMessage => omit(message, 'topic', 'hostId');

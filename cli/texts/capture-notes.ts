import { type Capture, isSnapshot } from '../../shared/domain/capture/capture.ts';
import { isWhole } from '../../shared/domain/capture/whole.ts';

/** Zoom makes neither report nor QoS of such a meeting; the only way to the state `empty`. */
export const whyEmpty = 'Zoom has none of a meeting that one person was in.';

/** What to know before reading a capture's rows; undefined when the store has all that Zoom listed. */
export function noteBefore(capture: Capture | undefined): string | undefined {
  if (!capture) return 'No consumer has started it yet: there are no rows. `status` says more.';
  if (isSnapshot(capture)) return snapshotNote(capture);
  const { state, progress, polls, unfinishedRows } = capture;
  if (isWhole(capture)) return undefined;
  if (polls > 0 && progress) return 'Not complete: a later poll is under way, so rows of two polls may stand together.';
  if (polls > 0 && unfinishedRows) {
    return `Not complete: the capture is ${state}, and a later poll broke off: rows of two polls may stand together.`;
  }
  if (polls > 0) return `Not complete: the capture is ${state}; these are the rows of its last poll.`;
  return `Not complete: the capture is ${state}; these are the rows stored so far. \`status\` says more.`;
}

function snapshotNote({ state, capturedAt }: Capture): string {
  if (state !== 'live') {
    return 'A live snapshot is under way: there are no rows yet, or not all of them. `status` says more.';
  }
  const taken = capturedAt === undefined ? 'that found nobody' : `taken at ${capturedAt} while the meeting ran`;
  return `A live snapshot, ${taken}: the capture that follows the end replaces it.`;
}

export type RowsNote = {
  readonly text: string;
  /** Whether the rows are not those of the last poll. */
  readonly fault: boolean;
};

/** What turned out by reading `count` rows, between two reads of the capture's item. */
export function noteAfter(
  before: Capture | undefined,
  after: Capture | undefined,
  count: number,
): RowsNote | undefined {
  if (before?.run !== after?.run || before?.polls !== after?.polls) {
    return { text: 'The capture went on while its rows were read: read them again for one whole poll.', fault: false };
  }
  if (!after || !isWhole(after) || after.rows === count) return undefined;
  const why =
    count < after.rows
      ? 'some have expired or were deleted'
      : 'some are of a poll that broke off; the next one removes them';
  return { text: `The store has ${count} rows where the last poll counted ${after.rows}: ${why}.`, fault: true };
}

/** What to know of sessions whose samples were not kept; undefined where there are none. */
export const noteWithoutSamples = (sessions: number): string | undefined =>
  sessions === 0
    ? undefined
    : `${sessions} QoS sessions have no samples here: the stage keeps summaries alone (its setting qosSamples).`;

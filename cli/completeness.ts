import { type Capture, isSnapshot } from '../shared/domain/capture.ts';

/** Zoom makes neither report nor QoS of such a meeting; the only way to the state `empty`. */
export const whyEmpty = 'Zoom has none of a meeting that one person was in.';

/** What to know before reading a capture's rows; undefined when the store has all that Zoom listed. */
export function noteBefore(capture: Capture | undefined): string | undefined {
  if (!capture) return 'No consumer has taken it up yet: there are no rows. `status` says more.';
  if (isSnapshot(capture)) return snapshotNote(capture);
  const { state, progress, looks } = capture;
  if (isWhole(capture)) return undefined;
  if (looks > 0 && progress) return 'Not complete: a later look is under way, so rows of two looks may stand together.';
  if (looks > 0) return `Not complete: the capture is ${state}; these are the rows of its last look.`;
  return `Not complete: the capture is ${state}; these are the rows stored so far. \`status\` says more.`;
}

function snapshotNote({ state, capturedAt }: Capture): string {
  if (state !== 'live')
    return 'A live snapshot is under way: there are no rows yet, or not all of them. `status` says more.';
  const taken = capturedAt === undefined ? 'that found nobody' : `taken at ${capturedAt} while the meeting ran`;
  return `A live snapshot, ${taken}: the capture that follows the end replaces it.`;
}

/** What turned out by reading `count` rows, between two reads of the capture's item. `fault`: they are not the rows of the last look. */
export function noteAfter(
  before: Capture | undefined,
  after: Capture | undefined,
  count: number,
): { readonly text: string; readonly fault: boolean } | undefined {
  if (before?.run !== after?.run || before?.looks !== after?.looks) {
    return { text: 'The capture went on while its rows were read: read them again for one whole look.', fault: false };
  }
  if (!after || !isWhole(after) || after.rows === count) return undefined;
  const why =
    count < after.rows
      ? 'some have expired or were deleted'
      : 'some are of a look that broke off; the next one removes them';
  return { text: `The store has ${count} rows where the last look counted ${after.rows}: ${why}.`, fault: true };
}

/** Whether the stored rows are those of one finished look, and no other. */
const isWhole = ({ state, progress }: Capture): boolean =>
  progress === undefined && (state === 'captured' || state === 'settled' || state === 'empty');

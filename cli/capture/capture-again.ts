import type { CaptureState, ListType } from '../../shared/domain/capture.ts';
import type { CaptureMessage } from '../../shared/domain/capture-message.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import type { StoredMeeting } from '../../shared/dynamo/meetings/meeting-reader.ts';

/** A look that a person asks for, and how far the capture was. */
export type AskedLook = {
  readonly dataset: Dataset;
  readonly look: number;
  readonly message: CaptureMessage;
  readonly before: CaptureState | 'unregistered';
};

/**
 * One more look at each of these datasets, to be taken at once, whatever was planned: what it finds replaces what is stored.
 * Asked for twice it is taken once. `now` in epoch ms; `listType` is Zoom's `type` to ask with. Pure.
 */
export function captureAgain(
  { meeting, captures }: StoredMeeting,
  wanted: readonly Dataset[],
  now: number,
  listType?: ListType,
): AskedLook[] {
  const { endedAt: _, registeredAt: __, reason: ___, ...ended } = meeting;
  const notBefore = new Date(now).toISOString();
  return wanted.map((dataset) => {
    const capture = captures[dataset];
    const sequence = capture?.sequence ?? 0;
    return {
      dataset,
      look: (capture?.looks ?? 0) + 1,
      message: { v: 1, ...ended, reason: 'demand', sequence, notBefore, ...(listType && { listType }) },
      before: capture?.state ?? 'unregistered',
    };
  });
}

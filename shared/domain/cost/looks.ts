import { finishPoll } from '../capture/poll-plan.ts';
import { type Capture, newCapture, type Progress } from '../capture.ts';
import { emptyContentHash } from '../content-hash.ts';
import type { Dataset } from '../dataset.ts';
import type { Waits } from '../waits.ts';

export type Heard = {
  /** From the meeting's end until we heard of it; 0 for one whose event came. */
  readonly heardAfterMs?: number;
  /** How many of the later looks find that Zoom has changed its data. */
  readonly corrections?: number;
};

/** When a capture's looks are taken, in milliseconds after the meeting's end, as the settling policy itself plans them. */
export function plannedLooks(
  dataset: Dataset,
  waits: Waits,
  { heardAfterMs = 0, corrections = 0 }: Heard = {},
): number[] {
  const end = new Date(0).toISOString();
  const meeting = { account: '', kind: 'meeting', uuid: '', meetingId: '', endTime: end } as const;
  let capture: Capture = newCapture(meeting, dataset, end, new Date(heardAfterMs));
  const looks: number[] = [];
  const first = Math.max(heardAfterMs, waits.firstLook[dataset]);
  for (let at: number | undefined = first; at !== undefined; at = dueAt(capture)) {
    const contentHash = String(Math.min(looks.length, corrections));
    capture = finishPoll({ ...capture, progress: { ...onePage, contentHash } }, at, waits);
    looks.push(at);
  }
  return looks;
}

const dueAt = ({ nextLookAt }: Capture): number | undefined =>
  nextLookAt === undefined ? undefined : Date.parse(nextLookAt);

const onePage: Progress = {
  type: 'past',
  segments: [],
  pages: 1,
  rows: 1,
  expectedRows: 1,
  contentHash: emptyContentHash,
  halfReadyRows: 0,
  complete: true,
  prune: false,
  restarts: 0,
};

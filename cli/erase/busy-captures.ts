import type { Dataset } from '../../shared/domain/dataset.ts';
import { createCaptureStore } from '../../shared/dynamo/captures/capture-store.ts';
import type { MeetingItems, Store } from './meeting-items.ts';

/** A capture whose worker may have begun before it could know of the marks. */
export type BusyCapture = {
  readonly uuid: string;
  readonly dataset: Dataset;
  /** Another one means another worker, which has begun since and knows. */
  readonly run: number;
  /** Epoch ms; its worker has surely ended then. */
  readonly until: number;
};

/** A worker lives for the function's time-out of 2 minutes, and its lease 15 seconds longer. */
export const longestLeaseMs = 135_000;
/** By how much this machine's clock may differ from the functions'. */
const clockErrorMs = 5 * 60_000;
const pauseMs = 5_000;

/** When marks were written last: of the person everywhere, and within a meeting. Epoch ms. */
export function createMarkTimes(now: () => number) {
  const times = new Map<string | undefined, number>();
  return {
    marked: (uuid: string | undefined) => void times.set(uuid, now()),
    of: (uuid: string) => Math.max(times.get(undefined) ?? 0, times.get(uuid) ?? 0),
  };
}

/**
 * Those captures of a meeting whose worker may not know of its marks. Which of them is alive the lease tells; how long to wait
 * is measured on our own clock alone, from the writing of the marks.
 */
export function busyCaptures(uuid: string, { captures }: MeetingItems, markedAt: number, now: number): BusyCapture[] {
  const until = markedAt + longestLeaseMs;
  if (now >= until) return [];
  return captures
    .filter(({ leasedUntil }) => leasedUntil !== undefined && Date.parse(leasedUntil) > now - clockErrorMs)
    .map(({ dataset, run }) => ({ uuid, dataset, run, until }));
}

type Waiting = Store & { readonly now: () => number; readonly sleep: (ms: number) => Promise<void> };

/** Waits until the workers of these captures have ended, which takes as long as a function may run at the most. */
export async function awaitWorkers(busy: readonly BusyCapture[], { now, sleep, ...store }: Waiting): Promise<void> {
  const captures = createCaptureStore({ ...store, retentionDays: 0 });
  const isBusy = async ({ uuid, dataset, run, until }: BusyCapture): Promise<boolean> => {
    if (now() >= until) return false;
    const capture = await captures.load(uuid, dataset);
    return capture?.lease !== undefined && capture.run === run;
  };
  for (const capture of busy) {
    while (await isBusy(capture)) await sleep(Math.min(pauseMs, Math.max(1, capture.until - now())));
  }
}

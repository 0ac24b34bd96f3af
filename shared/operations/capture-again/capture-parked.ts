import type { Capture } from '../../domain/capture/capture.ts';
import type { CaptureMessage } from '../../domain/capture/capture-message.ts';
import type { Dataset } from '../../domain/dataset.ts';
import type { Store } from '../../dynamo/store.ts';
import { capturesInState, capturesOf } from '../../queries/captures-by-state.ts';

/** In one command; the rest goes on by itself, or with the next. */
export const mostParked = 10_000;

/** Parked captures of these accounts, or of all: those that were to wait longest first. Index `by-state`, and each item. */
export async function readParked(accounts: readonly string[] | undefined, store: Store): Promise<Capture[]> {
  const question = { state: 'parked', accounts, lastFirst: true, most: mostParked } as const;
  const entries = await Array.fromAsync(capturesInState(question, store));
  return (await capturesOf(entries, store)).filter(({ state }) => state === 'parked');
}

export type CaptureParkedDependencies = {
  readonly send: (dataset: Dataset, message: CaptureMessage) => Promise<void>;
  /** Epoch ms. */
  readonly now: () => number;
  /** Told after each of them. */
  readonly tell: (done: number) => void;
};

/** Messages sent at the same time. */
const atOnce = 10;

/** Queues a poll of each, to be made at once, whatever was planned. Asked for twice it is made once. */
export async function captureParked(
  captures: readonly Capture[],
  { send, now, tell }: CaptureParkedDependencies,
): Promise<void> {
  const notBefore = new Date(now()).toISOString();
  let done = 0;
  for (let at = 0; at < captures.length; at += atOnce) {
    await Promise.all(
      captures.slice(at, at + atOnce).map(async (capture) => {
        await send(capture.dataset, demandOf(capture, notBefore));
        done += 1;
        tell(done);
      }),
    );
  }
}

const demandOf = (
  { account, kind, uuid, meetingId, endTime, sequence }: Capture,
  notBefore: string,
): CaptureMessage => ({
  v: 1,
  account,
  kind,
  uuid,
  meetingId,
  endTime,
  reason: 'demand',
  sequence,
  notBefore,
});

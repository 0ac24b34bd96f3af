import type { CaptureMessage } from '../../shared/domain/capture/capture-message.ts';
import type { StartedFunction } from './start-function.ts';

/** Billed milliseconds of the same meetings, by batches and by an invocation for each. */
export type BilledPair = { readonly batches: number; readonly singles: number };

/** Invokes two functions by turns: one with a batch, the other with each of its messages alone. */
export async function billedByTurns(
  messages: readonly CaptureMessage[],
  batchSize: number,
  functions: Readonly<Record<keyof BilledPair, StartedFunction>>,
): Promise<BilledPair> {
  let [batches, singles] = [0, 0];
  for (let at = 0; at < messages.length; at += batchSize) {
    const batch = messages.slice(at, at + batchSize);
    batches += await functions.batches.invoke(batch);
    for (const message of batch) singles += await functions.singles.invoke([message]);
  }
  return { batches, singles };
}

import type { Capture } from '../domain/capture/capture.ts';
import type { CaptureDeps, Delivery } from './capture-deps.ts';

/** A message is received five times before it is a dead letter. */
const newsTries = 3;

/**
 * Says that there is news of a capture. It is no reason for a dead letter: who cannot be told in some tries is not told.
 * @throws what the queue of news threw, while there are tries left: the message is then received again, and tells again
 */
export async function tellNews(
  capture: Capture,
  { receiveCount = 1 }: Delivery,
  { tellNews: tell, log, record }: Pick<CaptureDeps, 'tellNews' | 'log' | 'record'>,
): Promise<void> {
  try {
    await tell?.(capture);
  } catch (error) {
    if (receiveCount < newsTries) throw error;
    const { uuid, dataset, state } = capture;
    log.error('news not told', { uuid, dataset, state, ...(error instanceof Error && { error }) });
    record({ metric: 'NewsNotTold', value: 1 });
  }
}

import type { Capture } from '../../domain/capture/capture.ts';
import type { Dataset } from '../../domain/dataset.ts';
import { isForgotten } from '../meetings/forgotten-item.ts';
import { batchGet } from '../meetings/meeting-batch-get.ts';
import { sortKeys } from '../schema.ts';
import type { Store } from '../store.ts';
import { decodeCapture } from './capture-item.ts';

/** The captures of one dataset of at most 100 meetings, by UUID; read as the store says. Absent: no consumer has started it. */
export async function capturesOfMeetings(
  uuids: readonly string[],
  dataset: Dataset,
  store: Store,
): Promise<ReadonlyMap<string, Capture>> {
  const keys = uuids.map((uuid) => ({ pk: { S: uuid }, sk: { S: sortKeys.capture(dataset) } }));
  const items = await batchGet(keys, store);
  const captures = items.filter((item) => !isForgotten(item));
  return new Map(captures.map((item) => [item.pk?.S ?? '', decodeCapture(item)]));
}

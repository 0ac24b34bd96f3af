import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { createCaptureStore } from '../../shared/dynamo/captures/capture-store.ts';
import { ourClientFor } from './sdk-client.ts';

/** @throws when a capture of one of these meetings has not ended as settled: what was measured is then not its whole life. */
export async function mustBeSettled(
  url: string,
  meetings: readonly { readonly uuid: string }[],
  captured: readonly Dataset[] = datasets,
): Promise<void> {
  const client = ourClientFor(url);
  const store = createCaptureStore({ client, table: 'Captures', retentionDays: 0 });
  for (const { uuid } of meetings) {
    for (const dataset of captured) {
      const state = (await store.load(uuid, dataset))?.state;
      if (state !== 'settled') throw new Error(`${dataset} ended as ${state}.`);
    }
  }
  client.destroy();
}

import { type Item, itemText } from '../../shared/dynamo/item.ts';
import type { Dynoxide } from './start-dynoxide.ts';

const batchSize = 25;
/** Calls under way at once. */
const atOnce = 4;

/** Puts items into a table, in no order. */
export async function putItems(engine: Dynoxide, table: string, items: readonly Item[]): Promise<void> {
  const batches: Item[][] = [];
  for (let at = 0; at < items.length; at += batchSize) batches.push(items.slice(at, at + batchSize));
  const work = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      const requests = batch.map((item) => ({ PutRequest: { Item: JSON.parse(itemText(item)) } }));
      const { status } = await engine.call('BatchWriteItem', { RequestItems: { [table]: requests } });
      if (status !== 200) throw new Error(`A batch of items was answered ${status}.`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

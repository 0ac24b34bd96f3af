import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Dataset } from '../../shared/domain/dataset.ts';

export type ObviousRow = Readonly<Record<string, unknown>>;

const batchSize = 25;

/** An item for each row, and one for each QoS sample, each as Zoom sent it. No indexes, no summary, no bookkeeping. */
function obviousItems(uuid: string, dataset: Dataset, row: ObviousRow): ObviousRow[] {
  const { user_qos: samples, ...session } = row;
  const key = `${session.user_id}#${session.join_time}`;
  const item = { pk: uuid, sk: `${dataset}#${key}`, ...session };
  if (!Array.isArray(samples)) return [item];
  return [item, ...samples.map((sample) => ({ pk: uuid, sk: `sample#${key}#${sample.date_time}`, ...sample }))];
}

/** Batches of 25, one after the other, each until DynamoDB has taken it all. */
export async function storeRows(
  rows: readonly ObviousRow[],
  { uuid, dataset }: { readonly uuid: string; readonly dataset: Dataset },
  { client, table }: { readonly client: DynamoDBDocumentClient; readonly table: string },
): Promise<void> {
  const items = rows.flatMap((row) => obviousItems(uuid, dataset, row));
  for (let at = 0; at < items.length; at += batchSize) {
    let requests = items.slice(at, at + batchSize).map((Item) => ({ PutRequest: { Item } }));
    while (requests.length > 0) {
      const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
      requests = (UnprocessedItems?.[table] ?? []) as typeof requests;
    }
  }
}

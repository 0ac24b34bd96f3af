import { type AttributeValue, DeleteItemCommand, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Simulator } from '../../../local/simulator/simulator.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { canonicalText } from '../../../shared/domain/row/content-hash.ts';
import { parseExact } from '../../../shared/domain/row/exact-json.ts';
import { createCaptureStore } from '../../../shared/dynamo/captures/capture-store.ts';
import type { Item } from '../../../shared/dynamo/item.ts';
import { readRows } from '../../../shared/dynamo/rows/row-reader.ts';

/** By Zoom's documentation, not by a description of ours. */
const credentials = ['join_url', 'participant_pin_code'];
const withoutCredentials = (row: unknown): object =>
  Object.fromEntries(Object.entries(Object(row)).filter(([field]) => !credentials.includes(field)));

/** What a test may ask of the tables, and of Zoom's side, when all is done. */
export function createStoredState(client: DynamoDBClient, simulator: Simulator) {
  const store = createCaptureStore({ client, table: 'Captures', retentionDays: 0 });

  const scan = async (TableName: string): Promise<Item[]> => {
    const items: Item[] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName, ConsistentRead: true, ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
      );
      items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return items;
  };

  return {
    store,
    /** The stored rows as sorted texts, equal exactly when the rows are. */
    async stored(uuid: string, dataset: Dataset): Promise<string[]> {
      const rows: string[] = [];
      for await (const row of readRows(uuid, dataset, { client, table: 'Captures' })) rows.push(canonicalText(row));
      return rows.sort();
    },
    /** The rows that Zoom's side serves now, likewise, each digit as it is sent; without what opens a meeting to whoever has it. */
    served: (uuid: string, dataset: Dataset): string[] =>
      simulator
        .servedTexts(uuid, dataset)
        .map((text) => canonicalText(withoutCredentials(parseExact(text))))
        .sort(),
    /** Every item of the meetings' rows, without what tells which run wrote it. */
    async rowItems(): Promise<string[]> {
      const items = await scan('Captures');
      return items
        .filter(({ entity }) => !['meeting', 'capture', 'account'].includes(entity?.S ?? ''))
        .map((item) => canonicalText(omit(item, 'run', 'page')))
        .sort();
    },
    /** Forgets the shared token and the rate budget. */
    async forgetControl() {
      for (const { pk, sk } of await scan('Control')) {
        const Key = { pk, sk } as Record<string, AttributeValue>;
        await client.send(new DeleteItemCommand({ TableName: 'Control', Key }));
      }
    },
  };
}

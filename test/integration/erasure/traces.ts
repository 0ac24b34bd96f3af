import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../shared/dynamo/item.ts';
import { captureIndexes } from '../../../shared/dynamo/schema.ts';

/** Every item of both tables and of each index, as text. */
async function everything(client: DynamoDBClient): Promise<string[]> {
  const sources = [
    { TableName: 'Captures' },
    { TableName: 'Control' },
    ...Object.values(captureIndexes).map(({ name }) => ({ TableName: 'Captures', IndexName: name })),
  ];
  const texts: string[] = [];
  for (const source of sources) {
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await client.send(new ScanCommand({ ...source, ...(ExclusiveStartKey && { ExclusiveStartKey }) }));
      for (const item of page.Items ?? []) texts.push(`${JSON.stringify(source)} ${JSON.stringify(item)}`);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }
  return texts;
}

/** The items in which any of these texts stands, in any letter case. */
export async function traces(client: DynamoDBClient, texts: readonly string[]): Promise<string[]> {
  const sought = texts.map((text) => JSON.stringify(text).slice(1, -1).toLowerCase());
  const items = await everything(client);
  return items.filter((item) => sought.some((text) => item.toLowerCase().includes(text)));
}

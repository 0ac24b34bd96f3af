import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { captureIndexes } from '../../shared/dynamo/schema.ts';
import { itemBytes } from '../../test/unit/dynamo/item-bytes.ts';

/** What DynamoDB bills as storage for all items of a table, or of one of its indexes: each has 100 bytes over its own. */
export async function storedBytes(client: DynamoDBClient, TableName: string, IndexName?: string): Promise<number> {
  let bytes = 0;
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ...(IndexName && { IndexName }) })) {
    bytes += Items.reduce((sum, item) => sum + itemBytes(item) + overheadBytes, 0);
  }
  return bytes;
}

/** Of each index of the `Captures` table, by its name. */
export async function storedBytesByIndex(client: DynamoDBClient): Promise<Readonly<Record<string, number>>> {
  const indexes = Object.values(captureIndexes).map(
    async ({ name }) => [name, await storedBytes(client, 'Captures', name)] as const,
  );
  return Object.fromEntries(await Promise.all(indexes));
}

/** Of all indexes of the `Captures` table. */
export const storedBytesOfIndexes = async (client: DynamoDBClient): Promise<number> =>
  Object.values(await storedBytesByIndex(client)).reduce((sum, bytes) => sum + bytes, 0);

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const overheadBytes = 100;

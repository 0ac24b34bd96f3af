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

/** Of all indexes of the `Captures` table. */
export async function storedBytesOfIndexes(client: DynamoDBClient): Promise<number> {
  const indexes = Object.values(captureIndexes).map(({ name }) => storedBytes(client, 'Captures', name));
  return (await Promise.all(indexes)).reduce((sum, bytes) => sum + bytes, 0);
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const overheadBytes = 100;

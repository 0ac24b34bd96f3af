import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { itemBytes } from '../../test/unit/dynamo/item-bytes.ts';

/** What DynamoDB bills as storage for all items of a table, or of one of its indexes: each has 100 bytes over its own. */
export async function storedBytes(client: DynamoDBClient, TableName: string, IndexName?: string): Promise<number> {
  let bytes = 0;
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ...(IndexName && { IndexName }) })) {
    bytes += Items.reduce((sum, item) => sum + itemBytes(item) + overheadBytes, 0);
  }
  return bytes;
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const overheadBytes = 100;

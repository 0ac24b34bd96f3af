import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { table } from './grown-store.ts';

/** What one writes on a first day to list a day's meetings, there being no index for it. @returns how many there are */
export async function scanDay(client: DynamoDBClient, day: string): Promise<number> {
  const input = {
    TableName: table,
    FilterExpression: 'entity = :meeting AND begins_with(endedAt, :day)',
    ExpressionAttributeValues: { ':meeting': { S: 'meeting' }, ':day': { S: day } },
  };
  let found = 0;
  for await (const { Count = 0 } of paginateScan({ client }, input)) found += Count;
  return found;
}

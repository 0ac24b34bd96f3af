import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { captureIndexes, type IndexSchema, tableKeys, timeToLiveAttribute } from './schema.ts';

/** The indexes that each table has. */
export const tableIndexes: Readonly<Record<'captures' | 'control', readonly IndexSchema[]>> = {
  captures: Object.values<IndexSchema>(captureIndexes),
  control: [],
};

/**
 * In words, what a table lacks of the keys and indexes that this version reads and writes; nothing when all is there.
 * @throws as the SDK does, also where there is no such table
 */
export async function tableFaults(
  client: DynamoDBClient,
  tableName: string,
  indexes: readonly IndexSchema[],
): Promise<readonly string[]> {
  const { Table = {} } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  const { TableStatus, KeySchema } = Table;
  return [
    ...(TableStatus === 'ACTIVE' ? [] : [`it is ${TableStatus ?? 'not ready'}`]),
    ...(hasKeys(KeySchema, tableKeys) ? [] : ['it has other keys']),
    ...indexes.flatMap((index) => indexFaults(Table, index)),
  ];
}

/** In words, what is wrong with the expiry of a table's items; nothing when it is right. */
export async function expiryFaults(client: DynamoDBClient, tableName: string): Promise<readonly string[]> {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: tableName }));
  const isRight = TimeToLiveDescription?.AttributeName === timeToLiveAttribute;
  return isRight ? [] : [`items do not expire by ${timeToLiveAttribute}`];
}

function indexFaults({ GlobalSecondaryIndexes = [] }: TableDescription, index: IndexSchema): string[] {
  const { name, include } = index;
  const found = GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === name);
  if (!found) return [`the index ${name} is missing`];
  const { NonKeyAttributes = [], ProjectionType } = found.Projection ?? {};
  const lacking = include?.filter((attribute) => ProjectionType !== 'ALL' && !NonKeyAttributes.includes(attribute));
  return [
    ...(hasKeys(found.KeySchema, index) ? [] : [`the index ${name} has other keys`]),
    ...(include === undefined && ProjectionType !== 'ALL' ? [`the index ${name} does not hold every attribute`] : []),
    ...(lacking?.length ? [`the index ${name} lacks ${lacking.join(', ')}`] : []),
    ...(found.IndexStatus === 'ACTIVE' ? [] : [`the index ${name} is ${found.IndexStatus ?? 'not ready'}`]),
  ];
}

const hasKeys = (
  schema: readonly KeySchemaElement[] = [],
  { partitionKey, sortKey }: Pick<IndexSchema, 'partitionKey' | 'sortKey'>,
): boolean =>
  schema.map(({ KeyType, AttributeName }) => `${KeyType} ${AttributeName}`).join() ===
  `HASH ${partitionKey},RANGE ${sortKey}`;

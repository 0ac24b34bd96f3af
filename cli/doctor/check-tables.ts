import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { captureIndexes, type IndexSchema, tableKeys, timeToLiveAttribute } from '../../shared/dynamo/schema.ts';
import { errorFrom } from '../../shared/lambda/log.ts';
import { explainError } from '../explain-error.ts';
import { type Finding, fault, ok } from './finding.ts';

const todo = 'Deploy this version: npx cdk deploy -c stage=… (locally, start `npm run serve` anew).';

export type ExpectedTable = {
  readonly name: string;
  readonly TableName: string;
  readonly indexes: readonly IndexSchema[];
  /** Whether the engine is to say that items expire; of a local run's, that run takes care of it. */
  readonly saysExpiry: boolean;
};

/** Whether a table is there with the keys, indexes and expiry that this version reads and writes. */
export async function checkTable(client: DynamoDBClient, expected: ExpectedTable): Promise<Finding> {
  const { name, TableName, indexes, saysExpiry } = expected;
  const check = `table ${name}`;
  try {
    const { Table = {} } = await client.send(new DescribeTableCommand({ TableName }));
    const faults = [...tableFaults(Table, indexes), ...(saysExpiry ? await expiryFaults(client, TableName) : [])];
    return faults.length === 0 ? ok(check, 'as this version expects it') : fault(check, faults.join('; '), todo);
  } catch (error) {
    return fault(check, explainError(errorFrom(error)), todo);
  }
}

async function expiryFaults(client: DynamoDBClient, TableName: string): Promise<readonly string[]> {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  const isRight = TimeToLiveDescription?.AttributeName === timeToLiveAttribute;
  return isRight ? [] : [`items do not expire by ${timeToLiveAttribute}`];
}

export const capturesIndexes: readonly IndexSchema[] = Object.values<IndexSchema>(captureIndexes);

/** In words, what the table lacks. */
export function tableFaults(table: TableDescription, indexes: readonly IndexSchema[]): readonly string[] {
  const { TableStatus, KeySchema, GlobalSecondaryIndexes = [] } = table;
  const of = ({ name, partitionKey, sortKey, include }: IndexSchema): string[] => {
    const found = GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === name);
    if (!found) return [`the index ${name} is missing`];
    const { NonKeyAttributes = [], ProjectionType } = found.Projection ?? {};
    const lacking = include?.filter((attribute) => ProjectionType !== 'ALL' && !NonKeyAttributes.includes(attribute));
    return [
      ...(hasKeys(found.KeySchema, partitionKey, sortKey) ? [] : [`the index ${name} has other keys`]),
      ...(include === undefined && ProjectionType !== 'ALL' ? [`the index ${name} does not hold every attribute`] : []),
      ...(lacking?.length ? [`the index ${name} lacks ${lacking.join(', ')}`] : []),
      ...(found.IndexStatus === 'ACTIVE' ? [] : [`the index ${name} is ${found.IndexStatus ?? 'not ready'}`]),
    ];
  };
  return [
    ...(TableStatus === 'ACTIVE' ? [] : [`it is ${TableStatus ?? 'not ready'}`]),
    ...(hasKeys(KeySchema, tableKeys.partitionKey, tableKeys.sortKey) ? [] : ['it has other keys']),
    ...indexes.flatMap(of),
  ];
}

const hasKeys = (schema: readonly KeySchemaElement[] = [], partitionKey: string, sortKey: string): boolean =>
  schema.map(({ KeyType, AttributeName }) => `${KeyType} ${AttributeName}`).join() ===
  `HASH ${partitionKey},RANGE ${sortKey}`;

import { captureIndexes, type IndexSchema, tableKeys } from '../../../shared/dynamo/schema.ts';

const keySchema = (partitionKey: string, sortKey: string) => [
  { AttributeName: partitionKey, KeyType: 'HASH' as const },
  { AttributeName: sortKey, KeyType: 'RANGE' as const },
];

function table(TableName: string, indexes: readonly IndexSchema[]) {
  const names = new Set([
    tableKeys.partitionKey,
    tableKeys.sortKey,
    ...indexes.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]),
  ]);
  return {
    TableName,
    KeySchema: keySchema(tableKeys.partitionKey, tableKeys.sortKey),
    AttributeDefinitions: [...names].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index.partitionKey, index.sortKey),
        Projection: index.include
          ? { ProjectionType: 'INCLUDE', NonKeyAttributes: index.include }
          : { ProjectionType: 'ALL' },
      })),
    }),
  };
}

/** Both tables as the schema lays them, for a test without a stack. */
export const tables = [table('Captures', Object.values(captureIndexes)), table('Control', [])];

import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What DynamoDB says of a table, as it counts storage. It counts anew about every six hours. */
export type TableSizes = {
  readonly items: number;
  readonly bytes: number;
  readonly indexes: readonly { readonly name: string; readonly bytes: number }[];
  readonly tableClass: 'standard' | 'infrequent';
};

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html */
export async function readTableSizes(client: DynamoDBClient, TableName: string): Promise<TableSizes> {
  const { Table = {} } = await client.send(new DescribeTableCommand({ TableName }));
  const { ItemCount = 0, TableSizeBytes = 0, GlobalSecondaryIndexes = [], TableClassSummary } = Table;
  const isInfrequent = TableClassSummary?.TableClass === 'STANDARD_INFREQUENT_ACCESS';
  return {
    items: ItemCount,
    bytes: TableSizeBytes,
    indexes: GlobalSecondaryIndexes.map(({ IndexName = '', IndexSizeBytes = 0 }) => {
      return { name: IndexName, bytes: IndexSizeBytes };
    }),
    tableClass: isInfrequent ? 'infrequent' : 'standard',
  };
}

import { tableKeys } from '../../shared/dynamo/schema.ts';

/** A table without indexes, which is in favour of the obvious way: it answers no question but that by meeting. */
export const obviousTable = {
  TableName: 'Obvious',
  KeySchema: [
    { AttributeName: tableKeys.partitionKey, KeyType: 'HASH' },
    { AttributeName: tableKeys.sortKey, KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: tableKeys.partitionKey, AttributeType: 'S' },
    { AttributeName: tableKeys.sortKey, AttributeType: 'S' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
};

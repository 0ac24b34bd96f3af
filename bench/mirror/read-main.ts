import { datasets } from '../../shared/domain/dataset.ts';
import { createDynamoClient } from '../../shared/dynamo/dynamo-client.ts';
import { queryItems } from '../../shared/dynamo/query.ts';
import { samplePrefix, sortKeys } from '../../shared/dynamo/schema.ts';
import { readDay } from '../../shared/operations/export/read-day.ts';
import { account } from '../fill-store.ts';

/**
 * Reads every row of these days out of the table, one meeting after the other, and does nothing with it: what no export can be
 * faster than by much. Arguments: days. Prints how many items there were.
 */
const store = { client: createDynamoClient(), table: 'Captures' };
let items = 0;
for (const day of process.argv.slice(2)) {
  for (const { meeting } of await readDay(day, datasets, { accounts: [account], store })) {
    for (const prefix of [...datasets.map((dataset) => sortKeys.row(dataset, '')), samplePrefix]) {
      const input = {
        TableName: store.table,
        KeyConditionExpression: 'pk = :uuid AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':uuid': { S: meeting.uuid }, ':prefix': { S: prefix } },
      };
      for await (const _item of queryItems(store.client, input)) items += 1;
    }
  }
}
process.stdout.write(`${items}\n`);

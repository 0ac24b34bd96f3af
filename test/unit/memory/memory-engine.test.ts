import { GetItemCommand, PutItemCommand, QueryCommand, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { createEngineCall } from '../../../local/emulator/engines/engine-call.ts';
import { nearClient } from '../../support/capture/near-client.ts';
import { tables } from '../../support/capture/tables.ts';
import { memoryEngine } from '../../support/memory/memory-engine.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';

/** An SDK client whose requests and answers are JSON on their way. */
function clientOfMemory() {
  const engine = memoryEngine(createMemoryDynamo({ tables }));
  const client = nearClient(
    {
      async call(operation, rawBody) {
        const body = JSON.parse(String(rawBody));
        return engine.answer(
          createEngineCall({ engine: 'dynamodb', operation, body, accessKeyId: '', functionId: '' }),
        );
      },
    },
    'test',
  );
  return client;
}

const TableName = 'Captures';
const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
const bytes = Uint8Array.from([0, 128, 255]);
/** Bytes at each depth, and attributes that are called as the kinds of values are. */
const Item = {
  ...Key,
  packed: { B: bytes },
  B: { S: 'AAAA' },
  S: { M: { B: { M: { deep: { B: bytes } } }, list: { L: [{ B: bytes }, { N: '1' }, { NULL: true }] } } },
};

test('bytes come out of the engine in memory as they went in, whatever the attributes are called', async () => {
  const client = clientOfMemory();
  await client.send(new PutItemCommand({ TableName, Item }));
  expect((await client.send(new GetItemCommand({ TableName, Key }))).Item).toEqual(Item);
  const query = { TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': Key.pk } };
  expect((await client.send(new QueryCommand(query))).Items).toEqual([Item]);
});

test('an engine in memory refuses as DynamoDB does: with the name, the sentence and the item that is there', async () => {
  const client = clientOfMemory();
  await client.send(new PutItemCommand({ TableName, Item }));
  const again = { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' };
  const refused = client.send(new PutItemCommand({ ...again, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }));
  await expect(refused).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
    Item,
  });
  const wrong = client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'a' } } }));
  await expect(wrong).rejects.toMatchObject({ name: 'ValidationException', $fault: 'client' });
  const elsewhere = client.send(new GetItemCommand({ TableName: 'Other', Key }));
  await expect(elsewhere).rejects.toThrow(ResourceNotFoundException);
});

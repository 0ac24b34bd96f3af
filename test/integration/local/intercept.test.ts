import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { type EngineCall, errorAnswer } from '../../../local/emulator/engines/engine-call.ts';
import { dynamodbClient } from '../../support/emulator/aws-clients.ts';
import { drainedQueue, startSmall } from '../../support/emulator/small-stack.ts';

const Table = {
  Type: 'AWS::DynamoDB::GlobalTable',
  Properties: {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    Replicas: [{ Region: 'us-east-1' }],
  },
};

test('an interceptor sees who calls what, answers by itself, and lets through', async () => {
  const calls: EngineCall[] = [];
  const worker = `
    import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
    const dynamodb = new DynamoDBClient();
    export const handler = async () => {
      await dynamodb.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { pk: { S: 'a' } } }));
    };`;
  const environment = { Environment: { Variables: { TABLE: { Ref: 'Table' } } }, Timeout: 20 };
  let refusals = 1;
  const stack = await startSmall(
    { Resources: { ...drainedQueue({ queue: { VisibilityTimeout: 30 }, worker: environment }), Table } },
    { worker },
    {
      async intercept(call, next) {
        calls.push(call);
        if (call.operation !== 'PutItem' || refusals === 0) return next();
        refusals -= 1;
        const type = 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException';
        return errorAnswer(400, type, 'Too fast');
      },
    },
  );
  await stack.invoke('Worker', { Records: [] });
  const puts = calls.filter(({ operation }) => operation === 'PutItem');
  expect(puts).toHaveLength(2);
  expect(puts[0]).toMatchObject({
    engine: 'dynamodb',
    functionId: 'Worker',
    accessKeyId: stack.functions.Worker?.accessKeyId,
    body: { TableName: 'Small-Table', Item: { pk: { S: 'a' } } },
  });
  // The poller acts for the function, with the function's key.
  expect(calls).toContainEqual(
    expect.objectContaining({ engine: 'sqs', operation: 'ReceiveMessage', functionId: 'Worker' }),
  );
  const dynamodb = dynamodbClient(stack.dynamodbUrl);
  await dynamodb.send(new PutItemCommand({ TableName: 'Small-Table', Item: { pk: { S: 'b' } } }));
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: 'Small-Table', Key: { pk: { S: 'a' } } }));
  expect(Item).toEqual({ pk: { S: 'a' } });
  expect(calls.at(-1)).toMatchObject({ operation: 'GetItem', functionId: undefined, accessKeyId: 'TEST' });
});

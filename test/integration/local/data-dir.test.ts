import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ChangeMessageVisibilityCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { openDataDir } from '../../../local/emulator/data-dir.ts';
import { DataDirInUseError } from '../../../local/emulator/errors.ts';
import { runStack } from '../../../local/emulator/run-stack.ts';
import { dynamodbClient, sqsClient } from '../../support/emulator/aws-clients.ts';
import { startStackProcess } from '../../support/emulator/killed-stack.ts';
import { queue, temporaryFolder, writeAssembly } from '../../support/emulator/small-stack.ts';

const table = (indexes: readonly string[]) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: ['pk', ...indexes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: indexes.map((name) => ({
      IndexName: `by-${name}`,
      KeySchema: [
        { AttributeName: name, KeyType: 'HASH' },
        { AttributeName: 'pk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    })),
  },
});

const resources = (indexes: readonly string[] = ['state']) => ({
  Table: table(indexes),
  Queue: queue({ VisibilityTimeout: 600 }),
});

async function folders(indexes?: readonly string[]) {
  const [assemblyDir, dataDir] = [await temporaryFolder(), await temporaryFolder()];
  await writeAssembly(assemblyDir, { Resources: resources(indexes) });
  return { assemblyDir, dataDir };
}

const S = (text: string) => ({ S: text });

describe('after a kill', () => {
  test('after a kill, acknowledged writes are there, and an index says what its table says', async () => {
    const { assemblyDir, dataDir } = await folders();
    const acknowledged = new Map<string, number>();
    for (let round = 0; round < 2; round++) {
      const stack = await startStackProcess(assemblyDir, dataDir);
      const dynamodb = dynamodbClient(stack.dynamodbUrl);
      const TableName = stack.tables.Table;
      let killed = false;
      // Each writer has items of its own, whose state, an index's key, changes with every write.
      const write = async (writer: number) => {
        for (let n = 0; !killed; n++) {
          const pk = `${round}-${writer}-${n % 50}`;
          const item = { pk: S(pk), state: S(`s${n % 7}`), n: { N: String(n) } };
          await dynamodb.send(new PutItemCommand({ TableName, Item: item }));
          acknowledged.set(pk, n);
        }
      };
      const writers = Array.from({ length: 8 }, (_, writer) => write(writer).catch(() => {}));
      await new Promise((resolve) => setTimeout(resolve, 400 + 100 * round));
      await stack.kill();
      killed = true;
      dynamodb.destroy();
      await Promise.all(writers);
    }
    const stack = await startStackProcess(assemblyDir, dataDir);
    const dynamodb = dynamodbClient(stack.dynamodbUrl);
    const TableName = stack.tables.Table;
    const { Items: items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
    const stored = new Map(items.map(({ pk, n }) => [pk?.S ?? '', Number(n?.N)]));
    expect(acknowledged.size).toBeGreaterThan(50);
    const lost = [...acknowledged].filter(([pk, n]) => !((stored.get(pk) ?? -1) >= n));
    expect(lost).toEqual([]);
    const states = Array.from({ length: 7 }, (_, n) => `s${n}`);
    const indexed = await Promise.all(
      states.map(async (state) => {
        const query = { KeyConditionExpression: '#s = :s', ExpressionAttributeNames: { '#s': 'state' } };
        const values = { ExpressionAttributeValues: { ':s': S(state) } };
        return (
          (await dynamodb.send(new QueryCommand({ TableName, IndexName: 'by-state', ...query, ...values }))).Items ?? []
        );
      }),
    );
    const byKey = (left: { pk?: { S?: string } }, right: { pk?: { S?: string } }) =>
      (left.pk?.S ?? '').localeCompare(right.pk?.S ?? '');
    expect(indexed.flat().toSorted(byKey)).toEqual(items.toSorted(byKey));
  });

  test('after a kill, messages that were in flight are visible at once, and a delay keeps its time', async () => {
    const { assemblyDir, dataDir } = await folders();
    const first = await startStackProcess(assemblyDir, dataDir);
    const QueueUrl = first.queues.Queue?.url;
    const before = sqsClient(first.sqsUrl);
    await before.send(new SendMessageCommand({ QueueUrl, MessageBody: 'held' }));
    await before.send(new ReceiveMessageCommand({ QueueUrl }));
    const sentAt = Date.now();
    await before.send(new SendMessageCommand({ QueueUrl, MessageBody: 'delayed', DelaySeconds: 3 }));
    await first.kill();

    const second = await startStackProcess(assemblyDir, dataDir);
    const after = sqsClient(second.sqsUrl);
    const receive = (WaitTimeSeconds: number) =>
      after.send(
        new ReceiveMessageCommand({
          QueueUrl: second.queues.Queue?.url,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
          WaitTimeSeconds,
        }),
      );
    const { Messages: atOnce = [] } = await receive(0);
    expect(atOnce).toMatchObject([{ Body: 'held', Attributes: { ApproximateReceiveCount: '1' } }]);
    const { Messages: later = [] } = await receive(5);
    expect(later).toMatchObject([{ Body: 'delayed' }]);
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(2_990);
    expect(Date.now() - sentAt).toBeLessThan(4_000);
  });
});

describe('the data folder', () => {
  const start = ({ assemblyDir, dataDir }: { assemblyDir: string; dataDir: string }) =>
    runStack({ assemblyDir, dataDir, secretValues: () => '' });

  test('the data folder keeps tables and queues from one run to the next', async () => {
    const where = await folders();
    const first = await start(where);
    const TableName = first.tables.Table;
    await dynamodbClient(first.dynamodbUrl).send(
      new PutItemCommand({ TableName, Item: { pk: S('a'), state: S('x') } }),
    );
    await sqsClient(first.sqsUrl).send(
      new SendMessageCommand({ QueueUrl: first.queues.Queue?.url, MessageBody: 'kept' }),
    );
    await first.close();
    const second = await start(where);
    const { Item } = await dynamodbClient(second.dynamodbUrl).send(
      new GetItemCommand({ TableName, Key: { pk: S('a') } }),
    );
    const { Messages } = await sqsClient(second.sqsUrl).send(
      new ReceiveMessageCommand({ QueueUrl: second.queues.Queue?.url }),
    );
    await second.close();
    expect(Item).toEqual({ pk: S('a'), state: S('x') });
    expect(Messages).toMatchObject([{ Body: 'kept' }]);
  });

  test('the data folder fills an index that a new template adds, and drops one that it takes away', async () => {
    const where = await folders(['state']);
    const first = await start(where);
    const TableName = first.tables.Table;
    const Item = { pk: S('a'), state: S('x'), colour: S('red') };
    await dynamodbClient(first.dynamodbUrl).send(new PutItemCommand({ TableName, Item }));
    await first.close();
    await writeAssembly(where.assemblyDir, { Resources: resources(['colour']) });
    const second = await start(where);
    const dynamodb = dynamodbClient(second.dynamodbUrl);
    const query = (name: string, value: string) =>
      dynamodb.send(
        new QueryCommand({
          TableName,
          IndexName: `by-${name}`,
          KeyConditionExpression: '#n = :v',
          ExpressionAttributeNames: { '#n': name },
          ExpressionAttributeValues: { ':v': S(value) },
        }),
      );
    expect((await query('colour', 'red')).Items).toEqual([Item]);
    await expect(query('state', 'x')).rejects.toThrow(/index/);
    await dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk: S('a') },
        UpdateExpression: 'SET colour = :c',
        ExpressionAttributeValues: { ':c': S('blue') },
      }),
    );
    expect((await query('colour', 'red')).Items).toEqual([]);
    await dynamodb.send(new DeleteItemCommand({ TableName, Key: { pk: S('a') } }));
    expect((await query('colour', 'blue')).Items).toEqual([]);
    await second.close();
  });

  test('the data folder is for one run at a time, and the second one says so', async () => {
    const where = await folders();
    const running = await start(where);
    await expect(start(where)).rejects.toThrow(DataDirInUseError);
    await running.close();
  });

  test('the data folder opens for the operators’ commands while the stack runs, and when it does not', async () => {
    const where = await folders();
    await expect(openDataDir(where.dataDir)).rejects.toThrow('nothing has run');
    const stack = await startStackProcess(where.assemblyDir, where.dataDir);
    const TableName = stack.tables.Table;
    await dynamodbClient(stack.dynamodbUrl).send(new PutItemCommand({ TableName, Item: { pk: S('a') } }));
    const live = await openDataDir(where.dataDir);
    expect(live).toMatchObject({ running: true, dynamodbUrl: stack.dynamodbUrl, tables: stack.tables });
    await live.close();
    await stack.kill();

    const stopped = await openDataDir(where.dataDir);
    expect(stopped.running).toBe(false);
    const { Items } = await dynamodbClient(stopped.dynamodbUrl).send(new ScanCommand({ TableName }));
    const QueueUrl = stopped.queues.Queue?.url;
    await sqsClient(stopped.sqsUrl).send(new SendMessageCommand({ QueueUrl, MessageBody: 'by hand' }));
    await stopped.close();
    expect(Items).toEqual([{ pk: S('a') }]);
  });
});

test('a message that is let go is visible at once, also where messages are kept on disk', async () => {
  const { assemblyDir, dataDir } = await folders();
  const stack = await runStack({ assemblyDir, dataDir, secretValues: () => '' });
  const sqs = sqsClient(stack.sqsUrl);
  const QueueUrl = stack.queues.Queue?.url;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  const { Messages: [first] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  const ReceiptHandle = first?.ReceiptHandle;
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  await stack.close();
  expect(Messages).toMatchObject([{ Body: 'a' }]);
});

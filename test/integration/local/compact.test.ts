import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { openStack } from '../../../cli/source/stack.ts';
import { writeStackFile } from '../../../local/emulator/data-dir.ts';
import { queueArn, queueUrl } from '../../../local/emulator/engines/fauxqs-engine.ts';
import { startEngines } from '../../../local/emulator/engines/start-engines.ts';
import { tables } from '../../support/capture/tables.ts';

const trace = 'Ada-Erased-9f3c';

/** Files of the folder, however deep, in which the text stands. */
async function filesWith(dataDir: string): Promise<string[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const found = await Promise.all(files.map(async (file) => ((await readFile(file)).includes(trace) ? [file] : [])));
  return found.flat();
}

test('what was deleted leaves the disk when a command says so, from tables and from queues', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'compact-'));
  const engines = await startEngines({ dataDir, instance: 'here', functionOf: () => undefined });
  const queue = { name: 'queue', url: queueUrl(engines.sqs.url, 'queue'), arn: queueArn('queue') };
  try {
    await engines.ensureTables(tables);
    engines.ensureQueues([{ name: 'queue', attributes: {} }]);
    const addresses = { httpUrl: '', dynamodbUrl: engines.dynamodb.url, sqsUrl: engines.sqs.url };
    const run = { stackName: 'Stack', instance: 'here', pid: process.pid, startedAt: new Date().toISOString() };
    await writeStackFile(dataDir, { ...addresses, ...run, tables: {}, outputs: {}, queues: { queue } });
    const { dynamodb, sqs, compact, close } = await openStack({ kind: 'local', dataDir });
    const Key = { pk: { S: 'm==' }, sk: { S: 'report#1' } };
    for (const name of [trace, 'Bob']) {
      const sk = { S: `report#${name === trace ? 1 : 2}` };
      await dynamodb.send(new PutItemCommand({ TableName: 'Captures', Item: { ...Key, sk, name: { S: name } } }));
    }
    await sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: JSON.stringify({ topic: trace }) }));
    // A page of what is longer: whoever reads no further holds nothing.
    const page = { KeyConditionExpression: 'pk = :m', ExpressionAttributeValues: { ':m': { S: 'm==' } }, Limit: 1 };
    for (const more of [{}, { ScanIndexForward: false }]) {
      await dynamodb.send(new QueryCommand({ TableName: 'Captures', ...page, ...more }));
    }
    await dynamodb.send(new DeleteItemCommand({ TableName: 'Captures', Key }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url }));
    for (const { ReceiptHandle } of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
    }
    expect((await filesWith(dataDir)).map((file) => file.slice(dataDir.length + 1).split('/', 1)[0]).sort()).toEqual(
      expect.arrayContaining(['dynamodb', 'sqs']),
    );
    await compact();
    expect(await filesWith(dataDir)).toEqual([]);
    await close();
  } finally {
    await engines.close();
    await rm(dataDir, { recursive: true });
  }
});

import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createZoomAccounts } from '../../../shared/accounts/zoom-accounts.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { scaledProbeWaits } from '../../../shared/domain/outage/probe-waits.ts';
import { batchWrite, putText } from '../../../shared/dynamo/batch-write.ts';
import { createControlItem } from '../../../shared/dynamo/control/control-item.ts';
import { SharedRateBudget } from '../../../shared/dynamo/control/rate/rate-budget.ts';
import { createRateItem } from '../../../shared/dynamo/control/rate/rate-item.ts';
import { createSharedToken } from '../../../shared/dynamo/control/shared-token.ts';
import { createTokenItem } from '../../../shared/dynamo/control/token-item.ts';
import { createDynamoClient } from '../../../shared/dynamo/dynamo-client.ts';
import { createCaptureQueue } from '../../../shared/queue/capture-queue.ts';
import { createQueueClient } from '../../../shared/queue/queue-client.ts';
import { controlTable } from './control-table.ts';
import { type Handle, json, rawServer } from './raw-server.ts';

const second = 1_000;
const signing = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const clock = {
  now: Date.now,
  sleep: (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms)),
  random: () => 0.5,
};

/** Seconds of the faked clock until it is settled, and whether it was fulfilled; the wires stay real. */
async function ended(
  work: Promise<unknown>,
): Promise<{ readonly seconds: number; readonly is: string; readonly error?: Error }> {
  const since = Date.now();
  let end: { is: string; error?: Error } | undefined;
  work.then(
    () => {
      end = { is: 'fulfilled' };
    },
    (error) => {
      end = { is: 'rejected', error };
    },
  );
  while (!end) {
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    if (!end) await vi.advanceTimersByTimeAsync(20);
  }
  return { ...end, seconds: (Date.now() - since) / second };
}

/** A real table whose DynamoDB takes requests and is silent until it is told otherwise, and the product's client to it. */
async function silentTable({ silentRequests = Number.POSITIVE_INFINITY } = {}) {
  const silence = { requests: silentRequests, seen: 0, held: Promise.withResolvers<void>() };
  const control = await controlTable({
    async faults(_call, next) {
      silence.seen += 1;
      if (silence.seen <= silence.requests) await silence.held.promise;
      return next();
    },
  });
  const client = createDynamoClient({ endpoint: control.url, maxAttempts: 6, ...signing });
  return {
    control: { client, table: control.table, accountId: 'a' },
    seen: () => silence.seen,
    /** From now on it answers. */
    answer() {
      silence.requests = 0;
    },
    async [Symbol.asyncDispose]() {
      vi.useRealTimers();
      silence.held.resolve();
      client.destroy();
      await control[Symbol.asyncDispose]();
    },
  };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

test('a DynamoDB that is silent is an error of a small item within 20 seconds, and the next request is answered', async () => {
  await using table = await silentTable();
  const { read } = createControlItem(table.control, 'rate');
  const silent = await ended(read());
  expect(silent.is).toBe('rejected');
  expect(silent.seconds).toBeLessThan(20.5);
  table.answer();
  expect(await ended(read())).toMatchObject({ is: 'fulfilled' });
});

test('a DynamoDB that is silent to the first request of a worker alone answers it when it is sent again, after 3 seconds', async () => {
  await using table = await silentTable({ silentRequests: 1 });
  const answered = await ended(createControlItem(table.control, 'rate').read());
  expect(answered.is).toBe('fulfilled');
  expect(answered.seconds).toBeLessThan(4);
});

test('a DynamoDB that is silent is an error of a batch of rows after 20 seconds, and the next batch is written', async () => {
  await using table = await silentTable();
  const { client, table: name } = table.control;
  const write = () => batchWrite(name, [putText('{"pk":{"S":"a"},"sk":{"S":"b"}}')], { client, ...clock });
  const silent = await ended(write());
  expect([silent.is, silent.error?.message]).toEqual(['rejected', 'DynamoDB did not answer within 20 s.']);
  expect(silent.seconds).toBeLessThan(20.5);
  table.answer();
  expect(await ended(write())).toMatchObject({ is: 'fulfilled' });
});

test.each<[string, Handle]>([
  ['in the middle of an answer', (_, response) => void response.writeHead(200).write('{"Item":')],
  [
    'for long between the bytes of an answer that never ends',
    (_, response) => {
      response.writeHead(200).write('{"Item":"');
      const dripping = setInterval(() => response.write('a'), 20);
      response.on('close', () => clearInterval(dripping));
    },
  ],
])('a DynamoDB that is silent %s is an error within 20 seconds', async (_where, handle) => {
  await using server = await rawServer(handle);
  const client = createDynamoClient({ endpoint: server.url, ...signing });
  const silent = await ended(createControlItem({ client, table: 'Control', accountId: 'a' }, 'rate').read());
  expect(silent.is).toBe('rejected');
  expect(silent.seconds).toBeLessThan(20.5);
  client.destroy();
});

test('a DynamoDB that is silent does not get the request again that a worker sent before it was frozen for minutes', async () => {
  await using table = await silentTable();
  const reading = createControlItem(table.control, 'rate').read();
  const settled = reading.catch((error: Error) => error.name);
  while (table.seen() === 0) await setImmediate();
  vi.setSystemTime(Date.now() + 13 * 60 * second);
  await vi.advanceTimersByTimeAsync(4 * second);
  expect((await ended(settled)).is).toBe('fulfilled');
  expect(await settled).toBe('NoAnswerError');
  expect(table.seen()).toBe(1);
});

test('while DynamoDB is silent, all calls that wait for the budget are put off within 10 seconds, and the next one is made', async () => {
  await using table = await silentTable();
  const budget = new SharedRateBudget({
    item: createRateItem(table.control),
    plan: 'business',
    waits: scaledProbeWaits(1),
    ...clock,
  });
  const waiting = Array.from({ length: 10 }, () => ended(budget.take()));
  for (const { error, seconds } of await Promise.all(waiting)) {
    expect(error).toMatchObject({ name: 'ZoomRateLimitError', scope: 'second' });
    expect(seconds).toBeLessThan(10.5);
  }
  table.answer();
  expect(await ended(budget.take())).toMatchObject({ is: 'fulfilled' });
});

test("while DynamoDB is silent, what Zoom said is given up within 10 seconds, and the next caller's is told", async () => {
  await using table = await silentTable();
  const item = createRateItem(table.control);
  const budget = new SharedRateBudget({ item, plan: 'business', waits: scaledProbeWaits(1), ...clock });
  const limit = { scope: 'second', retryAt: Date.now() + 60 * second } as const;
  expect((await ended(budget.heed(limit))).seconds).toBeLessThan(10.5);
  table.answer();
  await ended(budget.take());
  expect(await ended(budget.heed(limit))).toMatchObject({ is: 'fulfilled' });
  const state = item.read();
  await ended(state);
  expect(await state).toMatchObject({ stopUntil: limit.retryAt, era: 1 });
});

test('while DynamoDB is silent, all callers for the token have an error within 45 seconds, and the next one has the token', async () => {
  await using table = await silentTable();
  const request = async () => ({ value: 'a-token', expiresAt: Date.now() + 3_600 * second });
  const token = createSharedToken({ item: createTokenItem(table.control, 'secret'), request, ...clock });
  const waiting = Array.from({ length: 10 }, () => ended(token.get()));
  for (const { is, seconds } of await Promise.all(waiting)) {
    expect(is).toBe('rejected');
    expect(seconds).toBeLessThan(45.5);
  }
  table.answer();
  expect(await ended(token.get())).toMatchObject({ is: 'fulfilled' });
});

/** An SQS that is silent to so many sends, and the product's way to it. */
async function silentQueue(silentSends: number) {
  const silence = { sends: silentSends, seen: 0 };
  const server = await rawServer(async (request, response) => {
    silence.seen += 1;
    if (silence.seen <= silence.sends) return;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { MessageBody } = JSON.parse(Buffer.concat(chunks).toString());
    json(response, 200, { MessageId: '1', MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') });
  });
  const client = createQueueClient({ endpoint: server.url, ...signing });
  const queue = createCaptureQueue({ client, queueUrl: `${server.url}/000000000000/qos` });
  return {
    send: () =>
      queue.send({
        v: 1,
        account: 'a',
        kind: 'meeting',
        uuid: '/abc==',
        meetingId: '1',
        endTime: '2026-11-20T12:00:00Z',
        reason: 'event',
        sequence: 0,
        notBefore: '2026-11-20T12:05:00Z',
      }),
    /** From now on it answers. */
    answer() {
      silence.sends = 0;
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}

test('an SQS that is silent is an error within 3 seconds, and the next message is sent', async () => {
  await using queue = await silentQueue(Number.POSITIVE_INFINITY);
  const silent = await ended(queue.send());
  expect(silent.is).toBe('rejected');
  expect(silent.seconds).toBeLessThan(3.5);
  queue.answer();
  expect(await ended(queue.send())).toMatchObject({ is: 'fulfilled' });
});

test('an SQS that is silent to the first send alone has the message when it is sent again, after 2 seconds', async () => {
  await using queue = await silentQueue(1);
  const sent = await ended(queue.send());
  expect(sent.is).toBe('fulfilled');
  expect(sent.seconds).toBeLessThan(3);
});

test('an extension for secrets that is silent is an error within 3 real seconds for all who wait, and the next read is answered', async () => {
  vi.useRealTimers();
  let silent = true;
  const secret = { accountId: 'north', clientId: 'id', clientSecret: 'hush', webhookSecretTokens: [] };
  await using server = await rawServer((_, response) => {
    if (!silent) json(response, 200, { SecretString: JSON.stringify(secret) });
  });
  const accounts = createZoomAccounts({
    accounts: JSON.stringify([{ name: 'main', secretId: 'n', plan: 'pro', datasets }]),
    env: { PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: new URL(server.url).port },
  });
  const since = Date.now();
  const waiting = await Promise.allSettled([accounts.get('north'), accounts.all(), accounts.readable()]);
  expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  expect(Date.now() - since).toBeLessThan(3 * second);
  expect(waiting[0]?.status === 'rejected' && waiting[0].reason.message).toContain('did not answer');
  silent = false;
  expect(await accounts.get('north')).toMatchObject({ accountId: 'north' });
});

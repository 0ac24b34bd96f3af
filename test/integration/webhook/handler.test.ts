import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { apiGatewayEvent, invocation, type Sending } from './api-gateway.ts';
import { startQueues } from './queues.ts';
import { startSecretsExtension } from './secrets-extension.ts';

const names = ['participants', 'qos', 'report'] as const;
const north = { accountId: 'north', clientId: 'id', clientSecret: 'hush', webhookSecretTokens: ['north-now'] };
const south = { ...north, accountId: 'south', webhookSecretTokens: ['south-now'] };
const secrets = { 'arn:aws:secretsmanager:eu-central-1:1:secret:north': north, 'arn:south': south };

const meetingEnded = (uuid: string, accountId = 'north') => ({
  event: 'meeting.ended',
  event_ts: Date.now(),
  payload: {
    account_id: accountId,
    object: { id: '98765432101', uuid, topic: 'Grüße 🎉', end_time: new Date().toISOString().replace(/\.\d+/, '') },
  },
});

/** Metrics go straight to the standard output. */
const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);

let queues: Awaited<ReturnType<typeof startQueues>>;
let extension: Awaited<ReturnType<typeof startSecretsExtension>>;

beforeAll(async () => {
  queues = await startQueues(names);
  extension = await startSecretsExtension(secrets);
});
afterAll(async () => {
  await queues.stop();
  await extension.stop();
  written.mockRestore();
});
beforeEach(() => {
  written.mockClear();
  extension.secrets = secrets;
  extension.isReady = true;
  extension.reads = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** The real handler, loaded afresh as at a cold start. */
async function coldStart(changes: Readonly<Record<string, string>> = {}) {
  const environment = {
    PARTICIPANTS_QUEUE_URL: queues.urlOf('participants'),
    QOS_QUEUE_URL: queues.urlOf('qos'),
    REPORT_QUEUE_URL: queues.urlOf('report'),
    ZOOM_ACCOUNTS: JSON.stringify(
      Object.keys(secrets).map((secretId) => ({ name: 'main', secretId, plan: 'business', datasets: names })),
    ),
    STAGE: 'test',
    TIME_SCALE: '1',
    SIGNATURE_MAX_AGE_SECONDS: '5700',
    SIGNATURE_MAX_AHEAD_SECONDS: '300',
    PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: String(extension.port),
    AWS_ENDPOINT_URL_SQS: queues.endpoint,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'session',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    ...changes,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.resetModules();
  const { handler } = await import('../../../functions/webhook/handler.ts');
  return (body: unknown, sending?: Sending) => handler(apiGatewayEvent(body, sending), invocation);
}

describe('the webhook', () => {
  test('puts an ended meeting into all three queues, receivable at once', async () => {
    const send = await coldStart();
    const event = meetingEnded('/abc+d//EFG==');
    expect(await send(event)).toEqual({ statusCode: 204 });
    expect(written.mock.calls.map(([line]) => JSON.parse(String(line)))).toMatchObject([
      { Stage: 'test', Account: 'main', EventsAccepted: 1 },
    ]);
    const endMs = Date.parse(event.payload.object.end_time);
    for (const [name, minutes] of [
      ['participants', 5],
      ['qos', 5],
      ['report', 15],
    ] as const) {
      expect(await queues.take(name)).toEqual([
        {
          v: 1,
          account: 'north',
          kind: 'meeting',
          uuid: '/abc+d//EFG==',
          meetingId: '98765432101',
          topic: 'Grüße 🎉',
          endTime: event.payload.object.end_time,
          reason: 'event',
          sequence: 0,
          notBefore: new Date(endMs + minutes * 60_000).toISOString(),
        },
      ]);
    }
  });

  test('takes a body in base64, and another account by its own token', async () => {
    const send = await coldStart();
    expect(await send(meetingEnded('u', 'south'), { token: 'south-now', base64: true })).toEqual({ statusCode: 204 });
    for (const name of names) expect(await queues.take(name)).toMatchObject([{ account: 'south', topic: 'Grüße 🎉' }]);
  });

  test('answers a URL validation with the encrypted token', async () => {
    const send = await coldStart();
    const answer = await send({ event: 'endpoint.url_validation', payload: { plainToken: 'plain-1' } });
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(String(answer.body))).toEqual({
      plainToken: 'plain-1',
      encryptedToken: createHmac('sha256', 'north-now').update('plain-1').digest('hex'),
    });
  });

  test('tells forged, stale, malformed and foreign events apart, and queues none', async () => {
    const send = await coldStart();
    expect(await send(meetingEnded('u'), { token: 'stolen' })).toEqual({ statusCode: 401 });
    expect(await send(meetingEnded('u', 'south'))).toEqual({ statusCode: 401 });
    expect(await send(meetingEnded('u'), { at: new Date(Date.now() - 5_800_000) })).toEqual({ statusCode: 401 });
    expect(await send('')).toEqual({ statusCode: 401 });
    expect(await send('{"event":')).toEqual({ statusCode: 400 });
    expect(await send({ event: 'meeting.started' })).toEqual({ statusCode: 204 });
    for (const name of names) expect(await queues.take(name)).toEqual([]);
  });

  test('takes 200 KB, and refuses 2 MB', async () => {
    const send = await coldStart();
    const event = { ...meetingEnded('u'), padding: 'ü'.repeat(100_000) };
    const long = { ...meetingEnded('u'), padding: 'ü'.repeat(1_000_000) };
    expect(await send(event, { token: 'stolen', base64: true })).toEqual({ statusCode: 401 });
    expect(await send(long, { base64: true })).toEqual({ statusCode: 401 });
    expect(await send(event, { base64: true })).toEqual({ statusCode: 204 });
    for (const name of names) expect(await queues.take(name)).toHaveLength(1);
  });

  test('reads each secret once for a hundred requests at the same time, forged ones among them', async () => {
    const send = await coldStart();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        send(meetingEnded(`u${index}`), { token: index % 2 === 0 ? 'north-now' : 'stolen' }),
      ),
    );
    expect(answers.map((answer) => answer.statusCode)).toEqual(Array(50).fill([204, 401]).flat());
    for (const name of names) expect(await queues.take(name)).toHaveLength(50);
    expect(extension.reads).toBe(2);
  });

  test('finds a rotated token within half a minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const send = await coldStart();
    await send({ event: 'meeting.started' });
    extension.secrets = { ...secrets, 'arn:south': { ...south, webhookSecretTokens: ['south-next', 'south-now'] } };
    vi.setSystemTime(Date.now() + 30_000);
    expect(await send(meetingEnded('u', 'south'), { token: 'south-next' })).toEqual({ statusCode: 204 });
    for (const name of names) await queues.take(name);
  });

  test('does not start without its environment, and says what is missing', async () => {
    await expect(coldStart({ QOS_QUEUE_URL: '', ZOOM_ACCOUNTS: '' })).rejects.toThrow('QOS_QUEUE_URL, ZOOM_ACCOUNTS');
    await expect(coldStart({ TIME_SCALE: 'fast' })).rejects.toThrow('TIME_SCALE is "fast"');
  });
});

describe('a fault of ours is a 500 that says nothing, so that Zoom sends again:', () => {
  test('one queue refuses', async () => {
    const send = await coldStart({ QOS_QUEUE_URL: queues.urlOf('gone') });
    expect(await send(meetingEnded('u'))).toEqual({ statusCode: 500 });
    for (const name of names) await queues.take(name);
  });

  test('no queue can be reached', async () => {
    const send = await coldStart({ AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1' });
    expect(await send(meetingEnded('u'))).toEqual({ statusCode: 500 });
  });

  test('the queues accept the connection and never answer', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as AddressInfo;
    const send = await coldStart({ AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${port}` });
    const startedAt = performance.now();
    expect(await send(meetingEnded('u'))).toEqual({ statusCode: 500 });
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    silent.close();
  });

  test('the secrets cannot be read, and it ends when they can', async () => {
    const send = await coldStart();
    extension.isReady = false;
    expect(await send(meetingEnded('u'))).toEqual({ statusCode: 500 });
    extension.isReady = true;
    expect(await send(meetingEnded('u'))).toEqual({ statusCode: 204 });
    for (const name of names) expect(await queues.take(name)).toHaveLength(1);
  });

  test('one secret of two is gone: the other account goes on', async () => {
    extension.secrets = { 'arn:south': south };
    const send = await coldStart();
    expect(await send(meetingEnded('u', 'south'), { token: 'south-now' })).toEqual({ statusCode: 204 });
    expect(await send(meetingEnded('u'))).toEqual({ statusCode: 500 });
    for (const name of names) await queues.take(name);
  });
});

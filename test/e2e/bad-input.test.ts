import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { endedEvent, signedRequest } from '../../local/simulator/webhook-events.ts';
import { signature } from '../../shared/zoom/webhook/signature.ts';
import { openProductFixture, type RunningProduct } from '../support/product/product-fixture.ts';

const meeting = generateMeeting({ seed: 21, participants: 3, minutes: 5, endTime: new Date(Date.now() - 60_000) });
const fixture = await openProductFixture({ meetings: [meeting] });
let product: RunningProduct;
beforeAll(async () => {
  product = await fixture.start();
});
afterAll(async () => {
  await product.close();
  await fixture.close();
});

const { accountId, webhookSecretToken } = fixture.simulator.credentials;
const event = JSON.stringify(endedEvent(meeting, accountId, Date.now()));
const minutes = (count: number) => count * 60_000;

type Sent = { readonly body: string | Buffer; readonly headers: Readonly<Record<string, string>> };

const signed = (body: string | Buffer, { secretToken = webhookSecretToken, atMs = Date.now() } = {}): Sent => {
  const timestamp = String(Math.floor(atMs / 1000));
  const { headers } = signedRequest({ body: '', secretToken, now: atMs });
  return { body, headers: { ...headers, 'x-zm-signature': signature(secretToken, timestamp, Buffer.from(body)) } };
};
const withHeaders = ({ body, headers }: Sent, more: Readonly<Record<string, string>>): Sent => ({
  body,
  headers: { ...headers, ...more },
});
const without = ({ body, headers }: Sent, name: string): Sent => ({
  body,
  headers: Object.fromEntries(Object.entries(headers).filter(([given]) => given !== name)),
});

/** Asks the running API as any client may. @returns the HTTP status */
function asked({ body, headers }: Sent, { method = 'POST', path = '/webhook' } = {}): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const framed = { ...headers, 'content-length': Buffer.byteLength(body) };
  const sending = request(product.stack.httpUrl + path, { method, headers: framed }, (response) => {
    response.resume().on('end', () => resolve(response.statusCode ?? 0));
  });
  sending.on('error', reject).end(body);
  return promise;
}

/** Messages in all queues and items in all tables. */
async function stored(): Promise<number> {
  const queues = Object.values(product.stack.queues).map(async ({ url: QueueUrl }) => {
    const { Attributes = {} } = await product.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    const numbers = Object.entries(Attributes).filter(([name]) => name.startsWith('ApproximateNumberOf'));
    return numbers.reduce((sum, [, count]) => sum + Number(count), 0);
  });
  const tables = Object.values(product.stack.tables).map(async (TableName) => {
    return (await product.dynamodb.send(new ScanCommand({ TableName, Select: 'COUNT' }))).Count ?? 0;
  });
  return (await Promise.all([...queues, ...tables])).reduce((sum, count) => sum + count, 0);
}

const large = (size = 2_000_000) => event.replace('{', `{"padding":"${'x'.repeat(size)}",`);
const otherSecret = { secretToken: 'nobodys-secret-token' };
const notUtf8 = Buffer.from(event.replace('{', '{"name":"\u0000\u0000",'));
notUtf8.fill(0xff, notUtf8.indexOf(0), notUtf8.indexOf(0) + 2);

const octets = { 'content-type': 'application/octet-stream' };

describe('of what comes in by HTTP, through the whole stack,', () => {
  test.each<readonly [string, number, () => Sent]>([
    ['signed with another secret', 401, () => signed(event, otherSecret)],
    ['signed for another body', 401, () => ({ ...signed(event), body: event.replace('meeting', 'webinar') })],
    ['with a signature of another form', 401, () => withHeaders(signed(event), { 'x-zm-signature': 'v0=00ff' })],
    ['with a signature that is no text', 401, () => withHeaders(signed(event), { 'x-zm-signature': '\u00ff\u00fe' })],
    ['without a signature', 401, () => without(signed(event), 'x-zm-signature')],
    ['without a timestamp', 401, () => without(signed(event), 'x-zm-request-timestamp')],
    ['with a timestamp that is no number', 401, () => withHeaders(signed(event), { 'x-zm-request-timestamp': 'NaN' })],
    ['signed two hours ago', 401, () => signed(event, { atMs: Date.now() - minutes(120) })],
    ['signed ten minutes ahead', 401, () => signed(event, { atMs: Date.now() + minutes(10) })],
    ['without a body', 401, () => signed('')],
    ['cut off', 401, () => ({ ...signed(event), body: event.slice(0, -20) })],
    ['cut off before it was signed', 400, () => signed(event.slice(0, -20))],
    ['that is no JSON', 400, () => signed('meeting.ended')],
    ['that is a list', 400, () => signed('[]')],
    ['that is null', 400, () => signed('null')],
    ['without a payload', 400, () => signed('{"event":"meeting.ended","event_ts":1}')],
    ['of a meeting without a UUID', 400, () => signed(event.replace('"uuid"', '"uid"'))],
    ['of random bytes', 401, () => signed(randomBytes(512))],
    ['of random bytes, delivered in base64', 400, () => withHeaders(signed(randomBytes(512)), octets)],
    ['not in UTF-8, said to be text', 401, () => signed(notUtf8)],
    ['of 2 MB, forged', 401, () => signed(large(), otherSecret)],
    ['over what API Gateway takes, forged', 413, () => signed(large(10_500_000), otherSecret)],
  ])('a request %s is answered %i', async (_what, status, sent) => {
    expect(await asked(sent())).toBe(status);
  });

  test.each([
    ['POST', '/', 404],
    ['POST', '/webhook/', 404],
    ['POST', '/webhook/..%2f', 404],
    ['POST', '/Webhook', 404],
    ['GET', '/webhook', 404],
    ['PUT', '/webhook', 404],
    ['OPTIONS', '/webhook', 404],
    ['DELETE', '/webhook', 404],
  ])('a request %s %s is answered %i', async (method, path, status) => {
    expect(await asked(signed(event), { method, path })).toBe(status);
  });

  test('an event that is not ours is taken, so that Zoom does not send it again', async () => {
    expect(await asked(signed('{"event":"meeting.started","event_ts":1,"payload":{}}'))).toBe(204);
  });

  test('nothing of a refused request is stored, and no function fails', async () => {
    expect(await stored()).toBe(0);
    expect(product.invocations.length).toBeGreaterThan(15);
    expect(product.invocations.filter(({ outcome }) => outcome.kind === 'failed')).toEqual([]);
    expect(product.invocations.filter(({ functionId }) => !functionId.startsWith('Webhook'))).toEqual([]);
    expect(product.lines.filter((line) => line.includes(meeting.topic) || line.includes(webhookSecretToken))).toEqual(
      [],
    );
  });

  test('a request over what Lambda takes is a 5xx: an event of that size would have to come again', async () => {
    expect(await asked(withHeaders(signed(large(5_000_000)), octets))).toBe(500);
    expect(await stored()).toBe(0);
  });

  test.each([
    ['of 200 KB', () => signed(large(200_000))],
    ['that API Gateway delivers in base64', () => withHeaders(signed(event), octets)],
    ['that Zoom sends once more', () => signed(event)],
  ])('an event %s is taken, and its meeting captured exactly', async (_what, sent) => {
    expect(await asked(sent())).toBe(204);
    expect(await product.missingDatasets(meeting.uuid, 20_000)).toEqual([]);
  });
});

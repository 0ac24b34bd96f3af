import { request as httpRequest } from 'node:http';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngines } from '../../../local/emulator/engines/start-engines.ts';
import { startInvokeApi } from '../../../local/emulator/functions/invoke-api.ts';
import { type Simulator, startSimulator } from '../../../local/simulator/simulator.ts';
import { tables } from '../../support/capture/tables.ts';
import { askAs, canBeOthers } from '../../support/other-user.ts';

let engines: Awaited<ReturnType<typeof startEngines>>;
let simulator: Simulator;
let invokeApi: Awaited<ReturnType<typeof startInvokeApi>>;
const invoked: unknown[] = [];
beforeAll(async () => {
  engines = await startEngines({ instance: 'test', functionOf: () => undefined });
  await engines.ensureTables(tables);
  simulator = await startSimulator();
  invokeApi = await startInvokeApi(async (_id, event) => {
    invoked.push(event);
    return { kind: 'returned', payload: '{}' };
  });
});
afterAll(async () => {
  await invokeApi.close();
  await simulator.close();
  await engines.close();
});

/** A request in each form of each API: what a page would read, and what it would change. */
const forms = () =>
  [
    [engines.dynamodb.url, 'DynamoDB_20120810.ListTables', '{}'],
    [engines.dynamodb.url, 'DynamoDB_20120810.Scan', '{"TableName":"Captures"}'],
    [engines.dynamodb.url, 'DynamoDB_20120810.DeleteTable', '{"TableName":"Captures"}'],
    [`${engines.dynamodb.url}/compact`, '', ''],
    [engines.sqs.url, 'AmazonSQS.ListQueues', '{}'],
    [engines.sqs.url, 'AmazonSQS.CreateQueue', '{"QueueName":"q"}'],
    [engines.events.url, 'AWSEvents.PutEvents', '{"Entries":[]}'],
    [`${engines.s3.url}/bucket?list-type=2`, '', ''],
    [`${invokeApi.url}/2015-03-31/functions/Sweep/invocations`, '', '{}'],
    [simulator.oauthUrl, '', 'grant_type=account_credentials'],
    [`${simulator.apiUrl}/report/meetings/1/participants`, '', ''],
  ] as const;

type Headers = Readonly<Record<string, string>>;

/** By node:http, since `fetch` sets the Host header itself. */
function send([url, target, body]: readonly [string, string, string], headers: Headers, method = 'POST') {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/x/aws4_request, Signature=0' };
  const outgoing = httpRequest(
    url,
    { method, headers: { ...signed, ...(target && { 'x-amz-target': target }), ...headers } },
    (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    },
  );
  outgoing.on('error', reject).end(body);
  return promise;
}

describe('the engines of a run', () => {
  test.each<[string, (port: string) => Headers]>([
    ['a page of another site', () => ({ origin: 'https://evil.example' })],
    ['a page in a sandbox', () => ({ origin: 'null' })],
    ['a page of this machine', () => ({ origin: 'http://localhost:8080' })],
    ['an image or a form of a page', () => ({ 'sec-fetch-site': 'cross-site' })],
    ['a name that was made to lead here', (port) => ({ host: `rebound.example:${port}` })],
    ['a name that looks like this machine', (port) => ({ host: `127.0.0.1.nip.example:${port}` })],
    ['this machine with another port', () => ({ host: '127.0.0.1:1' })],
  ])('the engines of a run refuse every form of a request from %s', async (_, headersFor) => {
    for (const form of forms()) {
      const headers = headersFor(new URL(form[0]).port);
      for (const method of ['POST', 'GET']) expect(await send(form, headers, method), form.join(' ')).toBe(403);
    }
    expect(invoked).toEqual([]);
  });

  test('the engines of a run answer a program, by any credentials and by each name of this machine', async () => {
    const client = new DynamoDBClient({
      endpoint: engines.dynamodb.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'anything', secretAccessKey: 'else' },
    });
    expect((await client.send(new ListTablesCommand())).TableNames).toEqual(['Captures', 'Control']);
    client.destroy();
    const { port } = new URL(engines.dynamodb.url);
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      expect(await send(forms()[0] ?? ['', '', ''], { host: `${host}:${port}` })).toBe(200);
    }
  });

  test.runIf(canBeOthers)(
    'the engines of a run cut off another user of the machine, and answer their own',
    async () => {
      expect(await askAs(65_534, engines.dynamodb.url)).toBe('cut off');
      expect(await askAs(65_534, simulator.apiUrl)).toBe('cut off');
      expect(await askAs(0, engines.dynamodb.url)).toBe('200');
    },
  );
});

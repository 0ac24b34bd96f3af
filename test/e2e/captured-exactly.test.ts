import { randomUUID } from 'node:crypto';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fault } from '../../local/simulator/faults/fault.ts';
import { generateMeeting, sampleMeetings } from '../../local/simulator/meetings.ts';
import { signedRequest } from '../../local/simulator/webhook-events.ts';
import { type MetricName, metricDefinitions } from '../../shared/telemetry/metric-names.ts';
import { openProductFixture, type RunningProduct } from '../support/product/product-fixture.ts';
import { type Rehearsal, rehearsalFaults, rehearse } from '../support/product/rehearsal.ts';
import { withGrant } from '../support/product/template-changes.ts';

const person = 'jane.doe@example.org';
const meetings = sampleMeetings(new Date());
/** Its captures end in an error whose text names a person, as Zoom's can. */
const foreign = generateMeeting({ seed: 77, participants: 3, minutes: 5, endTime: new Date(Date.now() - 60_000) });
const faults: readonly Fault[] = [
  ...rehearsalFaults,
  {
    kind: 'answer',
    status: 400,
    body: { code: 12702, message: `User ${person} not exist` },
    match: { uuid: foreign.uuid },
  },
  { kind: 'oauth-refused', reason: `Contact ${person}`, times: 1, match: { endpoint: 'oauth' } },
  { kind: 'access-token-revoked', times: 1, match: { uuid: meetings[0]?.uuid, dataset: 'qos' } },
  { kind: 'missing-scope', times: 1, match: { uuid: meetings[0]?.uuid, dataset: 'report' } },
  { kind: 'broken-json', times: 1, match: { uuid: meetings[0]?.uuid, dataset: 'participants' } },
];
const fixture = await openProductFixture({ meetings: [...meetings, foreign], faults });
const { clientSecret, webhookSecretToken } = fixture.simulator.credentials;
let product: RunningProduct;
let rehearsal: Rehearsal;

/** Planted: a permission that nothing needs. */
const needless = { policy: /^QosConsumerRole/, action: 'dynamodb:DeleteItem', table: /^TablesCaptures/ };

beforeAll(async () => {
  product = await fixture.start({ change: withGrant(needless) });
  for (const meeting of [...meetings, foreign]) expect(await product.sendEnded(meeting)).toBe(204);
  const validation = { event: 'endpoint.url_validation', event_ts: Date.now(), payload: { plainToken: randomUUID() } };
  expect(await send(validation, webhookSecretToken)).toBe(200);
  expect(await send(validation, 'stolen')).toBe(401);
  expect(await send({ event: 'meeting.ended', payload: {} }, webhookSecretToken)).toBe(400);
  rehearsal = await rehearse(product, fixture);
});
afterAll(async () => {
  await product?.close();
  await fixture.close();
});

async function send(body: object, secretToken: string): Promise<number> {
  const request = signedRequest({ body, secretToken, now: Date.now() });
  const response = await fetch(product.webhookUrl, { method: 'POST', ...request });
  return response.status;
}

test('every sample meeting is captured exactly, whatever faults', async () => {
  for (const { uuid, topic } of meetings) expect(await product.missingDatasets(uuid, 60_000), topic).toEqual([]);
  expect(rehearsal).toEqual({ statuses: [204, 204], faults: { participants: [], qos: [], report: [], sweep: [] } });
});

/** Grants that nothing on one machine needs, and why they are there. */
const explained = [
  /^logs:(CreateLogStream|PutLogEvents)$/, // Lambda writes the function's log by its role,
  /^xray:Put(TraceSegments|TelemetryRecords)$/, // and sends its traces.
];

test('no function may do more than it needs: one planted permission is the only one that nothing used', () => {
  const unused = product.stack
    .unusedGrants()
    .filter(({ action }) => !explained.some((known) => known.test(action)))
    // In a stage of 0.1.0 the credentials are beside the secret tokens.
    .filter(({ action, resource }) => action !== 'secretsmanager:GetSecretValue' || !/MainSecret/.test(resource));
  expect(unused.map(({ role, action }) => `${role} ${action}`)).toEqual([
    expect.stringMatching(/^QosConsumerRole\w+ dynamodb:DeleteItem$/),
  ]);
  expect(product.lines.filter((line) => line.includes('not authorized'))).toEqual([]);
});

/**
 * Emitted in other tests: a stack that meets an outage, or a foreign account, would not capture this day's meetings, and it
 * has no lake.
 */
const notRehearsed = ['EventsOfOtherAccounts', 'LakeForeignFiles', 'LakeRuns', 'NewsNotTold', 'OutageMinutes'];

test('every metric that alarms look at is emitted, with its dimensions', () => {
  const documents = product.lines.flatMap((line) =>
    line.includes('"_aws"') ? [JSON.parse(line.replace(/^\w+ /, ''))] : [],
  );
  const emitted = new Map(
    documents.map((document) => {
      const [{ Metrics, Dimensions }] = document._aws.CloudWatchMetrics;
      for (const dimension of Dimensions[0]) expect(document[dimension], dimension).toBeTypeOf('string');
      expect(document[Metrics[0].Name]).toBeTypeOf('number');
      return [Metrics[0].Name, Dimensions[0]];
    }),
  );
  const wanted = Object.keys(metricDefinitions).filter((name) => !notRehearsed.includes(name));
  expect([...emitted.keys()].sort()).toEqual(wanted.sort());
  for (const [name, dimensions] of emitted) {
    expect(dimensions).toEqual(['Stage', ...metricDefinitions[name as MetricName].by]);
  }
});

test('neither secrets nor people get into the template, the environments, the logs or the texts of errors', async () => {
  const { template, tables } = product.stack;
  const all = (await Promise.all(Object.values(tables).map(itemsThatMayTell))).flat();
  const errors = all.flatMap(({ lastError }) => (lastError ? [JSON.stringify(lastError)] : []));
  const texts = {
    template: JSON.stringify([fixture.template, template]),
    logs: product.lines.join('\n'),
    errors: errors.join('\n'),
    control: JSON.stringify(all.filter(({ pk }) => pk?.S?.startsWith('account#'))),
  };
  expect(texts.errors).toContain('code 12702');
  expect(texts.control).toContain('token');
  expect(texts.logs).toContain('account at fault');
  expect(texts.template).toContain('ZOOM_ACCOUNTS');
  const people = [person, ...meetings.flatMap(({ uuid }) => peopleOf(uuid))];
  expect(people.length).toBeGreaterThan(10);
  const secrets = new Set([clientSecret, webhookSecretToken, accessTokenStart].flatMap(writtenAs));
  const found = Object.entries(texts).flatMap(([where, text]) =>
    [...secrets, ...people].filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${where}`),
  );
  expect(found).toEqual([]);
});

/** Captures with an error, and what stands in the Control table. */
async function itemsThatMayTell(TableName: string) {
  const FilterExpression = 'attribute_exists(lastError) OR begins_with(pk, :account)';
  const ExpressionAttributeValues = { ':account': { S: 'account#' } };
  const pages = paginateScan({ client: product.dynamodb }, { TableName, FilterExpression, ExpressionAttributeValues });
  return (await Array.fromAsync(pages)).flatMap(({ Items = [] }) => Items);
}

/** Of every token that the simulator grants. */
const accessTokenStart = 'eyJzdiI6IjAwMDAwMiJ9.';

/** The ways in which a secret could come out: as it is, in a URL, in an Authorization header. */
const writtenAs = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').slice(0, -4),
  Buffer.from(`${fixture.simulator.credentials.clientId}:${secret}`).toString('base64'),
];

/** Names and addresses in what Zoom serves of a meeting; short ones could stand in a log by chance. */
const peopleOf = (uuid: string): readonly string[] =>
  fixture.simulator
    .served(uuid, 'participants')
    .flatMap(({ user_name: name, email }) => [name, email])
    .filter((value): value is string => typeof value === 'string' && value.length > 5);

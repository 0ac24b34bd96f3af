import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import type { EngineCall } from '../../../local/emulator/engines/engine-call.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { countRows } from '../../../local/simulator/rows/row.ts';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { storeUse } from '../../../shared/operations/estimate/store-use.ts';
import type { Workload } from '../../../shared/operations/estimate/workload.ts';
import { captureWork } from '../../../shared/operations/estimate/workload.ts';
import { pageSizes } from '../../../shared/zoom/endpoints.ts';
import { startCaptureFixture } from '../../support/capture/capture-fixture.ts';
import { writeUnits } from '../../unit/estimate/item-size.ts';
import { startCliFixture } from './cli-fixture.ts';

/** The write units that a request takes in the table itself. */
function unitsOf({ operation, rawBody }: EngineCall): number {
  type Request = { readonly PutRequest?: { readonly Item: Record<string, AttributeValue> } };
  const body: {
    readonly Item?: Record<string, AttributeValue>;
    readonly RequestItems?: Record<string, readonly Request[]>;
  } = JSON.parse(rawBody.toString());
  if (operation === 'PutItem') return writeUnits(body.Item ?? {});
  if (operation === 'UpdateItem') return 1;
  if (operation !== 'BatchWriteItem') return 0;
  const requests = Object.values(body.RequestItems ?? {}).flat();
  return requests.reduce((sum, { PutRequest }) => sum + (PutRequest ? writeUnits(PutRequest.Item) : 1), 0);
}

test('the estimate is about what a real capture takes: calls, deliveries and writes', async () => {
  let units = 0;
  const fixture = await startCaptureFixture({
    intercept: (call, next) => {
      units += unitsOf(call);
      return next();
    },
  });
  const meeting = generateMeeting({ seed: 9, participants: 320, minutes: 20, endTime: '2026-11-20T09:00:00Z' });
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting);
  await fixture.drain();
  const rows = datasets.map((dataset) => countRows(meeting[dataset]));
  const rowsPerDataset = Math.round(rows.reduce((sum, count) => sum + count, 0) / rows.length);
  const samples = fixture.served(meeting.uuid, 'qos').map((text): number => JSON.parse(text).user_qos.length);
  const minutes = samples.reduce((sum, count) => sum + count, 0) / samples.length;
  const events = { perDay: 1, participants: rowsPerDataset, minutes };
  const workload: Workload = {
    events: [events],
    pageSizes,
    waits: scaledWaits(1),
    zoomAccounts: 1,
    retentionDays: 0,
  };
  let calls = 0;
  let deliveries = 0;
  for (const dataset of datasets) {
    const work = captureWork(dataset, events, workload);
    const capture = await fixture.store.load(meeting.uuid, dataset);
    expect(capture).toMatchObject({ state: 'settled', polls: work.polls });
    calls += work.calls;
    deliveries += work.deliveries;
  }
  const made = fixture.simulator.calls.length;
  const sent = fixture.queue.sent;
  await fixture.close();
  const { rowWrites, otherWrites } = storeUse(events, workload);
  expect(calls / made).toBeGreaterThan(0.9);
  expect(calls / made).toBeLessThan(1.1);
  expect(deliveries / sent).toBeGreaterThan(0.8);
  expect(deliveries / sent).toBeLessThan(1.3);
  expect((rowWrites + otherWrites) / units).toBeGreaterThan(0.9);
  expect((rowWrites + otherWrites) / units).toBeLessThan(1.4);
});

test('estimate is a table for people and a line for programs, and opens nothing', async () => {
  const fixture = await startCliFixture();
  const args = ['estimate', '--meetings-per-day', '500', '--participants', '12', '--minutes', '45'];
  const people = await fixture.cli(...args, '--webinars-per-day', '2', '--webinar-participants', '900');
  expect(people).toMatchObject({ exitCode: 0, stderr: '', opened: [] });
  expect(people.stdout).toMatch(/^PER EVENT +DATASET .*\nwebinar +qos +90 +1 +90\n.*\ntotal +\d+\.\d\d\n/s);
  expect(people.stdout).toMatch(
    /\nWithout any event .* \d\.\d\d dollars a month\. .* 1,000 events cost \d\.\d\d dollars\.\n/,
  );
  const idle = await fixture.cli('estimate', '--meetings-per-day', '0', '--participants', '1', '--minutes', '1');
  expect(idle.stdout).toMatch(/\nWithout any event it is \d\.\d\d dollars a month\.\n/);
  const pro = await fixture.cli(...args, '--plan', 'pro');
  expect(people.stdout).not.toContain('only the report');
  expect(pro.stdout).toContain('with pro only the report is captured');
  const programs = await fixture.cli(...args, '--json', '--plan', 'pro', '--region', 'us-west-2');
  expect(JSON.parse(programs.stdout)).toMatchObject({
    region: 'us-west-2',
    zoom: { plan: 'pro', callsPerDay: 3_000, sweepCallsPerDay: 72, callsAllowedPerDay: 30_000, eventsThatFit: 5_000 },
    services: { DynamoDB: expect.any(Number), Lambda: expect.any(Number) },
    dollarsPerMonth: expect.any(Number),
    dollarsWithoutEvents: expect.any(Number),
  });
  const elsewhere = await fixture.cli(...args, '--region', 'eu-west-1');
  expect(elsewhere.exitCode).toBe(2);
  expect(elsewhere.stderr).toBe(
    "--region has no prices here: it can be us-east-1, us-east-2, us-west-2; for others give AWS's own lists by --prices.\n",
  );
  fixture.context.env.AWS_REGION = 'eu-west-1';
  const meant = await fixture.cli(...args, '--json');
  expect(meant.stderr).toBe('There are no prices of eu-west-1 here: these are of us-east-1. See --prices.\n');
  expect(JSON.parse(meant.stdout)).toMatchObject({ region: 'us-east-1' });
  const wrong = await fixture.cli('estimate', '--meetings-per-day', '-1', '--participants', '12', '--minutes', '0');
  expect(wrong.exitCode).toBe(2);
  await fixture.close();
});

test('estimate reads the price lists that it is given, and the sizes of the stage that it is asked about', async () => {
  const fixture = await startCliFixture();
  const folder = await mkdtemp(join(tmpdir(), 'prices-'));
  const args = ['estimate', '--meetings-per-day', '500', '--participants', '12', '--minutes', '45'];
  const attributes = { servicecode: 'AmazonDynamoDB', usagetype: 'EUC1-WriteRequestUnits', regionCode: 'eu-central-1' };
  const terms = { OnDemand: { term: { priceDimensions: { rate: { pricePerUnit: { USD: '0.0000007625' } } } } } };
  const entry = { product: { attributes }, terms, publicationDate: '2026-11-03T18:21:07Z' };
  const file = join(folder, 'dynamodb.json');
  await writeFile(file, JSON.stringify({ FormatVersion: 'aws_v1', PriceList: [JSON.stringify(entry)] }));
  const listed = await fixture.cli(...args, '--region', 'eu-central-1', '--json', '--prices', file);
  expect(listed).toMatchObject({ exitCode: 0, stderr: '', opened: [] });
  expect(JSON.parse(listed.stdout)).toMatchObject({ region: 'eu-central-1', pricesAsOf: '2026-11-03' });
  const people = await fixture.cli(...args, '--region', 'eu-central-1', '--prices', file);
  expect(people.stdout).toContain('List prices of 2026-11-03 in eu-central-1');
  expect(people.stdout).toMatch(/The lists have no dynamodb\.perReadUnit, .*: these are those of us-east-1\.\n$/);
  const elsewhere = await fixture.cli(...args, '--region', 'eu-west-1', '--prices', file);
  expect(elsewhere).toMatchObject({
    exitCode: 1,
    stderr: 'No price of eu-west-1 is in these lists: they are of eu-central-1.\n',
  });
  const nowhere = await fixture.cli(...args, '--prices', file);
  expect(nowhere).toMatchObject({ exitCode: 2, stderr: '--prices needs to know whose prices count: add --region.\n' });
  const absent = await fixture.cli(...args, '--region', 'eu-west-1', '--prices', join(folder, 'none.json'));
  expect(absent.exitCode).toBe(1);
  expect(absent.stderr).toContain('none.json');

  const measured = await fixture.cli(...args, '--measured', '--json');
  expect(measured.opened).toHaveLength(1);
  expect(JSON.parse(measured.stdout)).toMatchObject({
    stored: { items: expect.any(Number), tableBytes: expect.any(Number), tableClass: 'standard' },
    tableClass: 'standard',
    cheaperClass: 'standard',
  });
  expect((await fixture.cli(...args, '--measured')).stdout).toMatch(/\nThe stage stores \d+ items by now, /);
  await rm(folder, { recursive: true });
  await fixture.close();
});

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeStackFile } from '../../../local/emulator/data-dir.ts';
import { queueArn, queueUrl } from '../../../local/emulator/engines/fauxqs-engine.ts';
import { startEngines } from '../../../local/emulator/engines/start-engines.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { newCapture } from '../../../shared/domain/capture/capture.ts';
import { firstMessage } from '../../../shared/domain/capture/capture-message.ts';
import { knownDatasets } from '../../../shared/domain/dataset.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { createCaptureStore } from '../../../shared/dynamo/captures/capture-store.ts';
import { encodeMessage } from '../../../shared/queue/message-codec.ts';
import { tables } from '../../support/capture/tables.ts';
import { meetingsOf, startCliFixture } from './cli-fixture.ts';

const endTime = '2026-11-20T08:58:00Z';
const meeting = generateMeeting({ seed: 3, participants: 150, minutes: 15, endTime, uuid: '/bM3k0pVTL2GdZ1rY7eXqA==' });
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cli-test-'));
  fixture = await startCliFixture();
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting, ['qos']);
  await fixture.drain();
});
afterAll(async () => {
  await fixture.close();
  await rm(dataDir, { recursive: true });
});

type Ended = { readonly exitCode: number | string; readonly stdout: string; readonly stderr: string };

/** Runs a shell line in which `cli` is the command line, against the fixture as if it were AWS. */
function shell(line: string, extra: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const env = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    AWS_ENDPOINT_URL_DYNAMODB: fixture.dynamodbUrl,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'operator',
    AWS_SECRET_ACCESS_KEY: 'x',
    CAPTURES_TABLE: 'Captures',
    ...extra,
  };
  const script = `cli() { '${process.execPath}' cli/main.ts "$@"; }; ${line}`;
  return new Promise((resolve) => {
    execFile('sh', ['-c', script], { env, maxBuffer: 1e9 }, (error, stdout, stderr) =>
      resolve({ exitCode: error?.code ?? 0, stdout, stderr }),
    );
  });
}

test('the command line prints results alone on stdout, without colours', async () => {
  const { exitCode, stdout, stderr } = await shell(`cli status '${meeting.uuid}' --json`);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(meetingsOf(stdout)).toHaveLength(1);
  const people = await shell('cli status', { FORCE_COLOR: '1' });
  expect(people.stdout).toContain(meeting.uuid);
  expect(people.stdout).not.toContain('\u001b');
});

test('the command line ends quietly when its reader has gone', async () => {
  const all = await shell(`cli rows '${meeting.uuid}' qos --json | wc -l`);
  expect(Number(all.stdout)).toBe(fixture.served(meeting.uuid, 'qos').length);
  const { stdout, stderr } = await shell(`(cli rows '${meeting.uuid}' qos --json; echo $? >&2) | head -n 1`);
  expect(stdout.split('\n')).toHaveLength(2);
  expect(stderr).toBe('0\n');
});

test('the command line ends with 2 for wrong usage, and with 0 for help', async () => {
  const wrong = await shell('cli stauts');
  expect(wrong).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: "Unknown command 'stauts' (Did you mean status?) See --help.\n",
  });
  const help = await shell('cli --help');
  expect(help).toMatchObject({ exitCode: 0, stderr: '' });
  expect(help.stdout).toMatch(/^Usage: zoom-capture /);
});

test('the command line says a fault in one sentence, and more when asked to', async () => {
  const { exitCode, stderr } = await shell('cli status --table Other');
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: 'There is no such table: check --stage or --table, and --region.\n',
  });
  expect((await shell('cli status --table Other', { DEBUG: '1' })).stderr).toContain('    at ');
  const nobody = await shell('cli status', { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' });
  expect(nobody.stderr).toMatch(/^Nothing answers there: /);
  const full = await shell('cli status > /dev/full');
  expect(full.exitCode).toBe(1);
  expect(full.stderr).toContain('ENOSPC');
});

test('the command line says what to do when there is no local data', async () => {
  const { exitCode, stderr } = await shell('cli status --local', { DATA_DIR: join(dataDir, 'none') });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^There is no data in .*none: start `npm run serve`, or name its folder with --data-dir\.\n$/);
});

test('the command line reads the data folder of a run, whether it runs or has stopped', async () => {
  const engines = await startEngines({ dataDir, instance: 'this-run', functionOf: () => undefined });
  await engines.ensureTables(tables);
  const client = new DynamoDBClient({
    endpoint: engines.dynamodb.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'x' },
  });
  const record = { ...meeting, account: 'one', endedAt: endTime, registeredAt: endTime, reason: 'event' } as const;
  const known = omit(record, ...knownDatasets);
  const captures = createCaptureStore({ client, table: 'Captures', retentionDays: 0 });
  await captures.register(known, newCapture(known, 'report', { nextPollAt: endTime, now: new Date(endTime) }));
  client.destroy();
  const queueNames = ['captures-report', 'captures-report-dead'];
  engines.ensureQueues(queueNames.map((name) => ({ name, attributes: {} })));
  const [queue = '', deadLetterQueue = ''] = queueNames.map((name) => queueUrl(engines.sqs.url, name));
  const dead = encodeMessage(firstMessage({ ...known, kind: 'meeting' }, 'event', new Date(endTime)));
  await engines.sqs.call('SendMessage', { QueueUrl: deadLetterQueue, MessageBody: dead });
  await writeStackFile(dataDir, {
    stackName: 'ZoomCapture-local',
    instance: 'this-run',
    pid: process.pid,
    startedAt: endTime,
    httpUrl: 'http://127.0.0.1:1',
    dynamodbUrl: engines.dynamodb.url,
    sqsUrl: engines.sqs.url,
    tables: { TablesCaptures: 'Captures' },
    queues: {
      ReportQueue: { name: 'captures-report', url: queue, arn: queueArn('captures-report') },
      ReportDeadLetterQueue: {
        name: 'captures-report-dead',
        url: deadLetterQueue,
        arn: queueArn('captures-report-dead'),
      },
    },
    outputs: { CapturesTable: 'Captures', ReportQueueUrl: queue, ReportDeadLetterQueueUrl: deadLetterQueue },
  });
  const line = `cli --local status --data-dir '${dataDir}' '${meeting.uuid}' --json`;
  const redrive = `cli --local redrive report --data-dir '${dataDir}' --json`;
  const capture = `cli --local capture --data-dir '${dataDir}' '${meeting.uuid}' --datasets report --json`;
  const running = await shell(line);
  const begun = await shell(capture);
  const dryRun = await shell(`${redrive} --dry-run`);
  await engines.close();
  const stopped = await shell(line);
  // Its engines have other ports than those that the outputs name.
  const redriven = await shell(redrive);
  const nothing = await shell(redrive);
  const queued = await shell(capture);
  const backfill = await shell(`cli --local backfill status --data-dir '${dataDir}'`);
  for (const { exitCode, stdout, stderr } of [running, stopped]) {
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(meetingsOf(stdout)).toEqual([expect.objectContaining({ uuid: meeting.uuid })]);
  }
  expect([dryRun, redriven, nothing].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  const count = ({ stdout }: Ended) => JSON.parse(stdout).redriven.length;
  expect([dryRun, redriven, nothing].map(count)).toEqual([1, 1, 0]);
  expect(begun).toMatchObject({ exitCode: 0, stderr: '' });
  expect(queued).toEqual({
    ...begun,
    stderr: '`npm run serve` is stopped: what was queued begins when it is started.\n',
  });
  expect(backfill).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: '`npm run serve` is stopped, and this is done by its functions: start it, then try again.\n',
  });
});

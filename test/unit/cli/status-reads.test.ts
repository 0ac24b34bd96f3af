import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, expect, test } from 'vitest';
import { runCli } from '../../../cli/program.ts';
import { type Capture, newCapture } from '../../../shared/domain/capture/capture.ts';
import { encodeCapture } from '../../../shared/dynamo/captures/capture-item.ts';
import { encodeAccount } from '../../../shared/dynamo/meetings/meeting-accounts.ts';
import { encodeMeeting } from '../../../shared/dynamo/meetings/meeting-item.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';
import { createSink } from '../../support/sink.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const meetings = 5_000;
/** What was sent to the reader, items of all answers and entries that were counted. */
let read = 0;
const memory = createMemoryDynamo({
  tables,
  intercept(_operation, _input, run) {
    const answer: { Items?: unknown[]; ScannedCount?: number; Responses?: Record<string, unknown[]> } = run();
    read += answer.ScannedCount ?? answer.Items?.length ?? 0;
    read += Object.values(answer.Responses ?? {}).flat().length;
    return answer;
  },
});

const uuidOf = (index: number) => Buffer.from(String(index).padStart(16, '0')).toString('base64');
const put = (Item: ReturnType<typeof encodeMeeting>) =>
  memory.client.send(new PutItemCommand({ TableName: 'Captures', Item }));
const lastError = {
  at: '2026-11-20T09:00:00Z',
  name: 'ZoomUnexpectedError',
  message: 'A firewall answered.',
  status: 403,
};
const failed = [7, 2_500, 4_999];

beforeAll(async () => {
  await put(encodeAccount('a', '2026-01-01T00:00:00Z'));
  for (let index = 0; index < meetings; index += 1) {
    const endTime = new Date(now - (index + 1) * 60_000).toISOString();
    const ended = { account: 'a', kind: 'meeting', uuid: uuidOf(index), meetingId: '1', endTime } as const;
    await put(encodeMeeting({ ...ended, endedAt: endTime, registeredAt: endTime, reason: 'event' }, undefined));
    const fresh = newCapture(ended, 'report', { nextPollAt: endTime, now: new Date(endTime) });
    const capture: Capture = failed.includes(index)
      ? { ...fresh, state: 'failed', lastError }
      : { ...fresh, state: 'settled', rows: 3, expectedRows: 3 };
    await put(encodeCapture(capture, undefined));
  }
});

async function status(...args: string[]) {
  const [stdout, stderr] = [createSink(), createSink()];
  read = 0;
  const exitCode = await runCli(['status', ...args, '--table', 'Captures'], {
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: {},
    now: () => now,
    sleep: async () => {},
    openStack: async () => ({
      dynamodb: memory.client,
      sqs: new SQSClient({ region: 'us-east-1' }),
      running: true,
      invokeLake: async () => undefined,
      optionalOutput: () => undefined,
      output: (name) => (name === 'CapturesTable' ? 'Captures' : unknown(name)),
      storeSecret: async () => '',
      invokeSweep: async () => undefined,
      compact: async () => {},
      close: async () => {},
    }),
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text(), read };
}

function unknown(name: string): never {
  throw Object.assign(new Error(name), { name: 'AccessDeniedException' });
}

test('status names three failed captures among 5,000 meetings, and reads no more than it shows', async () => {
  const { stdout, read, exitCode } = await status();
  expect(stdout).toMatch(/^Needs you: 3 captures of 3 meetings\.\n\nfailed: 3 captures \(report\) of 3 meetings\n/);
  for (const index of failed) expect(stdout).toContain(uuidOf(index));
  expect(stdout.match(/^2026-.*$/gm)).toHaveLength(20);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  // The account; three entries with their captures; 21 meetings, of which one tells that there are more, with a capture each.
  expect(read).toBe(1 + 2 * 3 + 2 * 21);
  expect(exitCode).toBe(0);
});

test('status --exit-code is 1 while something needs a person, and 0 for days in which nothing does', async () => {
  expect(await status('--needs-you', '--exit-code')).toMatchObject({ exitCode: 1, stderr: '', read: 1 + 2 * 3 });
  expect(await status('--needs-you', '--exit-code', '--day', '2026-11-18')).toMatchObject({ exitCode: 1, stderr: '' });
  expect(await status('--needs-you', '--exit-code', '--day', '2026-11-19')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await status('--needs-you', '--exit-code', '--from', '2026-11-20', '--account', 'b')).toMatchObject({
    exitCode: 0,
    stdout: 'Needs you: nothing.\n',
  });
});

test('status by state and by days asks the index, and shows those meetings alone', async () => {
  const { stdout, read } = await status('--state', 'failed', '--json');
  const { meetings: found, needsYou } = JSON.parse(stdout);
  expect(found.map(({ uuid }: { uuid: string }) => uuid)).toEqual(failed.map(uuidOf));
  expect(needsYou).toMatchObject({ captures: 3, meetings: 3, groups: [{ state: 'failed', captures: 3, meetings: 3 }] });
  expect(read).toBe(1 + 3 * 3 + 2 * 3);
  const day = JSON.parse((await status('--day', '2026-11-19', '--json', '--limit', '3000')).stdout).meetings;
  expect(day).toHaveLength(1_440);
  expect((await status('--day', '2026-11-19', '--from', '2026-11-18')).exitCode).toBe(2);
});

test('status as JSON lists up to 1,000 meetings without a limit, whatever the table shows', async () => {
  const { stdout, stderr } = await status('--json');
  expect(JSON.parse(stdout).meetings).toHaveLength(1_000);
  expect(stderr).toBe('There are more meetings than these 1000: give a higher --limit to see them.\n');
});

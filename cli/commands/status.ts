import { type Command, InvalidArgumentError } from 'commander';
import { createMeetingReader, type MeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { liveStatus, type MeetingStatus, meetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import { type HeldUpSweep, heldUpLines, heldUpSweeps } from '../held-up-sweeps.ts';
import { notWell } from '../not-well.ts';
import { createPaint } from '../paint.ts';
import { print, printAll } from '../print.ts';
import { readUuid } from '../protect-uuids.ts';
import type { Rim } from '../rim.ts';
import type { Stack } from '../stack.ts';
import { meetingDetails } from '../status-details.ts';
import { statusTable } from '../status-table.ts';
import { unknownMeeting } from '../unknown-meeting.ts';
import { withStack } from '../with-stack.ts';

type StatusOptions = { readonly json?: true; readonly limit?: number; readonly account?: readonly string[] };

const defaultLimit = 1_000;

const examples = `
Examples:
  $ npm run --silent cli -- status
      the meetings that ended last, newest first, and what is not well
  $ npm run --silent cli -- status --limit 20 --local
  $ npm run --silent cli -- status '/bM3k0pVTL2GdZ1rY7eXqA==' --json
  $ npm run --silent cli -- status --json | jq '.meetings[] | select(.datasets.report.state == "failed") | .uuid'`;

export function addStatus(program: Command, rim: Rim): void {
  program
    .command('status')
    .description('How far the captures are: of the meetings that ended last, or of one.')
    .argument('[uuid]', 'one meeting, as Zoom writes its UUID', readUuid)
    .option('--json', 'one line of JSON: {"meetings":[...]}, with "sweeps" that are held up')
    .option('--limit <number>', `at most so many, the newest (default: ${defaultLimit})`, readLimit)
    .option('--account <id>', 'meetings of this Zoom account alone; can be repeated', collect)
    .addHelpText('after', examples)
    .action((uuid: string | undefined, options: StatusOptions, command: Command) =>
      withStack(command, rim, async (stack) => {
        const { dynamodb, output } = stack;
        const reader = createMeetingReader({ client: dynamodb, table: output('CapturesTable'), now: rim.now });
        await (uuid === undefined ? showNewest(reader, options, stack, rim) : showOne(reader, uuid, options, rim));
      }),
    );
}

async function showOne(reader: MeetingReader, uuid: string, { json, account }: StatusOptions, rim: Rim): Promise<void> {
  const [found, snapshots] = [await reader.find(uuid), await reader.snapshots(uuid)];
  // Until their first look, captures of the ended meeting leave the snapshots in their place.
  const status = found
    ? meetingStatus({ ...found, captures: { ...snapshots, ...found.captures } }, rim.now())
    : liveStatus(snapshots);
  if (!status || (account && !account.includes(status.account))) throw unknownMeeting(uuid);
  const text = json
    ? `${JSON.stringify({ meetings: [status] })}\n`
    : meetingDetails(status, createPaint(rim.stdout, rim.env));
  await print(rim.stdout, text);
}

async function showNewest(reader: MeetingReader, options: StatusOptions, stack: Stack, rim: Rim): Promise<void> {
  const { limit = defaultLimit, json } = options;
  const accounts = options.account ?? (await reader.accounts());
  const sweeps = await heldUpSweeps(accounts, stack);
  let more = false;
  const statuses = async function* (): AsyncGenerator<MeetingStatus> {
    let shown = 0;
    // One more than is shown tells whether there are more.
    for await (const stored of reader.newest({ accounts, limit: limit + 1 })) {
      more = shown === limit;
      if (more) return;
      shown += 1;
      yield meetingStatus(stored, rim.now());
    }
  };
  if (json) await printAll(rim.stdout, jsonLine(statuses(), sweeps));
  else await printTable(statuses(), sweeps, rim);
  if (more)
    await print(rim.stderr, `There are more meetings than these ${limit}: give a higher --limit to see them.\n`);
}

/** `sweeps` is there only when one is held up. */
async function* jsonLine(
  statuses: AsyncIterable<MeetingStatus>,
  sweeps: readonly HeldUpSweep[],
): AsyncGenerator<string> {
  let separator = '{"meetings":[';
  for await (const status of statuses) {
    yield `${separator}${JSON.stringify(status)}`;
    separator = ',';
  }
  const heldUp = sweeps.length > 0 ? `,"sweeps":${JSON.stringify(sweeps)}` : '';
  yield `${separator === ',' ? '' : '{"meetings":['}]${heldUp}}\n`;
}

async function printTable(
  statuses: AsyncIterable<MeetingStatus>,
  sweeps: readonly HeldUpSweep[],
  { stdout, stderr, env }: Rim,
): Promise<void> {
  const shown = await Array.fromAsync(statuses);
  if (shown.length === 0) await print(stderr, 'No meeting has been captured yet.\n');
  if (shown.length === 0) return print(stdout, heldUpLines(sweeps).trimStart());
  const paint = createPaint(stdout, env);
  await print(stdout, `${statusTable(shown, paint, stdout.columns)}${notWell(shown, paint)}${heldUpLines(sweeps)}`);
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function readLimit(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number, 1 or more.');
}

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { seededRandom } from '../../../local/simulator/rows/random.ts';
import { rowFields, rowTexts } from '../../../local/simulator/rows/row.ts';
import { type ExportFormat, exportTables } from '../../../shared/operations/export/export-columns.ts';
import { exportDays } from '../../../shared/operations/export/export-days.ts';
import type { MirrorOptions } from '../../../shared/operations/export/mirror-day.ts';
import { startCliFixture } from '../cli/cli-fixture.ts';

// Whatever happens between two mirrors, and to a mirror, the folder then equals a fresh export.

const days = ['2026-11-19', '2026-11-20'];
const hour = 3_600_000;
let folders: string;
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
beforeEach(async () => {
  folders = await mkdtemp(join(tmpdir(), 'mirror-histories-'));
  fixture = await startCliFixture({ startAt: Date.parse('2026-11-20T09:00:00Z') });
});
afterEach(async () => {
  await fixture.close();
  await rm(folders, { recursive: true });
});

const killed = new Error('killed');
type MirrorWish = { readonly format: ExportFormat; readonly options: MirrorOptions; readonly rowsUntilKill?: number };

function mirror(dir: string, { format, options, rowsUntilKill = Infinity }: MirrorWish) {
  let rows = 0;
  const store = { client: fixture.client, table: 'Captures', now: fixture.now };
  const tell = () => {
    rows += 1;
    if (rows > rowsUntilKill) throw killed;
  };
  return exportDays({ days, tables: exportTables, format, dir, options }, { store, now: fixture.now, tell });
}

/** Each table's file by its name: bytes of texts, values of Parquet. */
async function contents(dir: string): Promise<Record<string, unknown>> {
  const names = (await readdir(dir, { recursive: true })).filter((name) => name.includes('part-')).sort();
  const read = async (name: string) => {
    const bytes = await readFile(join(dir, name));
    return name.endsWith('.parquet') ? parquetReadObjects({ file: new Uint8Array(bytes).buffer }) : bytes.toString();
  };
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name)])));
}

/** A meeting whose report is corrected by a row that goes, between its first poll and the second. */
function correctedMeeting(seed: number, endTime: string): SimulatedMeeting {
  const meeting = generateMeeting({ seed, participants: 6, minutes: 3, endTime });
  const from = new Date(Date.parse(endTime) + hour / 2).toISOString();
  return { ...meeting, versions: [{ from, report: rowTexts(meeting.report).slice(1).map(rowFields) }] };
}

async function expire(uuid: string): Promise<void> {
  const query = new QueryCommand({
    TableName: 'Captures',
    KeyConditionExpression: 'pk = :uuid',
    ExpressionAttributeValues: { ':uuid': { S: uuid } },
    ProjectionExpression: 'pk, sk',
  });
  const { Items = [] } = await fixture.client.send(query);
  for (const Key of Items) await fixture.client.send(new DeleteItemCommand({ TableName: 'Captures', Key }));
}

/** Until some first polls, all first polls, the second ones, the last ones. */
const minutesAhead = [6, 16, 80, 1_500];
async function captureFor(minutes: number): Promise<void> {
  const until = fixture.now() + minutes * 60_000;
  await fixture.drain({ until });
  fixture.advance(Math.max(0, until - fixture.now()));
}

const settings: readonly MirrorOptions[] = [{}, { blanks: 'null' }, { settled: true }];

test.each([
  ['csv', 1],
  ['jsonl', 2],
  ['parquet', 4],
] as const)(
  'after each step of a random history a mirror in %s equals a fresh export (seed %i)',
  async (format, seed) => {
    const random = seededRandom(seed);
    const upTo = (count: number) => Math.floor(random() * count);
    const dir = join(folders, 'mirror');
    const meetings: SimulatedMeeting[] = [];
    let options: MirrorOptions = {};
    const steps = {
      async end() {
        const endTime = random() < 0.4 ? '2026-11-19T10:00:00Z' : new Date(fixture.now()).toISOString();
        const meeting = correctedMeeting(seed * 100 + meetings.length, endTime);
        meetings.push(meeting);
        fixture.simulator.addMeeting(meeting);
        fixture.end(meeting);
      },
      capture: () => captureFor(minutesAhead[upTo(minutesAhead.length)] ?? 0),
      firstPolls: () => captureFor(16),
      lastPolls: () => captureFor(1_500),
      async erase() {
        const meeting = meetings[upTo(meetings.length)];
        const rows = meeting ? rowTexts(meeting.report).map(rowFields) : [];
        const emails = rows.map((row) => row.user_email).filter(Boolean);
        const email = emails[upTo(emails.length)];
        if (email !== undefined)
          expect(await fixture.cli('erase', '--person', String(email))).toMatchObject({ exitCode: 0 });
      },
      async expire() {
        const [meeting] = meetings.length > 1 ? meetings.splice(upTo(meetings.length), 1) : [];
        if (meeting) await expire(meeting.uuid);
      },
      async otherSettings() {
        options = settings[upTo(settings.length)] ?? {};
      },
      async killMirror() {
        await mirror(dir, { format, options, rowsUntilKill: upTo(30) }).catch((error: unknown) =>
          expect(error).toBe(killed),
        );
      },
    };
    const names = [
      'end',
      'end',
      'capture',
      'capture',
      'capture',
      'erase',
      'expire',
      'otherSettings',
      'killMirror',
    ] as const;
    const begin = ['end', 'end', 'firstPolls', 'erase', 'lastPolls'] as const;
    const taken: string[] = [];
    for (let step = 0; step < 5; step += 1) {
      const name = begin[step] ?? names[upTo(names.length)];
      taken.push(name ?? '');
      await steps[name ?? 'end']();
      if (name === 'killMirror') continue;
      await mirror(dir, { format, options });
      const fresh = join(folders, `fresh-${step}`);
      await mirror(fresh, { format, options });
      expect({ taken, files: await contents(dir) }).toEqual({ taken, files: await contents(fresh) });
      const again = await mirror(dir, { format, options });
      expect(again.files.filter(({ did }) => did !== 'nothing')).toEqual([]);
      expect(again.foreign).toEqual([]);
    }
  },
);

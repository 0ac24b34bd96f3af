import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { inventedAccount } from '../../../local/simulator/zoom/account.ts';
import { datasets, knownDatasets } from '../../../shared/domain/dataset.ts';
import { type DayRequest, mirrorDay } from '../../../shared/operations/export/mirror-day.ts';
import { diskFolder } from '../../../shared/operations/export/mirror-folder.ts';
import { type ExportTable, tablesOf } from '../../../shared/operations/export/tables/export-columns.ts';
import { startCliFixture } from '../cli/cli-fixture.ts';

const day = '2026-11-20';
const captured = [...datasets, 'registrants'] as const;
const usual = tablesOf(datasets);
const meeting = generateMeeting({
  seed: 17,
  participants: 3,
  minutes: 5,
  registrants: 4,
  endTime: `${day}T08:58:00Z`,
});
let dir: string;
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mirror-held-'));
  fixture = await startCliFixture();
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting, captured);
  await fixture.drain();
});
afterAll(async () => {
  await fixture.close();
  await rm(dir, { recursive: true });
});

async function mirrored(tables: readonly ExportTable[]): Promise<string[]> {
  const { client, now } = fixture;
  const request: DayRequest = {
    day,
    tables,
    withHeld: true,
    format: 'jsonl',
    folder: diskFolder(dir),
    accounts: [inventedAccount.accountId],
    options: {},
  };
  const store = { client, table: 'Captures', now };
  const outcomes = await mirrorDay(request, { store, now, scratch: dir, checkLock: async () => {}, tell: () => {} });
  return outcomes.map(({ entry }) => entry.table);
}

test('a dataset that a stage captures no longer is mirrored where the mirror has it, and nowhere else', async () => {
  expect(await mirrored(usual)).toEqual(usual);
  expect(await readdir(dir)).not.toContain('registrants');
  const all = await mirrored(tablesOf(captured));
  expect(await readdir(join(dir, 'registrants'))).toEqual([`day=${day}`]);
  expect(await mirrored(usual)).toEqual(all);
  await writeFile(join(dir, `_manifest/jsonl/day=${day}.json`), 'not a state');
  // Nobody can say by then what it has: every dataset is looked at.
  expect(await mirrored(usual)).toEqual(tablesOf(knownDatasets));
});

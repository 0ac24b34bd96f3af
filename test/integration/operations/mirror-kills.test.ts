import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { sortKeys } from '../../../shared/dynamo/schema.ts';
import { findForeignFiles } from '../../../shared/operations/export/foreign-files.ts';
import { mirrorDay } from '../../../shared/operations/export/mirror-day.ts';
import { diskFolder, type MirrorFolder } from '../../../shared/operations/export/mirror-folder.ts';
import { startCliFixture } from '../cli/cli-fixture.ts';

// A mirror that is killed at any step of what it does to its folder: the next one makes the folder equal to the store.

const day = '2026-11-19';
const tables = ['meetings', 'report', 'attendance'] as const;
let folders: string;
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
let firstUuid: string;
beforeEach(async () => {
  folders = await mkdtemp(join(tmpdir(), 'mirror-kills-'));
  fixture = await startCliFixture({ startAt: Date.parse('2026-11-20T09:00:00Z') });
  firstUuid = await captureOne(71);
});
afterEach(async () => {
  await fixture.close();
  await rm(folders, { recursive: true });
});

async function captureOne(seed: number): Promise<string> {
  const meeting = generateMeeting({ seed, participants: 4, minutes: 3, endTime: `${day}T12:00:00Z` });
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting);
  await fixture.drain({ atOnce: 5 });
  return meeting.uuid;
}

/** As retention does it: what is left of a meeting without its item is nobody's. */
async function expire(uuid: string): Promise<void> {
  const Key = { pk: { S: uuid }, sk: { S: sortKeys.meeting } };
  await fixture.client.send(new DeleteItemCommand({ TableName: 'Captures', Key }));
}

const killed = new Error('killed');

/** The folder until so many of its steps are done; `half`: the last one was done, and nobody heard of it. */
function killedAfter(folder: MirrorFolder, steps: number, half: boolean): MirrorFolder {
  let left = steps;
  const step =
    <Args extends readonly unknown[]>(work: (...args: Args) => Promise<void>) =>
    async (...args: Args) => {
      if (left > 0) {
        left -= 1;
        return work(...args);
      }
      if (half) await work(...args);
      throw killed;
    };
  return { ...folder, writeText: step(folder.writeText), place: step(folder.place), remove: step(folder.remove) };
}

async function mirror(folder: MirrorFolder) {
  const scratch = join(folders, 'scratch');
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch);
  const store = { client: fixture.client, table: 'Captures', now: fixture.now };
  const accounts = [fixture.simulator.credentials.accountId];
  const request = { day, tables, format: 'csv', folder, accounts, options: {} } as const;
  return mirrorDay(request, { store, now: fixture.now, scratch, checkLock: async () => {}, tell: () => {} });
}

const contents = (dir: string) =>
  Promise.all(tables.map((table) => readFile(join(dir, table, `day=${day}`, 'part-00000.csv'), 'utf8')));

test('a mirror that is killed between its state and any of its files is made whole by the next one', async () => {
  const fresh = join(folders, 'fresh');
  const dirs: string[] = [];
  for (const half of [false, true]) {
    // The state, then a file a table.
    for (let steps = 0; steps <= tables.length; steps += 1) {
      const dir = join(folders, `${half}-${steps}`);
      dirs.push(dir);
      await expect(mirror(killedAfter(diskFolder(dir), steps, half))).rejects.toThrow(killed);
      await mirror(diskFolder(dir));
    }
  }
  await mirror(diskFolder(fresh));
  for (const dir of dirs) expect(await contents(dir), dir).toEqual(await contents(fresh));

  // The same over files that are there already.
  await captureOne(72);
  for (const [at, dir] of dirs.entries()) {
    const steps = at % (tables.length + 1);
    await expect(mirror(killedAfter(diskFolder(dir), steps, at > tables.length))).rejects.toThrow(killed);
    await mirror(diskFolder(dir));
  }
  await mirror(diskFolder(fresh));
  for (const dir of dirs) {
    expect(await contents(dir), dir).toEqual(await contents(fresh));
    const again = await mirror(diskFolder(dir));
    expect(again.map(({ did }) => did)).toEqual(tables.map(() => 'nothing'));
  }
});

test('a mirror that dies before former contents are deleted has them deleted by the next one, and once', async () => {
  const asked: string[] = [];
  const folder = diskFolder(join(folders, 'versions'));
  const keeping: MirrorFolder = { ...folder, forget: async (name) => asked.push(name) };
  const dying: MirrorFolder = { ...folder, forget: () => Promise.reject(killed) };
  const uuid = await captureOne(73);
  await mirror(keeping);
  expect(asked).toEqual([]);
  await expire(uuid);
  await expect(mirror(dying)).rejects.toThrow(killed);
  const next = await mirror(keeping);
  expect(next.map(({ did }) => did)).toEqual(tables.map(() => 'nothing'));
  expect(asked).toEqual(next.map(({ name }) => name));
  await mirror(keeping);
  expect(asked).toHaveLength(tables.length);
});

test('files that a mirror died before deleting are its own, and what stands in their place later is not', async () => {
  const dir = join(folders, 'undeleted');
  await mirror(diskFolder(dir));
  await expire(firstUuid);
  await expect(mirror(killedAfter(diskFolder(dir), 1, false))).rejects.toThrow(killed);
  expect(await contents(dir)).toHaveLength(tables.length);
  expect(await findForeignFiles(dir)).toEqual([]);
  const name = `report/day=${day}/part-00000.csv`;
  await writeFile(join(dir, name), 'of somebody else');
  expect(await findForeignFiles(dir)).toEqual([name]);
});

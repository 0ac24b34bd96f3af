import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storedText } from '../../support/stored-text.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stored-text-'));
});
afterAll(() => rm(folder, { recursive: true }));

const people = Array.from({ length: 3_000 }, (_, number) => `Person number ${number} of them all`);

test('the text of a database on disk is found in its compressed blocks', async () => {
  const db = new ClassicLevel(join(folder, 'level'));
  for (const name of people) await db.put(name, JSON.stringify({ name, again: name }));
  await db.compactRange('', '~');
  await db.close();
  const tables = (await readdir(join(folder, 'level'))).filter((name) => name.endsWith('.ldb'));
  const texts = await Promise.all(tables.map((name) => storedText(join(folder, 'level', name))));
  const raw = await Promise.all(tables.map((name) => readFile(join(folder, 'level', name), 'latin1')));
  const within = (all: readonly string[]) => people.filter((name) => all.join().includes(`"name":"${name}"`));
  expect(within(texts)).toEqual(people);
  expect(within(raw).length).toBeLessThan(people.length);
});

test('the text of a Parquet file is found in its compressed columns', async () => {
  const path = join(folder, 'people.parquet');
  const file = parquetWriteBuffer({ columnData: [{ name: 'name', data: people, type: 'STRING' }] });
  await writeFile(path, Buffer.from(file));
  const text = await storedText(path);
  expect(people.filter((name) => !text.includes(`"${name}"`))).toEqual([]);
});

import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWhole } from '../../../shared/operations/whole-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whole-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a file is written under a name that nobody can guess, so that no link leads the writing elsewhere', async () => {
  const path = join(folder, 'page.html');
  const elsewhere = join(folder, 'elsewhere');
  await writeFile(elsewhere, 'mine');
  await symlink(elsewhere, `${path}.part`);
  const names: string[] = [];
  for (const text of ['one', 'two']) {
    await writeWhole(path, async (partPath) => {
      names.push(partPath);
      await writeFile(partPath, text);
    });
  }
  expect(await readFile(path, 'utf8')).toBe('two');
  expect(await readFile(elsewhere, 'utf8')).toBe('mine');
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name.slice(path.length)).toMatch(/^\.[0-9a-f-]{36}\.part$/);
});

test('a file that is a link is replaced, and what it leads to is not written', async () => {
  const path = join(folder, 'page.html');
  const elsewhere = join(folder, 'elsewhere');
  await writeFile(elsewhere, 'mine');
  await symlink(elsewhere, path);
  await writeWhole(path, (partPath) => writeFile(partPath, 'page'));
  expect([await readFile(path, 'utf8'), await readFile(elsewhere, 'utf8')]).toEqual(['page', 'mine']);
});

test('a file whose writing fails leaves nothing behind', async () => {
  const failed = writeWhole(join(folder, 'page.html'), () => Promise.reject(new Error('full')));
  await expect(failed).rejects.toThrow('full');
  expect(await readdir(folder)).toEqual([]);
});

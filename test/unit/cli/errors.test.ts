import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainError } from '../../../cli/errors.ts';
import { writeWhole } from '../../../shared/operations/whole-file.ts';
import { BusyError, ConfigurationError } from '../../../shared/runtime/errors.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'explain-error-'));
  await writeFile(join(dir, 'file'), '');
  await mkdir(join(dir, 'folder'));
});
afterAll(() => rm(dir, { recursive: true }));

const inDir = (name: string) => join(dir, name);
const explained = (work: Promise<unknown>) =>
  work.then(
    () => 'It went well.',
    (error: unknown) => explainError(error),
  );

test('a path that cannot be written is named, with what to do', async () => {
  expect(await explained(mkdir(inDir('file'), { recursive: true }))).toBe(
    `${inDir('file')} is there, and is no folder: choose another.`,
  );
  expect(await explained(writeWhole(inDir('none/page.html'), async () => {}))).toBe(
    `${inDir('none/page.html')} is not there, or its folder is not: make the folder, or choose another.`,
  );
  expect(await explained(writeFile(inDir('file/page.html'), ''))).toMatch(/page\.html leads through a file as if/);
  expect(await explained(rename(inDir('file'), inDir('folder')))).toBe(`${inDir('folder')} is a folder: name a file.`);
});

test('an error that passes by itself says so, and none that a person has to mend', () => {
  expect(explainError(new BusyError('There is no room.'))).toBe('There is no room. Try again in a minute.');
  expect(explainError(new ConfigurationError('PORT is wrong.'))).toBe('PORT is wrong.');
});

test('an error that nobody foresaw says how to see more of it', () => {
  expect(explainError(new Error('No such thing'))).toBe('No such thing. (DEBUG=1 shows more.)');
});

import { mkdtempDisposable, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openParquet } from '../../../shared/operations/export/tables/parquet-sink.ts';
import { openCsv, openJsonLines } from '../../../shared/operations/export/tables/text-sinks.ts';

test.each([
  ['csv', openCsv],
  ['jsonl', openJsonLines],
  ['parquet', openParquet],
] as const)('an export as %s is not written where a link leads', async (_format, openSink) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'new-files-'));
  const elsewhere = join(folder.path, 'elsewhere');
  await writeFile(elsewhere, 'mine');
  await symlink(elsewhere, join(folder.path, 'linked'));
  await expect(openSink(join(folder.path, 'linked'), 'report')).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readFile(elsewhere, 'utf8')).toBe('mine');
  const path = join(folder.path, 'new');
  await (await openSink(path, 'report')).finish();
  expect((await readFile(path)).length).toBeGreaterThanOrEqual(0);
});

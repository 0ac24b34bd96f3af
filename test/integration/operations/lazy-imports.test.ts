import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

/** Packages of npm that a process has loaded once it has imported these files, at a time when it has called nothing. */
async function packagesLoadedBy(...files: readonly string[]): Promise<string[]> {
  const script = `
    import { registerHooks } from 'node:module';
    const urls = [];
    registerHooks({ resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      urls.push(resolved.url);
      return resolved;
    } });
    for (const file of ${JSON.stringify(files)}) await import(file);
    console.log(JSON.stringify(urls));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: process.cwd() });
  const urls: readonly string[] = JSON.parse(stdout);
  const names = urls.map((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
}

test('an export loads the writer of Parquet for that format alone', async () => {
  const loaded = await packagesLoadedBy('./shared/operations/export/export-days.ts');
  expect(loaded).toContain('csv-stringify');
  expect(loaded).not.toContain('hyparquet-writer');
});

test('the command line loads no writers, charts, engines or rare clients before a command needs them', async () => {
  const loaded = await packagesLoadedBy('./cli/program.ts', './cli/source/stack.ts');
  expect(loaded).toContain('commander');
  const rare = ['client-lambda', 'client-secrets-manager', 'client-cloudformation'].map((name) => `@aws-sdk/${name}`);
  const large = ['hyparquet-writer', 'listr2', 'd3-scale', 'fauxqs', 'dynalite'];
  expect(loaded.filter((name) => [...rare, ...large].includes(name))).toEqual([]);
});

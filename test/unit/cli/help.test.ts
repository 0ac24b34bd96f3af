import { expect, test } from 'vitest';
import { runCli } from '../../../cli/program.ts';
import { createSink } from '../../support/sink.ts';

test('the list of options and commands fits a terminal of 80 columns', async () => {
  const [stdout, stderr] = [createSink(), createSink()];
  const context = { stdout: stdout.stream, stderr: stderr.stream, env: {}, now: Date.now, sleep: async () => {} };
  expect(await runCli(['--help'], { ...context, openStack: () => Promise.reject(new Error('It asks nothing.')) })).toBe(
    0,
  );
  const [list = ''] = stdout.text().split('Examples:');
  expect(list).toContain('\n  status [options] [uuid] ');
  expect(Math.max(...list.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
});

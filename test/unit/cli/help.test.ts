import { expect, test } from 'vitest';
import { cliWithoutStack } from '../../support/cli-without-stack.ts';

test('the list of options and commands fits a terminal of 80 columns', async () => {
  const { exitCode, stdout } = await cliWithoutStack('--help');
  expect(exitCode).toBe(0);
  const [list = ''] = stdout.split('Examples:');
  expect(list).toContain('\n  status [options] [uuid] ');
  expect(Math.max(...list.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
});

test.each([
  ['--help'],
  ...['status', 'rows', 'redrive', 'export', 'erase'].map((command) => [command, '--help']),
  ['help', 'rows'],
])('the command line shows help with examples: %s %s', async (...args) => {
  const { exitCode, stdout, stderr } = await cliWithoutStack(...args.filter((arg) => arg !== undefined));
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: zoom-capture .*\n {2}\$ npm run --silent cli -- .*--local/s);
});

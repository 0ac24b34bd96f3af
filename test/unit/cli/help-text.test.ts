import { expect, test } from 'vitest';
import { commandList } from '../../../cli/command-list.ts';
import { fitHelp } from '../../../cli/output/help-text.ts';
import { runCli } from '../../../cli/program.ts';
import { cliWithoutStack } from '../../support/cli-without-stack.ts';
import { createSink } from '../../support/sink.ts';

test.each([80, 120])('no help has a line that a terminal of %d columns would wrap', async (columns) => {
  for (const args of [[], ...commandList.map(({ name }) => [name]), ['backfill', 'status']]) {
    const [stdout, stderr] = [createSink({ isTTY: true, columns }), createSink()];
    const context = { stdout: stdout.stream, stderr: stderr.stream, env: {}, now: Date.now, sleep: async () => {} };
    const openStack = () => Promise.reject(new Error('It asks nothing.'));
    expect(await runCli([...args, '--help'], { ...context, openStack })).toBe(0);
    expect(stdout.text()).toContain(`Usage: ${['zoom-capture', ...args].join(' ')}`);
    expect(stdout.text()).toContain('\nExamples:');
    const tooWide = stdout
      .text()
      .split('\n')
      .filter((line) => line.length > columns && !/^ *https:\S+$/.test(line));
    expect({ args, tooWide }).toEqual({ args, tooWide: [] });
  }
});

test('a command of the help that is too wide goes on below a backslash, and a paragraph is broken anew', () => {
  const text =
    'One two three four and some\nfive six.\n\nExamples:\n  $ zoom-capture status --json --limit 5\n  - a b c d e f g h i j k l m n o p';
  expect(fitHelp(text, 24)).toBe(
    'One two three four and\nsome five six.\n\nExamples:\n  $ zoom-capture \\\n      status --json \\\n      --limit 5\n  - a b c d e f g h i j\n    k l m n o p',
  );
  expect(fitHelp(text, Number.POSITIVE_INFINITY)).toBe(text);
});

test.each([['--help'], ['rows', '--help'], ['help', 'rows']])(
  'help for a program, by %s %s, has examples',
  async (...args) => {
    const { exitCode, stdout, stderr } = await cliWithoutStack(...args.filter((arg) => arg !== undefined));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: zoom-capture .*\n {2}\$ zoom-capture .*--local/s);
  },
);

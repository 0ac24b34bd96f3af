import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandList } from '../../../cli/command-list.ts';
import { cliWithoutStack } from '../../support/cli-without-stack.ts';

async function scriptFor(shell: string): Promise<string> {
  const { exitCode, stdout } = await cliWithoutStack('completion', shell);
  expect(exitCode).toBe(0);
  return stdout;
}

const bash = await scriptFor('bash');

/** What bash offers for the last word. */
const offered = (...words: string[]): string[] => {
  const type = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _zoom_capture; echo "\${COMPREPLY[@]}"`;
  const text = execFileSync('bash', ['-c', `${bash}\n${type}`, 'bash', 'zoom-capture', ...words], { encoding: 'utf8' });
  return text.trim().split(' ').filter(Boolean);
};

test('bash completes commands, their options, and the values that these can have', () => {
  expect(offered('sta')).toEqual(['status']);
  expect(offered('')).toEqual(expect.arrayContaining([...commandList.map(({ name }) => name), '--local']));
  expect(offered('--tz', 'UTC', 'status', '--st')).toEqual(['--state', '--stage', '--stack']);
  expect(offered('quality', '--medium', '')).toEqual(['audio', 'video', 'share']);
  expect(offered('backfill', 'p')).toEqual(['pause']);
  // Anything: bash then offers files.
  expect(offered('export', '--out', '')).toEqual([]);
});

test.each(['zsh', 'fish'])('the script for %s has every command with what it is about', async (shell) => {
  const script = await scriptFor(shell);
  for (const { name, about } of commandList) {
    expect(script).toContain(name);
    expect(script).toContain(about.slice(0, 20).split("'")[0]);
  }
  expect(script).toContain('--data-dir'.slice(2));
});

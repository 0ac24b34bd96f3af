#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastListIn } from './output/last-list.ts';
import { runCli } from './program.ts';

// A write that fails tells its caller; without a listener it would end the process as well.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

// Files that commands write have people in them: for their owner alone.
process.umask(0o077);

const { stdin, stdout, stderr, env } = process;
process.exitCode = await runCli(process.argv.slice(2), {
  stdout,
  stderr,
  env,
  now: Date.now,
  sleep: (ms) => sleep(ms),
  // Loaded by who reads: help waits for no client of AWS.
  lastList: lastListIn(env),
  openStack: async (source) => (await import('./source/stack.ts')).openStack(source),
  readInput: () => text(stdin),
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  ...(stdin.isTTY && stderr.isTTY && { ask }),
});

async function ask(question: string): Promise<boolean> {
  // Loaded here alone: most commands ask nothing.
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

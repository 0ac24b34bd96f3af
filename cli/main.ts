import { setTimeout as sleep } from 'node:timers/promises';
import { runCli } from './program.ts';
import { openStack } from './source/stack.ts';

// A write that fails tells its caller; without a listener it would end the process as well.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

// Files that commands write have people in them: for their owner alone.
process.umask(0o077);

const { stdout, stderr, env } = process;
process.exitCode = await runCli(process.argv.slice(2), {
  stdout,
  stderr,
  env,
  now: Date.now,
  sleep: (ms) => sleep(ms),
  openStack,
});

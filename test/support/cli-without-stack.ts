import { runCli } from '../../cli/program.ts';
import { createSink } from './sink.ts';

/** What a command fails with that asks a stack for something. */
export const noStack = 'There is no stack here.';

/** Runs a command line beside no stack. */
export async function cliWithoutStack(...args: string[]) {
  const [stdout, stderr] = [createSink(), createSink()];
  const exitCode = await runCli(args, {
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: {},
    now: Date.now,
    sleep: async () => {},
    openStack: () => Promise.reject(new Error(noStack)),
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

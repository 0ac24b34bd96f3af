import { runCli } from '../../cli/program.ts';
import { createSink } from './sink.ts';

/** Runs a command line that asks no stack for anything. */
export async function cliWithoutStack(...args: string[]) {
  const [stdout, stderr] = [createSink(), createSink()];
  const exitCode = await runCli(args, {
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: {},
    now: Date.now,
    sleep: async () => {},
    openStack: () => Promise.reject(new Error('It asks nothing.')),
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

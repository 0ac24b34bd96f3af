import { Writable } from 'node:stream';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { runCli } from '../../../cli/run-cli.ts';
import type { Source } from '../../../cli/source.ts';
import { encodeAccount } from '../../../shared/dynamo/meetings/meeting-accounts.ts';
import { type BenchOptions, startBench } from '../../harness/capture-bench.ts';
import { startQueues } from './queues.ts';

/** A stream that keeps what is written. */
export function createSink() {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text };
}

/** The bench with its tables as a stack that commands open, and a way to run commands within this process. */
export async function startCliBench(options: BenchOptions = {}) {
  const bench = await startBench(options);
  /** Those that an operator's commands work on; the bench's own are in its own time. */
  const queues = await startQueues();
  const outputs: Readonly<Record<string, string>> = {
    ...queues.outputs,
    CapturesTable: 'Captures',
    ControlTable: 'Control',
  };
  /** What answers for the deployed functions, by their outputs. */
  const functions: Record<string, (payload: unknown) => Promise<unknown>> = {};
  const addAccount = (account: string) =>
    bench.client.send(
      new PutItemCommand({ TableName: 'Captures', Item: encodeAccount(account, '2026-11-20T09:00:00Z') }),
    );
  await addAccount(bench.simulator.credentials.accountId);
  const rim = { env: {} as Record<string, string>, sleep: bench.sleep };
  const endpoint = await bench.client.config.endpoint?.();
  return {
    ...bench,
    addAccount,
    /** Of the world that commands run in, what a test may change. */
    rim,
    functions,
    queues,
    dynamodbUrl: `http://127.0.0.1:${endpoint?.port}`,
    async cli(...args: string[]) {
      const stdout = createSink();
      const stderr = createSink();
      const opened: Source[] = [];
      const exitCode = await runCli(args, {
        stdout: stdout.stream,
        stderr: stderr.stream,
        ...rim,
        now: bench.now,
        async openStack(source) {
          opened.push(source);
          return {
            dynamodb: bench.client,
            sqs: queues.sqs,
            running: true,
            output: (name) => outputs[name] ?? '',
            invoke: async (name, payload) => functions[name]?.(payload),
            close: async () => {},
          };
        },
      });
      return { exitCode, stdout: stdout.text(), stderr: stderr.text(), opened };
    },
    async close() {
      await queues.close();
      await bench.close();
    },
  };
}

/** What the single line of `status --json` holds. */
export function meetingsOf(stdout: string): Record<string, unknown>[] {
  const lines = stdout.trimEnd().split('\n');
  if (lines.length !== 1) throw new Error(`There are ${lines.length} lines.`);
  return JSON.parse(lines[0] ?? '').meetings;
}

import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { CommandContext } from '../../../cli/command-context.ts';
import { runCli } from '../../../cli/program.ts';
import type { Source } from '../../../cli/source/source.ts';
import { encodeAccount } from '../../../shared/dynamo/meetings/meeting-accounts.ts';
import { type CaptureFixtureOptions, startCaptureFixture } from '../../support/capture/capture-fixture.ts';
import { createSink } from '../../support/sink.ts';
import { storeSecret } from '../../support/store-secret.ts';
import { startQueues } from './queues.ts';

/** Captures on embedded engines, with their tables as a stack that commands open, and a way to run commands in this process. */
export async function startCliFixture(options: CaptureFixtureOptions = {}) {
  const fixture = await startCaptureFixture({ engine: 'embedded', ...options });
  /** Those that commands work on. The captures' own are in the fixture's time. */
  const queues = await startQueues();
  const outputs: Readonly<Record<string, string>> = {
    ...queues.outputs,
    CapturesTable: 'Captures',
    ControlTable: 'Control',
  };
  /** What answers for the deployed sweep function, where a test sets it. */
  const sweepFunction: { answer?: (request: object) => Promise<unknown> } = {};
  /** What answers for the function of the lake; a stage without one has no lake. */
  const lakeFunction: { answer?: (request: object) => Promise<unknown> } = {};
  const addAccount = (account: string) =>
    fixture.client.send(
      new PutItemCommand({ TableName: 'Captures', Item: encodeAccount(account, '2026-11-20T09:00:00Z') }),
    );
  await addAccount(fixture.simulator.credentials.accountId);
  const context: {
    env: Record<string, string>;
    sleep: CommandContext['sleep'];
    readInput?: () => Promise<string>;
    timeZone?: string;
  } = {
    env: {},
    sleep: fixture.sleep,
  };
  /** What the stage says of itself, where a test sets it. */
  const stage: { timeZone?: string | undefined; internalDomains?: string | undefined } = {};
  const terminal = { ask: undefined as CommandContext['ask'], isTTY: false, columns: 80 };
  return {
    ...fixture,
    addAccount,
    /** Of the context that commands run in, what a test may change. */
    context,
    /** Whether somebody can be asked, and what they answer. */
    terminal,
    sweepFunction,
    lakeFunction,
    stage,
    queues,
    dynamodbUrl: fixture.parts.dynamodb.url,
    async cli(...args: string[]) {
      const stdout = createSink(terminal);
      const stderr = createSink(terminal);
      const opened: Source[] = [];
      const exitCode = await runCli(args, {
        stdout: stdout.stream,
        stderr: stderr.stream,
        ...context,
        ...(terminal.ask && { ask: terminal.ask }),
        now: fixture.now,
        async openStack(source) {
          opened.push(source);
          return {
            dynamodb: fixture.client,
            sqs: queues.sqs,
            running: true,
            timeZone: stage.timeZone,
            output: (name) => outputs[name] ?? '',
            invokeLake: async (request) => lakeFunction.answer?.(request),
            optionalOutput(name) {
              if (name === 'InternalDomains') return stage.internalDomains;
              return name === 'LakeFunction' && lakeFunction.answer ? 'lake' : outputs[name];
            },
            storeSecret,
            invokeSweep: async (request) => sweepFunction.answer?.(request),
            compact: async () => {},
            close: async () => {},
          };
        },
      });
      return { exitCode, stdout: stdout.text(), stderr: stderr.text(), opened };
    },
    async close() {
      await queues.close();
      await fixture.close();
    },
  };
}

/** What the single line of `status --json` holds. */
export function meetingsOf(stdout: string): Record<string, unknown>[] {
  const lines = stdout.trimEnd().split('\n');
  if (lines.length !== 1) throw new Error(`There are ${lines.length} lines.`);
  return JSON.parse(lines[0] ?? '').meetings;
}

import { readFile } from 'node:fs/promises';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type Plan, plans } from '../../shared/domain/account/plan.ts';
import { endWithParent } from '../server-process.ts';
import { commandsHelp, createCommands, readCommands } from './commands.ts';
import { type Fault, parseFault } from './faults/fault.ts';
import type { SimulatedMeeting } from './meeting.ts';
import type { Latency, SimulatorOptions } from './options.ts';
import { parseScenario, scenarioOptions } from './scenario.ts';
import { startSimulator } from './simulator.ts';
import { sendEndedEvents } from './webhook-events.ts';
import { inventedAccount, type SimulatedAccount } from './zoom/account.ts';

type Arguments = {
  readonly port: number;
  readonly plan?: Plan;
  readonly scenario?: string;
  readonly fault: readonly Fault[];
  readonly latencyMs?: Latency;
  readonly webhook?: string;
  readonly commands?: true;
};

const examples = `
Examples:
  $ npm run --silent simulator
      sample meetings that ended just now, on port 4000
  $ npm run --silent simulator -- --port 4000 --plan pro --latency-ms 50-400
  $ npm run --silent simulator -- --webhook http://127.0.0.1:3000/webhook
      sends the ended event of every meeting to that receiver when ready
  $ npm run --silent simulator -- --fault server-error,status=503,times=3 --fault not-ready,polls=2,match.dataset=report
  $ npm run --silent simulator -- --scenario my-scenario.json
  $ npm run --silent simulator -- --webhook http://127.0.0.1:3000/webhook --commands

${commandsHelp}

Every fault and the scenario's fields are in local/simulator/README.md.
When ready it prints one line of JSON (URLs and invented credentials), and runs until SIGINT or SIGTERM.`;

const invalid = (error: unknown) => new InvalidArgumentError(error instanceof Error ? error.message : String(error));

function readFault(text: string, faults: readonly Fault[]): Fault[] {
  try {
    return [...faults, parseFault(text)];
  } catch (error) {
    throw invalid(error);
  }
}

function readPort(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It must be a number from 0 (any free one) to 65535.');
}

function readLatency(text: string): Latency {
  const [, minMs, maxMs] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (minMs === undefined) throw new InvalidArgumentError('It must be milliseconds, such as 100 or 50-400.');
  return maxMs === undefined ? Number(minMs) : { minMs: Number(minMs), maxMs: Number(maxMs) };
}

/** A scenario that cannot be read is wrong usage. */
async function readScenario(path: string | undefined): Promise<SimulatorOptions> {
  try {
    const content: unknown = path === undefined ? {} : JSON.parse(await readFile(path, 'utf8'));
    return scenarioOptions(parseScenario(content), new Date());
  } catch (error) {
    return program.error(error instanceof Error ? error.message : String(error));
  }
}

async function run({ port, plan, scenario: path, fault, latencyMs, webhook, commands }: Arguments): Promise<void> {
  endWithParent();
  const options = await readScenario(path);
  const stop = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const faults = [...fault, ...(options.faults ?? [])];
  const simulator = await startSimulator({
    ...options,
    port,
    plan: plan ?? options.plan,
    latencyMs: latencyMs ?? options.latencyMs,
    faults,
  });
  const { apiUrl, oauthUrl, credentials } = simulator;
  process.stdout.write(`${JSON.stringify({ ready: true, apiUrl, oauthUrl, ...credentials })}\n`);
  const [first = inventedAccount, ...others] = options.accounts ?? [];
  const accounts = [first, ...others] as const;
  if (webhook !== undefined) await announce(simulator.meetings, webhook, accounts);
  const tell = (text: string) => void process.stderr.write(`${text}\n`);
  const command = createCommands({ simulator, accounts, webhookUrl: webhook, faults, tell });
  await Promise.race([stop, commands ? readCommands(process.stdin, command) : stop]);
  process.stdin.destroy();
  await simulator.close();
}

async function announce(
  meetings: readonly SimulatedMeeting[],
  webhookUrl: string,
  accounts: readonly [SimulatedAccount, ...SimulatedAccount[]],
): Promise<void> {
  const sent = await sendEndedEvents(meetings, { webhookUrl, accounts });
  for (const { uuid, status } of sent) process.stderr.write(`${uuid} ended: HTTP ${status}\n`);
}

const program = new Command('simulator')
  .description('Zoom on this machine: OAuth, dashboards and reports, with its limits and faults.')
  .option('--port <number>', 'port on 127.0.0.1; 0 takes a free one', readPort, 4000)
  .addOption(new Option('--plan <plan>', 'sets the rate limits and what there is').choices(plans))
  .option('--scenario <file>', 'JSON file with meetings, faults and settings')
  .addOption(
    new Option('--fault <fault>', 'kind,name=value,…; may be given again').argParser(readFault).default([], 'none'),
  )
  .option('--latency-ms <range>', 'what every API answer takes at the least, such as 100 or 50-400', readLatency)
  .option('--webhook <url>', 'send the ended event of every meeting there once ready')
  .option('--commands', 'take commands from standard input while it runs')
  .addHelpText('after', examples)
  .showHelpAfterError('`npm run --silent simulator -- --help` shows all options.')
  .exitOverride()
  .action(run);

try {
  await program.parseAsync();
} catch (error) {
  // Commander has already said what is wrong with the arguments; 2 is wrong usage.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

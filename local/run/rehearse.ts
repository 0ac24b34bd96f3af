import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { endWithParent } from '../server-process.ts';
import { commandsHelp, createCommands, readCommands } from '../simulator/commands.ts';
import { parseScenario, scenarioOptions } from '../simulator/scenario.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { inventedAccount } from '../simulator/zoom/account.ts';
import { shellVariables } from './shell-variables.ts';

const usage = `npm run rehearse -- [--scenario file.json] [--events]
The simulator and npm run serve against it, in a hundredth of the time (TIME_SCALE) and with data of their own (DATA_DIR,
default .rehearsal). Take turns: spoil something here, then type: npm run --silent cli -- status --local --data-dir .rehearsal
--events prints news of captures.`;

const tell = (text: string) => void process.stderr.write(`${text}\n`);

/** `npm run rehearse`: Zoom's side in this process, the product in another one, and commands on standard input. */
async function rehearse(): Promise<void> {
  endWithParent();
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: { scenario: { type: 'string' }, events: flag, help: flag },
  });
  if (values.help) return tell(`${usage}\n\n${commandsHelp}`);
  const scenario: unknown = values.scenario === undefined ? {} : JSON.parse(await readFile(values.scenario, 'utf8'));
  const options = scenarioOptions(parseScenario(scenario), new Date());
  const { faults = [], accounts: [first = inventedAccount, ...others] = [] } = options;
  const simulator = await startSimulator(options);
  const dataDir = process.env.DATA_DIR ?? '.rehearsal';
  const account = {
    ZOOM_ACCOUNT_ID: first.accountId,
    ZOOM_CLIENT_ID: first.clientId,
    ZOOM_CLIENT_SECRET: first.clientSecret,
    ZOOM_WEBHOOK_SECRET_TOKEN: first.webhookSecretToken,
  };
  const product = spawn(
    process.execPath,
    [
      ...process.execArgv,
      fileURLToPath(new URL('./serve.ts', import.meta.url)),
      ...(values.events ? ['--events'] : []),
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        TIME_SCALE: '0.01',
        ...process.env,
        DATA_DIR: dataDir,
        // So that it ends when this process is killed.
        npm_lifecycle_event: 'serve',
        ZOOM_API_URL: simulator.apiUrl,
        ZOOM_OAUTH_URL: simulator.oauthUrl,
        ...account,
      },
    },
  );
  const ended = new Promise<number>((resolve) => product.once('exit', (code) => resolve(code ?? 1)));
  const printed = createInterface(product.stdout).on('line', (line) => console.log(line));
  const ready = new Promise<string>((resolve) => printed.once('line', resolve));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => product.kill('SIGTERM'));
  const line = await Promise.race([ready, ended]);
  if (typeof line === 'string') {
    const variables = join(dataDir, 'zoom-account.sh');
    await writeFile(variables, shellVariables(account), { mode: 0o600 });
    const { webhook: webhookUrl }: { readonly webhook: string } = JSON.parse(line);
    tell(`${commandsHelp}\nFor doctor, type in the other terminal: . ${variables}`);
    const accounts = [first, ...others] as const;
    // The data folder may know those of another day's rehearsal.
    const seed = Math.floor(Date.now() / 1_000);
    await Promise.race([
      ended,
      readCommands(process.stdin, createCommands({ simulator, accounts, webhookUrl, faults, seed, tell })),
    ]);
    product.kill('SIGTERM');
  }
  process.exitCode = await ended;
  process.stdin.destroy();
  await simulator.close();
}

rehearse().catch((error: unknown) => {
  tell(error instanceof Error ? error.message : String(error));
  process.exit(2);
});

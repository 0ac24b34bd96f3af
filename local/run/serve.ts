import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithParent } from '../server-process.ts';
import { createLivePages, type PagesStart } from './live-pages.ts';
import { createNarrator } from './narrator.ts';
import { addresses, runProduct } from './run-product.ts';
import { serveSettings } from './serve-settings.ts';

/** How often the faults that came back are counted on stderr. */
const countFaultsMs = 10_000;

type Arguments = { readonly quiet: boolean; readonly events: boolean };

function readArguments(): Arguments {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ options: { quiet: flag, events: flag } }).values;
  } catch (error) {
    const { message } = error instanceof Error ? error : { message: String(error) };
    console.error(
      `${message}. npm run serve -- --quiet says nothing of what it does, --events prints news of captures; all settings are variables.`,
    );
    process.exit(2);
  }
}

/**
 * `npm run serve`: the whole product on this machine, until stopped. What it keeps is in `DATA_DIR`; killed at any moment and
 * started again, it goes on where it was.
 */
async function serve(): Promise<void> {
  endWithParent();
  // What it keeps has people in it: for its owner alone.
  process.umask(0o077);
  const { quiet, events } = readArguments();
  const { port, dataDir, ...settings } = serveSettings(process.env);
  const directory = resolve(dataDir);
  const narrator = createNarrator({ write: (line) => console.error(line), now: Date.now });
  setInterval(narrator.count, countFaultsMs).unref();
  let running: Omit<PagesStart, 'timeZone'> | undefined;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const stack = await runProduct({
    ...settings,
    unrouted: createLivePages(() => running && { ...running, timeZone }).answer,
    dataDir: directory,
    httpPort: port,
    workDir: directory,
    log: quiet ? () => {} : narrator.read,
    ...(events && { events: 'default', onEvent: (event) => console.log(JSON.stringify(event)) }),
  });
  const { webhook, dynamodb, table } = addresses(stack);
  running = { dynamodbUrl: dynamodb, table, datasets: settings.datasets };
  console.log(JSON.stringify({ ready: true, webhook, dynamodb, table }));
  if (!quiet) console.error(`Pages of what is captured: ${new URL('/', webhook).href}`);
  const stop = () => {
    stack.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

serve().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});

import { resolve } from 'node:path';
import { endWithParent } from '../server-process.ts';
import { addresses, runProduct } from './run-product.ts';
import { serveSettings } from './serve-settings.ts';

/**
 * `npm run serve`: the whole product on this machine, until stopped. What it keeps is in `DATA_DIR`; killed at any moment and
 * started again, it goes on where it was.
 */
async function serve(): Promise<void> {
  endWithParent();
  // What it keeps has people in it: for its owner alone.
  process.umask(0o077);
  const { port, dataDir, ...settings } = serveSettings(process.env);
  const directory = resolve(dataDir);
  const stack = await runProduct({ ...settings, dataDir: directory, httpPort: port, workDir: directory });
  console.log(JSON.stringify({ ready: true, ...addresses(stack) }));
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

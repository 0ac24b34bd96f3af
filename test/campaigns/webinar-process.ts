import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { nurseryMb } from '../../infra/bundling/node-options.ts';
import type { ConsumerOrder, ConsumerReport } from './webinar-consumer.ts';

/**
 * In MB, as a function of 512 MB has it: Lambda's bootstrap gives the old generation nine tenths of the memory, and the stack sets
 * the nursery. Where the bootstrap's own nursery wins, that is 25.
 */
export const functionMemory = { heap: 461, nursery: nurseryMb };

/** Node's options for a process with that memory. */
export const memoryOptions = ({ heap, nursery }: typeof functionMemory): string[] => [
  `--max-semi-space-size=${nursery}`,
  `--max-old-space-size=${heap}`,
];

/** As a function is deployed: bundled, so that its memory is that of a function. @returns the file */
export async function bundleProcess(module: URL, directory: string): Promise<string> {
  const outfile = join(directory, `${module.pathname.split('/').at(-1)}.mjs`);
  await build({
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    outfile,
    entryPoints: [fileURLToPath(module)],
    banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
    logLevel: 'error',
  });
  return outfile;
}

export const bundleConsumer = (directory: string): Promise<string> =>
  bundleProcess(new URL('./webinar-consumer.ts', import.meta.url), directory);

/** The order, done by a new consumer's process. @throws when it dies of it */
export async function consumeWebinar(
  bundle: string,
  order: ConsumerOrder,
  execArgv: readonly string[],
): Promise<ConsumerReport> {
  const consumer = fork(bundle, { execArgv: [...execArgv] });
  consumer.send(order);
  const died = once(consumer, 'exit').then(([code]) => Promise.reject(new Error(`The consumer ended with ${code}.`)));
  died.catch(() => {});
  const [report] = await Promise.race([once(consumer, 'message'), died]);
  consumer.disconnect();
  return report;
}

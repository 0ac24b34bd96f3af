import { nextMessage, startProcess } from './start-process.ts';
import type { Usage } from './usage-meter.ts';

export type EngineProcess = { readonly url: string; readonly close: () => Promise<void> };

const main = new URL('./engine-main.ts', import.meta.url);

/** The embedded DynamoDB in a process of its own, so that its work is not counted as its client's. In memory without a folder. */
export async function startEngine(dataDir?: string): Promise<EngineProcess> {
  const { said, close } = await startProcess(main, dataDir === undefined ? [] : [dataDir]);
  return { url: String(said), close };
}

export type MeteredEngine = EngineProcess & {
  /** Since the last time. */
  readonly usage: () => Promise<Usage>;
};

/** The same on a folder, and counts what it is asked for. */
export async function startMeteredEngine(dataDir: string): Promise<MeteredEngine> {
  const { child, said, close } = await startProcess(main, [dataDir, 'metered']);
  return {
    url: String(said),
    async usage() {
      child.send('usage');
      return (await nextMessage(child)) as Usage;
    },
    close,
  };
}

import { startProcess } from './start-process.ts';

export type EngineProcess = { readonly url: string; readonly close: () => Promise<void> };

/** The embedded DynamoDB in a process of its own, so that its work is not counted as its client's. In memory without a folder. */
export async function startEngine(dataDir?: string): Promise<EngineProcess> {
  const main = new URL('./engine-main.ts', import.meta.url);
  const { said, close } = await startProcess(main, dataDir === undefined ? [] : [dataDir]);
  return { url: String(said), close };
}

import { mkdirSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';

export type LogFiles = {
  readonly write: (source: string, line: string) => void;
  /** Resolves when all is written. */
  readonly close: () => Promise<void>;
};

/** Keeps what each function logs in `<dataDir>/logs/<function>.log`; nowhere without a data folder. */
export function createLogFiles(dataDir: string | undefined): LogFiles {
  if (dataDir === undefined) return { write: () => {}, close: async () => {} };
  const folder = join(dataDir, 'logs');
  mkdirSync(folder, { recursive: true });
  const unwritten = new Map<string, string>();
  let writing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    while (unwritten.size > 0) {
      const now = [...unwritten];
      unwritten.clear();
      // A full disk must not stop the run.
      await Promise.all(now.map(([source, lines]) => appendFile(join(folder, `${source}.log`), lines).catch(() => {})));
    }
    writing = undefined;
  }

  return {
    write(source, line) {
      unwritten.set(source, `${unwritten.get(source) ?? ''}${line}\n`);
      writing ??= Promise.resolve().then(writeAll);
    },
    close: async () => writing,
  };
}

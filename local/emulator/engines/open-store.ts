import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataDirInUseError } from './data-dir-in-use-error.ts';
import type { DynaliteStore } from './dynalite-internals.ts';

export type OpenStore = {
  readonly store: DynaliteStore;
  /** Whether the process that had it open last did not close it. */
  readonly unclean: boolean;
  readonly close: () => Promise<void>;
};

/** Operators' commands open the data for moments only, so wait for them. */
const attempts = 15;
const attemptIntervalMs = 200;

/**
 * Opens the database, and remembers beside it that it is open, so that the next one knows whether it was closed.
 * @throws {DataDirInUseError} when another process keeps it open
 */
export async function openStore(
  directory: string | undefined,
  create: (path?: string) => DynaliteStore,
): Promise<OpenStore> {
  if (directory === undefined) {
    const store = create();
    await store.db.open();
    return { store, unclean: false, close: () => store.db.close() };
  }
  await mkdir(directory, { recursive: true });
  const store = await openWhenFree(directory, () => create(join(directory, 'level')));
  const openMark = join(directory, 'open');
  const unclean = existsSync(openMark);
  await writeFile(openMark, '');
  let closing: Promise<void> | undefined;
  const closeOnce = async () => {
    await store.db.close();
    await rm(openMark, { force: true });
  };
  return {
    store,
    unclean,
    close() {
      closing ??= closeOnce();
      return closing;
    },
  };
}

async function openWhenFree(directory: string, create: () => DynaliteStore): Promise<DynaliteStore> {
  for (let attempt = 1; ; attempt++) {
    const store = create();
    try {
      await store.db.open();
      return store;
    } catch (error) {
      if (!isLocked(error)) throw new Error(`Cannot open the data in ${directory}`, { cause: error });
      if (attempt === attempts) throw new DataDirInUseError(directory, { cause: error });
      await sleep(attemptIntervalMs);
    }
  }
}

const isLocked = (error: unknown): boolean =>
  error instanceof Error && (('code' in error && error.code === 'LEVEL_LOCKED') || isLocked(error.cause));

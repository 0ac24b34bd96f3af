import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataDirInUseError } from '../errors.ts';
import {
  type DynaliteLevel,
  type DynaliteStore,
  dynaliteDatabase,
  dynaliteOperation,
  dynaliteOperations,
  dynaliteValidations,
  type LevelList,
} from './dynalite-internals.ts';
import { createTableKeeper, type TableDefinition } from './dynalite-tables.ts';
import { type Engine, type EngineAnswer, type EngineCall, errorAnswer, jsonAnswer } from './engine-call.ts';

type DynaliteEngine = Engine & {
  /**
   * Makes the tables that are not there; one that is gets the indexes of its definition, filled from its items.
   * @throws when a table that is there has another key, since its items cannot be kept under the new one
   */
  readonly ensureTables: (definitions: readonly TableDefinition[]) => Promise<void>;
};

type DynaliteOptions = {
  /** Folder of the data, made when it is not there. In memory alone when absent. */
  readonly directory?: string | undefined;
};

/**
 * DynamoDB within this process. What was acknowledged survives a kill of the process; indexes that a kill left behind
 * are mended here, before the first call.
 * @throws {DataDirInUseError} when another process has the folder open
 */
export async function startDynalite({ directory }: DynaliteOptions): Promise<DynaliteEngine> {
  const { store, unclean, close } = await openStore(directory, (path) =>
    dynaliteDatabase.create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...(path && { path }) }),
  );
  readAtOnce(store.db);
  closeWhatIsLeft(store.db);
  const tables = createTableKeeper(store.db);
  if (unclean) await tables.repair();
  return {
    answer: (call) => answerCall(store, call),
    ensureTables: tables.ensure,
    ...(directory !== undefined && { compact: () => compact(store.db) }),
    close,
  };
}

/** Keys below and above all of dynalite's. */
const [lowest, highest] = ['!', '~~'];

/**
 * Until then a deleted item stays in the files, below the mark that says so. LevelDB leaves a level alone that nothing new lies
 * over, and knows what lies over it by the call after the one that wrote it: so twice.
 */
async function compact(db: DynaliteLevel): Promise<void> {
  for (const value of [1, 2]) {
    await db.batch([lowest, highest].map((key) => ({ type: 'put', key, value })));
    await db.compactRange?.(lowest, highest);
  }
}

/**
 * Whoever stops in the middle of a list, as each page of a query does, closes it by its method `return`, which lists of this
 * database have not. Left open they keep what was deleted on the disk.
 */
function closeWhatIsLeft(db: DynaliteLevel): void {
  const [keys, values] = [db.keys.bind(db), db.values.bind(db)];
  db.keys = (range) => withReturn(keys(range));
  db.values = (range) => withReturn(values(range));
}

const withReturn = <Value>(list: LevelList<Value>): LevelList<Value> =>
  Object.assign(list, { return: () => list.close() });

/**
 * Has reads done at once. The database reads in threads of its own, and each hand-over there and back costs several times
 * what it takes to find a value.
 */
function readAtOnce(db: DynaliteLevel): void {
  db.get = (key, done) => {
    if (done === undefined) return Promise.try(() => db.getSync(key));
    try {
      setImmediate(done, null, db.getSync(key));
    } catch (error) {
      // Closed meanwhile: that fails the request, and not the process.
      setImmediate(done, error);
    }
    return undefined;
  };
}

async function answerCall(store: DynaliteStore, { operation, rawBody }: EngineCall): Promise<EngineAnswer> {
  if (!dynaliteOperations.includes(operation)) {
    const message = `The embedded DynamoDB knows no ${operation}`;
    return errorAnswer(400, 'com.amazon.coral.service#UnknownOperationException', message);
  }
  const { action, validation } = dynaliteOperation(operation);
  try {
    const request: unknown = JSON.parse(rawBody.toString());
    const data = dynaliteValidations.checkTypes(request, validation.types);
    dynaliteValidations.checkValidations(data, validation.types, validation.custom, store);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    action(store, data, (error, answer) => (error ? reject(error) : resolve(answer)));
    return jsonAnswer(200, await promise);
  } catch (error) {
    if (isRefusal(error)) return jsonAnswer(error.statusCode, error.body);
    if (error instanceof SyntaxError) return errorAnswer(400, 'com.amazon.coral.service#SerializationException', '');
    throw error;
  }
}

/** How dynalite says no: an error that bears the answer. */
const isRefusal = (error: unknown): error is { readonly statusCode: number; readonly body: unknown } =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && 'body' in error;

type OpenStore = {
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

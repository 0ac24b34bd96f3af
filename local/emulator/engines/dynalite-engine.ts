import {
  type DynaliteStore,
  dynaliteDatabase,
  dynaliteOperation,
  dynaliteOperations,
  dynaliteValidations,
} from './dynalite-internals.ts';
import { type Engine, type EngineAnswer, type EngineCall, errorAnswer, jsonAnswer } from './engine-call.ts';
import { openStore } from './open-store.ts';
import { createTableKeeper, type TableDefinition } from './table-keeper.ts';

export type DynaliteEngine = Engine & {
  /**
   * Makes the tables that are not there; one that is gets the indexes of its definition, filled from its items.
   * @throws when a table that is there has another key, since its items cannot be kept under the new one
   */
  readonly ensureTables: (definitions: readonly TableDefinition[]) => Promise<void>;
};

export type DynaliteOptions = {
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
  const tables = createTableKeeper(store.db);
  if (unclean) await tables.repair();
  return { answer: (call) => answerCall(store, call), ensureTables: tables.ensure, close };
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

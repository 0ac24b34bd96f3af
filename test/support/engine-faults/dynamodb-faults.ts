import {
  type EngineAnswer,
  type EngineCall,
  errorAnswer,
  type Intercept,
  jsonAnswer,
} from '../../../local/emulator/engines/engine-call.ts';
import { isRecord, type JsonRecord } from '../../../local/emulator/template/read-value.ts';
import type { Chance } from './chance.ts';
import { readRecord, recordsIn } from './json-record.ts';

/** The two ways in which DynamoDB says "too fast"; nothing was done then. */
const throttles = [
  ['com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException', 'The level of throughput was exceeded.'],
  ['com.amazonaws.dynamodb.v20120810#ThrottlingException', 'Throughput exceeds the current capacity.'],
] as const;

/** Refuses a share of the calls to DynamoDB before they are done. */
export function throttle(share: number, { random }: Pick<Chance, 'random'>): Intercept {
  return async ({ engine }, next) => {
    if (engine !== 'dynamodb' || random() >= share) return next();
    const [type, message] = throttles[random() < 0.5 ? 0 : 1];
    return errorAnswer(400, type, message);
  };
}

/** Answers a share of the calls to DynamoDB late: they are done at once. */
export function slowAnswers(
  { share, delayMs }: { readonly share: number; readonly delayMs: number },
  { random, sleep }: Pick<Chance, 'random' | 'sleep'>,
): Intercept {
  return async ({ engine }, next) => {
    const answer = await next();
    if (engine === 'dynamodb' && random() < share) await sleep(delayMs);
    return answer;
  };
}

/**
 * Lets a share of the calls to DynamoDB be done and answers 500: what the client cannot tell from a call that was not
 * done, and makes again.
 */
export function loseAnswers(share: number, { random }: Pick<Chance, 'random'>): Intercept {
  return async ({ engine }, next) => {
    const answer = await next();
    if (engine !== 'dynamodb' || random() >= share) return answer;
    return errorAnswer(500, 'com.amazonaws.dynamodb.v20120810#InternalServerError', 'The answer was lost.');
  };
}

type BatchSplit = {
  /** Requests that are done, by table; at least one in all. */
  readonly done: Readonly<Record<string, readonly unknown[]>>;
  readonly left: Readonly<Record<string, readonly unknown[]>>;
};

/** Parts a batch as DynamoDB does when its throughput runs out half-way: any requests are done, at least one. */
export function splitBatch(items: Readonly<Record<string, unknown>>, random: () => number): BatchSplit {
  const requests = Object.entries(items).flatMap(([table, list]) =>
    (Array.isArray(list) ? list : []).map((request: unknown) => ({ table, request })),
  );
  const kept = Math.floor(random() * requests.length);
  const marked = requests.map((entry, index) => ({ ...entry, done: index === kept || random() < 0.5 }));
  const byTable = (done: boolean) =>
    Object.fromEntries(
      Object.entries(
        Object.groupBy(
          marked.filter((entry) => entry.done === done),
          ({ table }) => table,
        ),
      ).map(([table, entries = []]) => [table, entries.map(({ request }) => request)]),
    );
  return { done: byTable(true), left: byTable(false) };
}

/** Does a part of a share of the BatchWriteItem calls, and hands the rest back as unprocessed. */
export function leaveUnprocessed(share: number, { random }: Pick<Chance, 'random'>): Intercept {
  return async (call, next): Promise<EngineAnswer> => {
    const items = call.body.RequestItems;
    if (call.engine !== 'dynamodb' || call.operation !== 'BatchWriteItem' || !isRecord(items)) return next();
    if (random() >= share) return next();
    const { done, left } = splitBatch(items, random);
    const body = { ...call.body, RequestItems: done };
    // The engine reads `rawBody` when `next` is called.
    Object.assign(call, { body, rawBody: Buffer.from(JSON.stringify(body)) });
    const answer = await next();
    if (answer.status !== 200) return answer;
    return jsonAnswer(200, { ...readRecord(answer.body), UnprocessedItems: left });
  };
}

/**
 * Global secondary indexes are behind their table. A query of an index does not see what was written less than `delayMs`
 * ago. One simplification: DynamoDB would still show such an item as it was before, here it is not there at all.
 */
export function createLateIndex(delayMs: number, { now }: Pick<Chance, 'now'>): Intercept {
  const writtenAt = new Map<string, number>();
  const forget = () => {
    for (const [key, at] of writtenAt) {
      if (now() - at < delayMs) return;
      writtenAt.delete(key);
    }
  };
  return async (call, next) => {
    if (delayMs <= 0 || call.engine !== 'dynamodb') return next();
    if (call.operation !== 'Query' || call.body.IndexName === undefined) {
      const answer = await next();
      if (answer.status !== 200) return answer;
      forget();
      for (const key of writtenKeys(call)) {
        writtenAt.delete(key);
        writtenAt.set(key, now());
      }
      return answer;
    }
    const answer = await next();
    if (answer.status !== 200) return answer;
    const body = readRecord(answer.body);
    const table = String(call.body.TableName);
    const Items = recordsIn(body.Items).filter((item) => now() - (writtenAt.get(keyOf(table, item)) ?? 0) >= delayMs);
    return jsonAnswer(200, { ...body, Items, Count: Items.length });
  };
}

const keyOf = (table: string, { pk, sk }: JsonRecord) => JSON.stringify([table, pk, sk]);

/** The items that a call writes, by table and key. */
function writtenKeys({ operation, body }: Pick<EngineCall, 'operation' | 'body'>): string[] {
  const written = (table: string, item: unknown) => (isRecord(item) ? [keyOf(table, item)] : []);
  const table = String(body.TableName);
  if (operation === 'PutItem') return written(table, body.Item);
  if (operation === 'UpdateItem') return written(table, body.Key);
  if (operation !== 'BatchWriteItem' || !isRecord(body.RequestItems)) return [];
  return Object.entries(body.RequestItems).flatMap(([name, requests]) =>
    recordsIn(requests).flatMap(({ PutRequest: put }) => (isRecord(put) ? written(name, put.Item) : [])),
  );
}

import { type EngineCall, type Intercept, jsonAnswer } from '../../../local/emulator/engines/engine-call.ts';
import type { Chance } from './chance.ts';
import { isRecord, type JsonRecord, readRecord, recordsIn } from './json-record.ts';

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
export function writtenKeys({ operation, body }: Pick<EngineCall, 'operation' | 'body'>): string[] {
  const written = (table: string, item: unknown) => (isRecord(item) ? [keyOf(table, item)] : []);
  const table = String(body.TableName);
  if (operation === 'PutItem') return written(table, body.Item);
  if (operation === 'UpdateItem') return written(table, body.Key);
  if (operation !== 'BatchWriteItem' || !isRecord(body.RequestItems)) return [];
  return Object.entries(body.RequestItems).flatMap(([name, requests]) =>
    recordsIn(requests).flatMap(({ PutRequest: put }) => (isRecord(put) ? written(name, put.Item) : [])),
  );
}

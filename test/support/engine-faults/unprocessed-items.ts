import { type EngineAnswer, type Intercept, jsonAnswer } from '../../../local/emulator/engines/engine-call.ts';
import type { Chance } from './chance.ts';
import { isRecord, readRecord } from './json-record.ts';

export type BatchSplit = {
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

import type { EngineCall, Intercept } from '../../local/emulator/engines/engine-call.ts';
import { isRow } from '../../shared/domain/row/exact-json.ts';
import type { Item } from '../../shared/dynamo/item.ts';
import { itemBytes } from '../../test/unit/dynamo/item-bytes.ts';
import { readUnits } from '../read-units.ts';
import { readCallOf } from '../watch-reads.ts';

/** What an engine was asked for. All but the time is the same on any machine, and on AWS. */
export type Usage = {
  readonly calls: number;
  readonly itemsRead: number;
  readonly readUnits: number;
  /** Of the tables, by the sizes of what was put. What the indexes take follows from the items, not from how many others there are. */
  readonly writeUnits: number;
  /** While at least one call was within the engine. */
  readonly engineMs: number;
};

/** Counts an embedded engine's calls; works the units out when it is asked, so that counting takes no measured time. */
export function createUsageMeter() {
  let calls: { readonly call: EngineCall; readonly answer: Buffer }[] = [];
  let [engineMs, within, busySince] = [0, 0, 0];
  const intercept: Intercept = async (call, next) => {
    if (within === 0) busySince = performance.now();
    within += 1;
    const answer = await next();
    within -= 1;
    if (within === 0) engineMs += performance.now() - busySince;
    calls.push({ call, answer: answer.body });
    return answer;
  };
  return {
    intercept,
    /** Since the last time. */
    take(): Usage {
      const [taken, tookMs] = [calls, engineMs];
      [calls, engineMs] = [[], 0];
      const reads = taken.flatMap(({ call, answer }) => {
        const output: unknown = JSON.parse(answer.toString());
        return readCallOf(call.operation, call.body, output) ?? [];
      });
      return {
        calls: taken.length,
        itemsRead: sum(reads.map(({ items }) => items.length)),
        readUnits: sum(reads.map(readUnits)),
        writeUnits: sum(taken.map(({ call }) => unitsWritten(call))),
        engineMs: tookMs,
      };
    },
  };
}

/** What is not put whole is a capture's bookkeeping: items under 1 KB. */
function unitsWritten({ operation, body }: EngineCall): number {
  if (operation === 'PutItem') return unitsOf(body.Item);
  if (operation === 'UpdateItem' || operation === 'DeleteItem') return 1;
  if (operation !== 'BatchWriteItem' || !isRow(body.RequestItems)) return 0;
  const requests = Object.values(body.RequestItems).flat().filter(isRow);
  return sum(requests.map(({ PutRequest }) => (isRow(PutRequest) ? unitsOf(PutRequest.Item) : 1)));
}

const unitsOf = (item: unknown): number => Math.max(1, Math.ceil(itemBytes((item ?? {}) as Item) / 1024));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

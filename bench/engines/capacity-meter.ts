import { type Intercept, jsonAnswer } from '../../local/emulator/engines/engine-call.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { isRow } from '../../shared/domain/row/exact-json.ts';
import { captureIndexes } from '../../shared/dynamo/schema.ts';
import type { Dynoxide } from './start-dynoxide.ts';

/** Units that calls consumed. */
export type Consumed = {
  /**
   * Write units by place: a dataset's rows in the table, `meeting and captures` for their items and the account's, `Control`, and the
   * indexes by name.
   */
  readonly writes: Readonly<Record<string, number>>;
  readonly reads: number;
};

const bookkeepingItems = 'meeting and captures';
const { byPerson, byQuality } = captureIndexes;
const placesOfRows: ReadonlySet<string> = new Set([...datasets, byPerson.name, byQuality.name]);

/** What AWS bills for a conditional write that is refused: as for the item that is there, which is under 1 KB here. */
const refusedUnits = 1;
const reading: ReadonlySet<string> = new Set(['GetItem', 'BatchGetItem', 'Query']);

/** Answers a worker's calls from an engine that counts capacity rightly, and adds up what it says. */
export function createCapacityMeter(engine: Dynoxide) {
  let writes: Record<string, number> = {};
  let reads = 0;
  const write = (place: string, units: number) => {
    writes[place] = (writes[place] ?? 0) + units;
  };
  const intercept: Intercept = async ({ engine: name, operation, body }, next) => {
    if (name !== 'dynamodb') return next();
    const answer = await engine.call(operation, { ...body, ReturnConsumedCapacity: 'INDEXES' });
    const bills = billsOf(answer.body);
    if (bills.length === 0 && !isRefusal(answer.body)) throw new Error(`${operation} was answered without capacity.`);
    if (bills.length === 0) write(placeOf(body), refusedUnits);
    for (const { units, indexes } of bills) {
      if (reading.has(operation)) {
        reads += units;
        continue;
      }
      for (const [index, inIndex] of indexes) write(index, inIndex);
      write(placeOf(body), units - sum(indexes.map(([, inIndex]) => inIndex)));
    }
    return jsonAnswer(answer.status, answer.body);
  };
  return {
    intercept,
    /** What was consumed since the last time. */
    take(): Consumed {
      const taken = { writes, reads };
      [writes, reads] = [{}, 0];
      return taken;
    },
  };
}

type Bill = { readonly units: number; readonly indexes: readonly (readonly [string, number])[] };

/** One in most answers, a list in those to batches. */
function billsOf(answer: unknown): Bill[] {
  const told = isRow(answer) ? answer.ConsumedCapacity : undefined;
  return (Array.isArray(told) ? told : [told]).filter(isRow).map((capacity) => {
    const indexes = isRow(capacity.GlobalSecondaryIndexes) ? Object.entries(capacity.GlobalSecondaryIndexes) : [];
    return { units: unitsOf(capacity), indexes: indexes.map(([name, index]) => [name, unitsOf(index)] as const) };
  });
}

const unitsOf = (capacity: unknown): number => Number(isRow(capacity) ? capacity.CapacityUnits : Number.NaN);

/** The capture's code writes the rows of one dataset in batches, and everything else one item at a time. */
function placeOf({ TableName, RequestItems }: Readonly<Record<string, unknown>>): string {
  if (RequestItems === undefined) return TableName === 'Control' ? 'Control' : bookkeepingItems;
  const sortKeys = /"sk":\{"S":"(participants|qos|report)/.exec(JSON.stringify(RequestItems));
  return sortKeys?.[1] ?? 'unknown';
}

const isRefusal = (answer: unknown): boolean =>
  isRow(answer) && String(answer.__type).endsWith('#ConditionalCheckFailedException');

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Write units of any kind. */
export const writeUnitsOf = ({ writes }: Consumed): number => sum(Object.values(writes));

/** Write units of rows and their samples, indexes included; the rest is bookkeeping. */
export const rowUnitsOf = ({ writes }: Consumed): number =>
  sum(Object.entries(writes).flatMap(([place, units]) => (placesOfRows.has(place) ? [units] : [])));

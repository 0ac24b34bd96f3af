import { type EngineCall, type Intercept, jsonAnswer } from '../../local/engines/engine-call.ts';
import { isRow } from '../../shared/domain/exact-json.ts';
import type { Dynoxide } from './start-dynoxide.ts';

/** Units that calls consumed. Index units are those of the Captures table's indexes. */
export type Consumed = {
  /** Of rows and their samples, in the table. */
  readonly rows: number;
  /** Of rows and their samples, in the indexes. */
  readonly rowIndexes: number;
  /** Of the meeting's, the captures' and the account's items, indexes included. */
  readonly progress: number;
  /** Of the Control table: rate budget and token. */
  readonly control: number;
  /** All that was read, in units of 4 KB. */
  readonly reads: number;
};

const nothing: Consumed = { rows: 0, rowIndexes: 0, progress: 0, control: 0, reads: 0 };

/** What AWS bills for a conditional write that is refused: as for the item that is there, which is under 1 KB here. */
const refusedUnits = 1;

/** Answers a worker's calls from an engine that counts capacity rightly, and adds up what it says. */
export function createCapacityMeter(engine: Dynoxide) {
  let consumed = nothing;
  const count = (changes: Partial<Consumed>) => {
    const { rows, rowIndexes, progress, control, reads } = { ...nothing, ...changes };
    consumed = {
      rows: consumed.rows + rows,
      rowIndexes: consumed.rowIndexes + rowIndexes,
      progress: consumed.progress + progress,
      control: consumed.control + control,
      reads: consumed.reads + reads,
    };
  };
  const intercept: Intercept = async ({ engine: name, operation, body }, next) => {
    if (name !== 'dynamodb') return next();
    const answer = await engine.call(operation, { ...body, ReturnConsumedCapacity: 'INDEXES' });
    const bills = billsOf(answer.body);
    if (bills.length > 0) for (const bill of bills) count(placed(operation, bill));
    else if (isRefusal(answer.body))
      count(body.TableName === 'Control' ? { control: refusedUnits } : { progress: refusedUnits });
    else throw new Error(`${operation} was answered with ${answer.status} and no consumed capacity.`);
    return jsonAnswer(answer.status, answer.body);
  };
  return {
    intercept,
    /** What was consumed since the last time. */
    take(): Consumed {
      const taken = consumed;
      consumed = nothing;
      return taken;
    },
  };
}

type Bill = { readonly table: string; readonly inTable: number; readonly inIndexes: number };

/** One in most answers, a list in those to batches. */
function billsOf(answer: unknown): Bill[] {
  const told = isRow(answer) ? answer.ConsumedCapacity : undefined;
  return (Array.isArray(told) ? told : [told]).filter(isRow).map((capacity) => {
    const indexes = isRow(capacity.GlobalSecondaryIndexes) ? Object.values(capacity.GlobalSecondaryIndexes) : [];
    const inIndexes = indexes.reduce<number>((sum, index) => sum + unitsOf(index), 0);
    return { table: String(capacity.TableName), inTable: unitsOf(capacity) - inIndexes, inIndexes };
  });
}

const unitsOf = (capacity: unknown): number => Number(isRow(capacity) ? capacity.CapacityUnits : Number.NaN);

const reading: ReadonlySet<EngineCall['operation']> = new Set(['GetItem', 'BatchGetItem', 'Query']);

/** The capture's code writes rows in batches, and everything else one item at a time. */
function placed(operation: string, { table, inTable, inIndexes }: Bill): Partial<Consumed> {
  if (reading.has(operation)) return { reads: inTable + inIndexes };
  if (table === 'Control') return { control: inTable + inIndexes };
  if (operation === 'BatchWriteItem') return { rows: inTable, rowIndexes: inIndexes };
  return { progress: inTable + inIndexes };
}

const isRefusal = (answer: unknown): boolean =>
  isRow(answer) && String(answer.__type).endsWith('#ConditionalCheckFailedException');

/** Write units of any kind. */
export const writeUnitsOf = ({ rows, rowIndexes, progress, control }: Consumed): number =>
  rows + rowIndexes + progress + control;

import type { EngineFront } from './engine-front.ts';
import type { TableDefinition } from './table-keeper.ts';

export type ExpiringTable = {
  readonly definition: TableDefinition;
  /** Attribute whose epoch seconds tell when an item ends; undefined when none does. */
  readonly timeToLiveAttribute: string | undefined;
};

/** DynamoDB itself takes up to days. */
const intervalMs = 3_600_000;

type Item = Readonly<Record<string, unknown>>;

/**
 * Removes items whose time is over, which dynalite does not: at the start and every hour.
 * @returns a function that stops it
 */
export function startTimeToLive(dynamodb: EngineFront, tables: readonly ExpiringTable[]): () => Promise<void> {
  let stopped = false;
  let sweeping: Promise<void> | undefined;
  const sweepAll = async () => {
    for (const table of tables) await sweepTable(dynamodb, table, Date.now(), () => stopped);
  };
  const sweep = () => {
    // A fault leaves items for the next time.
    sweeping ??= sweepAll()
      .catch(() => {})
      .finally(() => {
        sweeping = undefined;
      });
  };
  const expiring = tables.some(({ timeToLiveAttribute }) => timeToLiveAttribute !== undefined);
  const timer = expiring ? setInterval(sweep, intervalMs) : undefined;
  if (expiring) sweep();
  return async () => {
    stopped = true;
    clearInterval(timer);
    await sweeping;
  };
}

/** Removes a table's items whose time was over at `nowMs`; one that was given more time meanwhile stays. */
export async function sweepTable(
  dynamodb: Pick<EngineFront, 'call'>,
  { definition, timeToLiveAttribute }: ExpiringTable,
  nowMs: number,
  stopped: () => boolean = () => false,
): Promise<void> {
  if (timeToLiveAttribute === undefined) return;
  const { TableName, KeySchema } = definition;
  const expired = {
    TableName,
    ExpressionAttributeNames: { '#ends': timeToLiveAttribute },
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(nowMs / 1000)) } },
  };
  let startKey: Item | undefined;
  do {
    const page = await call<{ Items?: Item[]; LastEvaluatedKey?: Item }>(dynamodb, 'Scan', {
      ...expired,
      FilterExpression: '#ends < :now',
      ExclusiveStartKey: startKey,
    });
    for (const item of page.Items ?? []) {
      const Key = Object.fromEntries(KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]));
      await call(dynamodb, 'DeleteItem', { ...expired, Key, ConditionExpression: '#ends < :now' });
    }
    startKey = page.LastEvaluatedKey;
  } while (startKey !== undefined && !stopped());
}

/** @returns the engine's answer, decoded as it documents it; a refused condition is as good as done */
async function call<Answer>(dynamodb: Pick<EngineFront, 'call'>, operation: string, body: unknown): Promise<Answer> {
  const answer = await dynamodb.call(operation, body);
  const text = answer.body.toString();
  if (answer.status === 200 || text.includes('ConditionalCheckFailed')) return JSON.parse(text) as Answer;
  throw new Error(`${operation} ${answer.status}: ${text}`);
}

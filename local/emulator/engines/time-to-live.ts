import type { TableDefinition } from './dynalite-tables.ts';
import type { EngineFront } from './engine-front.ts';

type ExpiringTable = {
  readonly definition: TableDefinition;
  /** Attribute whose epoch seconds tell when an item ends; undefined when none does. */
  readonly timeToLiveAttribute: string | undefined;
};

/** DynamoDB itself takes up to days. */
const intervalMs = 3_600_000;

/**
 * Removes items whose time is over, which dynalite does not: at the start and every hour.
 * @returns a function that stops it
 */
export function startTimeToLive(dynamodb: EngineFront, tables: readonly ExpiringTable[]): () => Promise<void> {
  const expiring = tables.filter(({ timeToLiveAttribute }) => timeToLiveAttribute !== undefined);
  if (expiring.length === 0) return async () => {};
  const stopping = new AbortController();
  let removing: Promise<void> | undefined;
  const removeAll = async () => {
    for (const table of expiring) await removeExpired(dynamodb, table, { nowMs: Date.now(), signal: stopping.signal });
  };
  const remove = () => {
    // A fault leaves items for the next time.
    removing ??= removeAll()
      .catch(() => {})
      .finally(() => {
        removing = undefined;
      });
  };
  const timer = setInterval(remove, intervalMs);
  remove();
  return async () => {
    stopping.abort();
    clearInterval(timer);
    await removing;
  };
}

type ExpiredPage = { readonly Items?: readonly TableItem[]; readonly LastEvaluatedKey?: TableItem };
type TableItem = Readonly<Record<string, unknown>>;

/**
 * Removes a table's items whose time was over at `nowMs`; one that was given more time meanwhile stays.
 * @param when `signal` ends it after a page
 */
export async function removeExpired(
  dynamodb: Pick<EngineFront, 'call'>,
  { definition, timeToLiveAttribute }: ExpiringTable,
  { nowMs, signal }: { readonly nowMs: number; readonly signal?: AbortSignal },
): Promise<void> {
  if (timeToLiveAttribute === undefined) return;
  const { TableName, KeySchema } = definition;
  const expired = {
    TableName,
    ExpressionAttributeNames: { '#ends': timeToLiveAttribute },
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(nowMs / 1000)) } },
  };
  let startKey: TableItem | undefined;
  do {
    const page = await call<ExpiredPage>(dynamodb, 'Scan', {
      ...expired,
      FilterExpression: '#ends < :now',
      ExclusiveStartKey: startKey,
    });
    for (const item of page.Items ?? []) {
      const Key = Object.fromEntries(KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]));
      await call(dynamodb, 'DeleteItem', { ...expired, Key, ConditionExpression: '#ends < :now' });
    }
    startKey = page.LastEvaluatedKey;
  } while (startKey !== undefined && !signal?.aborted);
}

/** @returns the engine's answer, decoded as it documents it; a refused condition is as good as done */
async function call<Answer>(dynamodb: Pick<EngineFront, 'call'>, operation: string, body: unknown): Promise<Answer> {
  const answer = await dynamodb.call(operation, body);
  const text = answer.body.toString();
  if (answer.status === 200 || text.includes('ConditionalCheckFailed')) return JSON.parse(text) as Answer;
  throw new Error(`${operation} ${answer.status}: ${text}`);
}

import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type BatchWriteDeps, batchWrite, deleteText } from '../batch-write.ts';
import { beforeAnyExpiry } from '../expiry.ts';
import type { Item } from '../item.ts';
import { queryItems } from '../query.ts';
import { entities } from '../schema.ts';
import { accountOfMark, encodeForgotten, type ForgottenKey, isForgotten, markedKeys } from './forgotten-item.ts';

export type ForgetDeps = BatchWriteDeps & {
  readonly table: string;
  /** Epoch ms. */
  readonly now: () => number;
};

export type Forgotten = 'forgotten' | 'at-work' | 'unknown';

/** By how much this machine's clock may differ from the functions'. */
const clockErrorMs = 5 * 60_000;

/**
 * Removes everything of one meeting and leaves marks, so that no message and no sweep brings it back. `at-work`: a worker
 * has one of its captures, which stays as it is, with all rows; the others may be gone already. Killed, or `at-work`, and
 * asked again, it goes on.
 */
export async function forgetMeeting(uuid: string, deps: ForgetDeps): Promise<Forgotten> {
  const found = await Array.fromAsync(itemsOf(uuid, deps));
  if (found.every(isForgotten)) return found.length > 0 ? 'forgotten' : 'unknown';
  const account = accountOf(found);
  for (const sk of markedKeys.captures) {
    if (!(await markCapture({ uuid, account }, sk, deps))) return 'at-work';
  }
  // Nobody writes any more: who comes now finds a mark, and who was here had no lease.
  const marks: ReadonlySet<string | undefined> = new Set([...markedKeys.captures, markedKeys.meeting]);
  const rows = await Array.fromAsync(itemsOf(uuid, deps));
  const requests = rows
    .filter(({ sk }) => !marks.has(sk?.S))
    .map(({ sk }) => deleteText({ pk: { S: uuid }, sk: sk ?? { S: '' } }));
  await batchWrite(deps.table, requests, deps);
  // Last, so that an account's list of meetings leads to it again after a kill.
  await deps.client.send(
    new PutItemCommand({
      TableName: deps.table,
      Item: encodeForgotten({ uuid, account }, markedKeys.meeting, deps.now()),
    }),
  );
  return 'forgotten';
}

/** As its meeting or a capture says; where those are gone by now, as a mark does. */
function accountOf(items: readonly Item[]): string {
  const ours = items.find(({ entity }) => entity?.S === entities.meeting || entity?.S === entities.capture);
  const mark = items.find(isForgotten);
  return ours?.account?.S ?? (mark ? accountOfMark(mark) : '');
}

function itemsOf(uuid: string, { client, table }: ForgetDeps): AsyncGenerator<Item> {
  const input = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :uuid',
    ExpressionAttributeValues: { ':uuid': { S: uuid } },
    ProjectionExpression: 'pk, sk, entity, account, forgottenOf',
  };
  return queryItems(client, input, beforeAnyExpiry);
}

/** In place of the capture's item, so that a worker who would start it now is refused. @returns false while one has it */
async function markCapture(key: ForgottenKey, sk: string, { client, table, now }: ForgetDeps): Promise<boolean> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: encodeForgotten(key, sk, now()),
        ConditionExpression: 'attribute_not_exists(#lease) OR #lease.#until < :now',
        ExpressionAttributeNames: { '#lease': 'lease', '#until': 'until' },
        ExpressionAttributeValues: { ':now': { S: new Date(now() - clockErrorMs).toISOString() } },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

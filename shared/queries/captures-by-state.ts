import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Capture, CaptureState } from '../domain/capture/capture.ts';
import { type Dataset, isDataset } from '../domain/dataset.ts';
import { decodeCapture } from '../dynamo/captures/capture-item.ts';
import type { Item } from '../dynamo/item.ts';
import { isForgotten } from '../dynamo/meetings/forgotten-item.ts';
import { queryPage } from '../dynamo/query.ts';
import { captureIndexes, sortKeys } from '../dynamo/schema.ts';
import type { Store } from '../dynamo/store.ts';
import { getItems, itemKey } from './items-by-key.ts';

/** The states that the index holds; snapshots stand under `live`. */
export type IndexedState = Exclude<CaptureState, 'settled' | 'empty'>;

/** A capture as the index has it. */
export type CaptureEntry = {
  readonly uuid: string;
  readonly dataset: Dataset;
  readonly account: string;
  /** When it is worked on next, when its worker's lease ends, or since when it is known; ISO 8601. */
  readonly dueAt: string;
};

export type StateQuestion = {
  readonly state: IndexedState;
  /** Ids of the Zoom accounts. @default all */
  readonly accounts?: readonly string[] | undefined;
  /** ISO 8601, both included: those that are due from then, and until then. @default all */
  readonly dueAfter?: string;
  readonly dueUntil?: string;
  /** What is due last stands first. @default false */
  readonly lastFirst?: boolean;
  /** Entries to read at most; 1 or more. */
  readonly most: number;
};

const largestPage = 1_000;

/** Captures in a state, by when they are due. Index `by-state` alone, eventually consistent: half a read unit per 25. */
export async function* capturesInState(
  { state, accounts, dueAfter = '0', dueUntil = '~', lastFirst = false, most }: StateQuestion,
  { client, table, now }: Store,
): AsyncGenerator<CaptureEntry> {
  const { name, partitionKey, sortKey } = captureIndexes.byState;
  const request: QueryCommandInput = {
    TableName: table,
    IndexName: name,
    KeyConditionExpression: '#state = :state AND #dueAt BETWEEN :after AND :until',
    ExpressionAttributeNames: { '#state': partitionKey, '#dueAt': sortKey },
    ExpressionAttributeValues: { ':state': { S: state }, ':after': { S: dueAfter }, ':until': { S: dueUntil } },
    ScanIndexForward: !lastFirst,
  };
  let left = most;
  let start: Item | undefined;
  do {
    const Limit = Math.min(left, largestPage);
    const page = await queryPage(client, { ...request, Limit, ...(start && { ExclusiveStartKey: start }) }, now);
    const entries = page.items.flatMap((item) => entryOf(item) ?? []);
    yield* entries.filter(({ account }) => accounts?.includes(account) ?? true);
    left -= Limit;
    start = page.lastKey;
  } while (start && left > 0);
}

function entryOf({ uuid, dataset, account, dueAt }: Item): CaptureEntry | undefined {
  const name = dataset?.S ?? '';
  if (!isDataset(name)) return undefined;
  return { uuid: uuid?.S ?? '', dataset: name, account: account?.S ?? '', dueAt: dueAt?.S ?? '' };
}

/** How many captures are in a state, out of `most` entries. */
export async function countInState(question: StateQuestion, store: Store): Promise<number> {
  let counted = 0;
  for await (const _ of capturesInState(question, store)) counted += 1;
  return counted;
}

/** The captures behind these entries, in no order; those that have gone since are left out. A read unit each, consistent. */
export async function capturesOf(entries: readonly CaptureEntry[], store: Store): Promise<Capture[]> {
  const keys = entries.map(({ uuid, dataset }) => itemKey(uuid, sortKeys.capture(dataset)));
  const items = await getItems(keys, store);
  return items.filter((item) => !isForgotten(item)).map((item) => decodeCapture(item));
}

import { type Capture, hasBroughtRows, isFinal, isSnapshot } from '../../../shared/domain/capture/capture.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import { canonicalText, createContentHasher, emptyContentHash } from '../../../shared/domain/row/content-hash.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { decodeCapture } from '../../../shared/dynamo/captures/capture-item.ts';
import type { Item } from '../../../shared/dynamo/item.ts';
import { rowItems } from '../../../shared/dynamo/rows/row-items.ts';
import { readRows } from '../../../shared/dynamo/rows/row-reader.ts';
import { samplePrefix, sortKeys } from '../../../shared/dynamo/schema.ts';
import type { DatasetMessage, MemoryQueue } from '../memory/memory-queue.ts';
import type { MemoryDynamo } from '../memory/memory-table.ts';
import { storeSecretText } from '../store-secret.ts';
import { erasedEmail } from './history.ts';
import type { ServedPage } from './model-zoom.ts';
import { wholePolls } from './whole-polls.ts';

/** What the store says and has of one capture. */
export type Stored = {
  readonly uuid: string;
  readonly dataset: Dataset;
  readonly capture: Capture | undefined;
  /** Items of its rows. */
  readonly rowItems: readonly Readonly<Item>[];
  readonly samples: number;
  readonly isOpen: boolean;
  /** Epoch ms. */
  readonly expiresAt: number | undefined;
  readonly rows: () => Promise<readonly Row[]>;
};

/** Items are replaced and never changed: each is decoded once. */
const decoded = new WeakMap<object, Capture>();
function decode(item: Readonly<Item>): Capture {
  const capture = decoded.get(item) ?? decodeCapture({ ...item });
  decoded.set(item, capture);
  return capture;
}

export type CaptureName = { readonly uuid: string; readonly dataset: Dataset };

/** The items of one capture: its own, its rows and their samples. */
export const itemsOf = (tables: MemoryDynamo, { uuid, dataset }: CaptureName): readonly Readonly<Item>[] => {
  const prefixes = [sortKeys.row(dataset, ''), ...(dataset === 'qos' ? [samplePrefix] : [])];
  const isIts = (sk = '') => sk === sortKeys.capture(dataset) || prefixes.some((prefix) => sk.startsWith(prefix));
  return tables.items('Captures').filter(({ pk, sk }) => pk?.S === uuid && isIts(sk?.S));
};

export function readStored(tables: MemoryDynamo, name: CaptureName, items = itemsOf(tables, name)): Stored {
  const { uuid, dataset } = name;
  const item = items.find(({ sk }) => sk?.S === sortKeys.capture(dataset));
  const deps = { client: tables.client, table: 'Captures', now: () => 0 };
  return {
    uuid,
    dataset,
    capture: item && decode(item),
    rowItems: items.filter(({ sk }) => sk?.S?.startsWith(sortKeys.row(dataset, ''))),
    samples: dataset === 'qos' ? items.filter(({ sk }) => sk?.S?.startsWith(samplePrefix)).length : 0,
    isOpen: item?.openState !== undefined,
    expiresAt: item?.expiresAt?.N === undefined ? undefined : Number(item.expiresAt.N) * 1_000,
    rows: () => Array.fromAsync(readRows(uuid, dataset, deps)),
  };
}

export type Known = {
  readonly served: readonly ServedPage[];
  /** An erasure has begun: rows of the erased person may be there or not; once it is done they are not. */
  readonly erasure: 'none' | 'begun' | 'done';
};

const isErased = (row: Row): boolean => [row.email, row.user_email].includes(erasedEmail);
const isErasedItem = ({ email, user_email }: Item): boolean => [email?.S, user_email?.S].includes(erasedEmail);
export const multiset = (rows: readonly Row[]): string => rows.map(canonicalText).sort().join('\n');

/**
 * What is wrong with a capture as it is stored, in a sentence; undefined when it says the truth. It knows no more of the product than
 * its states, and of Zoom no more than what it served.
 */
export async function findLie(stored: Stored, known: Known): Promise<string | undefined> {
  const { capture } = stored;
  const rows = stored.rowItems.length;
  if (known.erasure === 'done' && stored.rowItems.some(isErasedItem)) return 'A row of an erased person is stored.';
  if (!capture) return rows > 0 ? 'Rows are stored, and no capture.' : undefined;
  const { state } = capture;
  if (isFinal(state) && capture.nextPollAt !== undefined) return `It is ${state}, and a poll is planned.`;
  // By its state alone people, and the machine, know whether there are rows of a poll that ended.
  if (state === 'waiting' && hasBroughtRows(capture) && !isSnapshot(capture)) return 'It waits, and a poll has ended.';
  if (state === 'captured' && !hasBroughtRows(capture)) return 'It is captured, and no poll has ended.';
  const isAtRest = isFinal(state) || state === 'running' || state === 'live';
  if (!isAtRest && capture.nextPollAt === undefined) return `It is ${state} for ever.`;
  const mustBeOpen = isSnapshot(capture) || !isFinal(state) || state === 'failed' || state === 'unavailable';
  if (stored.isOpen !== mustBeOpen) {
    return `It is ${state}, and index by-state ${stored.isOpen ? 'has' : 'lacks'} it.`;
  }
  if (state === 'running' || known.erasure === 'begun') return undefined;
  if (state === 'empty' || state === 'unavailable') {
    return rows + stored.samples > 0 ? `It is ${state} over ${rows} rows.` : undefined;
  }
  if (capture.unfinishedRows) {
    if (state === 'settled') return 'It is settled with unfinished rows.';
    if (state !== 'failed' || capture.storedRows === rows || known.erasure === 'done') return undefined;
    return `It failed over ${rows} rows, and says ${capture.storedRows}.`;
  }
  if (!hasBroughtRows(capture)) {
    return rows > 0 ? `It is ${state} without a poll that ended, over ${rows} rows.` : undefined;
  }
  return findWrongRows(stored, capture, known);
}

/** Of a poll that ended: exactly its rows, and the numbers that go with them. */
async function findWrongRows(
  stored: Stored,
  capture: Capture,
  { served, erasure }: Known,
): Promise<string | undefined> {
  const { uuid, dataset } = stored;
  const { state, contentHash } = capture;
  const rows = await stored.rows();
  if (capture.rows !== rows.length)
    return `It is ${state}, counts ${capture.rows} rows, and ${rows.length} are stored.`;
  const left = multiset(rows);
  const hashOf = (poll: readonly Row[]) => {
    const stamp = { run: 1, page: 1, account: 'a', endTime: capture.endTime };
    return createContentHasher(storeSecretText, { uuid, dataset })(
      emptyContentHash,
      poll.map((row) => rowItems({ uuid, dataset, key: '', row }, stamp).text),
    );
  };
  const isWhole = (poll: readonly Row[]) =>
    multiset(erasure === 'done' ? poll.filter((row) => !isErased(row)) : poll) === left && hashOf(poll) === contentHash;
  const polls = wholePolls(served, { uuid, dataset, isLive: isSnapshot(capture) });
  return polls.some(isWhole) ? undefined : `It is ${state} over ${rows.length} rows that are of no poll that ended.`;
}

export const isAbout = ({ dataset, message }: DatasetMessage, name: CaptureName): boolean =>
  dataset === name.dataset && message.uuid === name.uuid;

/** Clocks are apart by seconds. */
const clocksApartMs = 60_000;

/**
 * What is wrong where no message stands for what is left to do, in a sentence; undefined for nothing. A capture that nobody
 * works on has such a message from the instant at which its item says so. `now` in epoch ms.
 */
export function findSilence(
  { capture, expiresAt, ...name }: Stored,
  { waiting, dead, expired }: Pick<MemoryQueue, 'waiting' | 'dead' | 'expired'>,
  now: number,
): string | undefined {
  if (!capture || capture.state === 'running' || capture.state === 'live' || isFinal(capture.state)) return undefined;
  const isGoing = expiresAt !== undefined && expiresAt <= now + clocksApartMs;
  if (isGoing || expired.length > 0) return undefined;
  const stands = (one: DatasetMessage) => isAbout(one, name) && one.message.sequence >= capture.sequence;
  return [...waiting, ...dead].some(stands) ? undefined : `It is ${capture.state}, and no message stands for it.`;
}

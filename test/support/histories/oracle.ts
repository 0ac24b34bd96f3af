import { type Capture, hasBroughtRows, isFinal } from '../../../shared/domain/capture.ts';
import { addToContentHash, canonicalText, emptyContentHash } from '../../../shared/domain/content-hash.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import type { Row } from '../../../shared/domain/row.ts';
import { decodeCapture } from '../../../shared/dynamo/captures/capture-item.ts';
import { rowItems } from '../../../shared/dynamo/rows/row-items.ts';
import { readRows } from '../../../shared/dynamo/rows/row-reader.ts';
import { samplePrefix, sortKeys } from '../../../shared/dynamo/schema.ts';
import type { MemoryDynamo } from '../memory/memory-table.ts';
import { erasedEmail } from './history.ts';
import { type ServedPage, wholePolls } from './model-zoom.ts';

/** What the store says and has of one capture. */
export type Stored = {
  readonly capture: Capture | undefined;
  readonly rows: readonly Row[];
  readonly samples: number;
  readonly isOpen: boolean;
};

export async function readStored(tables: MemoryDynamo, uuid: string, dataset: Dataset): Promise<Stored> {
  const items = tables.items('Captures').filter(({ pk }) => pk?.S === uuid);
  const item = items.find(({ sk }) => sk?.S === sortKeys.capture(dataset));
  const deps = { client: tables.client, table: 'Captures', now: () => 0 };
  return {
    capture: item && decodeCapture({ ...item }),
    rows: await Array.fromAsync(readRows(uuid, dataset, deps)),
    samples: dataset === 'qos' ? items.filter(({ sk }) => sk?.S?.startsWith(samplePrefix)).length : 0,
    isOpen: item?.openState !== undefined,
  };
}

export type Known = {
  readonly served: readonly ServedPage[];
  /** An erasure has begun: rows of the erased person may be there or not; once it is done they are not. */
  readonly erasure: 'none' | 'begun' | 'done';
};

const isErased = (row: Row): boolean => [row.email, row.user_email].includes(erasedEmail);
const multiset = (rows: readonly Row[]): string => rows.map(canonicalText).sort().join('\n');

/**
 * What is wrong with a capture as it is stored, in a sentence; undefined when it says the truth. It knows no more of the product than
 * its states, and of Zoom no more than what it served.
 */
export function findLie(dataset: Dataset, stored: Stored, known: Known): string | undefined {
  const { capture, rows } = stored;
  if (known.erasure === 'done' && rows.some(isErased)) return 'A row of an erased person is stored.';
  if (!capture) return rows.length > 0 ? 'Rows are stored, and no capture.' : undefined;
  const { state } = capture;
  if (isFinal(state) && capture.nextPollAt !== undefined) return `It is ${state}, and a poll is planned.`;
  if (!isFinal(state) && state !== 'running' && capture.nextPollAt === undefined) return `It is ${state} for ever.`;
  if (stored.isOpen !== (!isFinal(state) || state === 'failed' || state === 'unavailable')) {
    return `It is ${state}, and index by-state ${stored.isOpen ? 'has' : 'lacks'} it.`;
  }
  if (state === 'running' || known.erasure === 'begun') return undefined;
  if (state === 'empty' || state === 'unavailable') {
    return rows.length + stored.samples > 0 ? `It is ${state} over ${rows.length} rows.` : undefined;
  }
  if (capture.unfinishedRows) {
    if (state === 'settled') return 'It is settled with unfinished rows.';
    if (state !== 'failed' || capture.storedRows === rows.length || known.erasure === 'done') return undefined;
    return `It failed over ${rows.length} rows, and says ${capture.storedRows}.`;
  }
  if (!hasBroughtRows(capture))
    return rows.length > 0 ? `It is ${state} without a poll that ended, over ${rows.length} rows.` : undefined;
  return findWrongRows(dataset, stored, known);
}

/** Of a poll that ended: exactly its rows, and the numbers that go with them. */
function findWrongRows(dataset: Dataset, { capture, rows }: Stored, { served, erasure }: Known): string | undefined {
  if (!capture) return undefined;
  const { uuid, state, contentHash } = capture;
  if (capture.rows !== rows.length)
    return `It is ${state}, counts ${capture.rows} rows, and ${rows.length} are stored.`;
  const polls = wholePolls(served, uuid, dataset);
  const left = multiset(rows);
  const isWhole = (poll: readonly Row[]) =>
    multiset(erasure === 'done' ? poll.filter((row) => !isErased(row)) : poll) === left && hashOf(poll) === contentHash;
  const hashOf = (poll: readonly Row[]) => {
    const stamp = { run: 1, page: 1, account: 'a', endTime: capture.endTime };
    return addToContentHash(
      emptyContentHash,
      poll.map((row) => rowItems(uuid, dataset, '', row, stamp).text),
    );
  };
  return polls.some(isWhole) ? undefined : `It is ${state} over ${rows.length} rows that are of no poll that ended.`;
}

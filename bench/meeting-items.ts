import type { SimulatedMeeting } from '../local/simulator/meeting.ts';
import { historyRow } from '../local/simulator/rows/listed-row.ts';
import { countRows, type Row, type Rows, rowFields } from '../local/simulator/rows/row.ts';
import { descriptions } from '../shared/datasets/datasets.ts';
import { newCapture } from '../shared/domain/capture/capture.ts';
import { type Dataset, datasets } from '../shared/domain/dataset.ts';
import { omit } from '../shared/domain/omit.ts';
import { createOrdinals } from '../shared/domain/row/row-key.ts';
import { encodeCapture } from '../shared/dynamo/captures/capture-item.ts';
import { type Item, parseItem } from '../shared/dynamo/item.ts';
import { encodeMeeting } from '../shared/dynamo/meetings/meeting-item.ts';
import { rowItems } from '../shared/dynamo/rows/row-items.ts';

export type ItemsOptions = {
  /** Id of the Zoom account. */
  readonly account: string;
  /** Epoch seconds; absent for never. */
  readonly expiresAt?: number;
};

/** Every item that a finished capture of this meeting leaves in the `Captures` table, made by the product's own code. */
export function* meetingItems(meeting: SimulatedMeeting, { account, expiresAt }: ItemsOptions): Generator<Item> {
  const { kind, uuid, meetingId, topic, hostId, startTime, endTime, timezone, type } = meeting;
  const ended = { account, kind, uuid, meetingId, topic, hostId, startTime, endTime, timezone, type };
  const endedAt = new Date(endTime).toISOString();
  const listed = { source: 'history', row: rowFields(historyRow(meeting)) } as const;
  yield encodeMeeting({ ...ended, endedAt, registeredAt: endedAt, reason: 'event', listed }, expiresAt);
  const stamp = { run: 1, page: 1, account, endTime, ...(expiresAt !== undefined && { expiresAt }) };
  for (const dataset of datasets) {
    const rows = meeting[dataset];
    const capture = omit(newCapture(ended, dataset, { nextPollAt: endTime, now: new Date(endTime) }), 'nextPollAt');
    const [count, done] = [countRows(rows), { state: 'settled', polls: 2, run: 2, capturedAt: endedAt } as const];
    yield encodeCapture({ ...capture, ...done, rows: count, expectedRows: count, settledAt: endedAt }, expiresAt);
    yield* itemsOfRows(uuid, dataset, rows, stamp);
  }
}

function* itemsOfRows(uuid: string, dataset: Dataset, rows: Rows, stamp: Parameters<typeof rowItems>[1]) {
  const keyOf = createOrdinals(descriptions[dataset].rows.identity);
  for (let index = 0; index < countRows(rows); index += 1) {
    const row = rowFields(rowAt(rows, index));
    yield* rowItems({ uuid, dataset, key: keyOf(row), row }, stamp).items.map(parseItem);
  }
}

const rowAt = (rows: Rows, index: number): Row => ('count' in rows ? rows.at(index) : rows[index]) ?? {};

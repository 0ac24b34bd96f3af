import { joinSessions } from '../analysis/attendance/join.ts';
import { datasetsByRank, type SourceRow } from '../analysis/attendance/records.ts';
import { tellsOfExpected } from '../analysis/attendance/registration.ts';
import { measurePart, restartGapMs } from '../analysis/attendance/stays.ts';
import { type Interval, parseInstant } from '../analysis/attendance/time.ts';
import { type Dataset, datasets as usualDatasets } from '../domain/dataset.ts';
import { isMeetingId } from '../domain/meeting/meeting-id.ts';
import type { MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import { queryItems } from '../dynamo/query.ts';
import { decodeRow } from '../dynamo/rows/exact-row.ts';
import type { Store } from '../dynamo/store.ts';
import { meetingInstances } from './meetings.ts';
import { itemsOf } from './paging.ts';
import { rowsInput } from './rows.ts';

export type Part = { readonly meeting: MeetingRecord; readonly rows: readonly SourceRow[] };

/** Instances read at once while looking for neighbours: most meetings have none. */
const neighboursAtOnce = 4;
const end = '9999-12-31';
const beginning = '0000-01-01';

/** Whether attendance has to do with the dataset's rows. */
const isAttended = (dataset: Dataset): boolean => datasetsByRank.includes(dataset) || tellsOfExpected(dataset);

/** A meeting with the rows of its datasets that tell who came or was expected, QoS without samples. */
export async function loadPart(meeting: MeetingRecord, store: Store): Promise<Part> {
  const { client, table, now, datasets = usualDatasets } = store;
  const lists = datasets.filter(isAttended).map(async (dataset): Promise<SourceRow[]> => {
    const items = queryItems(client, { TableName: table, ...rowsInput(meeting.uuid, dataset) }, now);
    return (await Array.fromAsync(items)).map((item) => ({ uuid: meeting.uuid, dataset, row: decodeRow(item) }));
  });
  return { meeting, rows: (await Promise.all(lists)).flat() };
}

/**
 * The parts that may be one meeting with this one: instances of the same meeting id, each within the time of a restart
 * from the next. Rather too many than too few: `attendance` decides. The given part comes first.
 */
export async function withNeighbours(part: Part, store: Store): Promise<Part[]> {
  const { meetingId, endedAt, uuid } = part.meeting;
  const parts = [part];
  if (!isMeetingId(meetingId)) return parts;
  const walk = async (
    order: 'newest-first' | 'oldest-first',
    gap: (candidate: Interval, near: Interval) => number,
  ): Promise<void> => {
    const ended = order === 'newest-first' ? { from: beginning, to: endedAt } : { from: endedAt, to: end };
    const pages = meetingInstances({ meetingId, ended, order, pageSize: neighboursAtOnce }, store);
    let near = spanOf(part);
    for await (const meeting of itemsOf(pages)) {
      if (meeting.uuid === uuid || parts.some((known) => known.meeting.uuid === meeting.uuid)) continue;
      // Its rows are read only where its times do not tell already that it is another meeting.
      const isStartKnown = parseInstant(meeting.startTime) !== undefined;
      if (isStartKnown && gap(spanOf({ meeting, rows: [] }), near) > restartGapMs) return;
      const next = await loadPart(meeting, store);
      if (gap(spanOf(next), near) > restartGapMs) return;
      parts.push(next);
      near = spanOf(next);
    }
  };
  await walk('newest-first', (candidate, near) => near.fromMs - candidate.toMs);
  await walk('oldest-first', (candidate, near) => candidate.fromMs - near.toMs);
  return parts;
}

const spanOf = ({ meeting, rows }: Part): Interval => measurePart(meeting, joinSessions(rows)).span;

import type { Dataset } from '../dataset.ts';
import { type JoinedRecords, joinRecords } from './join-records.ts';
import { mergeFields } from './merge-fields.ts';
import type { Place, Session } from './session.ts';
import { datasetsByRank, type RowIndexes, type SourceRow } from './source-row.ts';
import { stayRecords } from './stay-record.ts';

/**
 * The sessions of these meetings: the rows of the three datasets joined per stay, by `user_id` and time of joining within
 * one meeting. Rows without a counterpart, or with nothing to tell whose they are, make sessions of their own. The
 * waiting room and each breakout room are kept apart.
 *
 * Sorted by meeting as the UUIDs sort, then by joining. The order of `rows` matters to nothing but the indexes.
 * @see https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/participants
 */
export function joinSessions(rows: readonly SourceRow[]): Session[] {
  const meetings = new Map<string, Record<Dataset, number[]>>();
  for (const [index, { uuid, dataset }] of rows.entries()) {
    const lists = meetings.get(uuid) ?? { participants: [], report: [], qos: [] };
    lists[dataset].push(index);
    meetings.set(uuid, lists);
  }
  const uuids = [...meetings.keys()].sort();
  return uuids.flatMap((uuid) => {
    const lists = meetings.get(uuid);
    let stays: JoinedRecords[] = [];
    for (const dataset of datasetsByRank) stays = joinRecords(stays, stayRecords(rows, lists?.[dataset] ?? []));
    return stays.sort((a, b) => joinMs(a) - joinMs(b)).map((records) => session(uuid, records));
  });
}

function session(uuid: string, records: JoinedRecords): Session {
  const breakoutId = records.map((record) => record.breakoutId).find((id) => id !== undefined);
  const waiting = records.some((record) => record.waiting);
  const place: Place = waiting ? 'waiting-room' : breakoutId === undefined ? 'meeting' : 'breakout';
  return {
    ...{ uuid, place },
    ...(place === 'breakout' && breakoutId !== undefined && { breakoutId }),
    ...mergeFields(records),
    rows: rowIndexes(records),
  };
}

const rowIndexes = (records: JoinedRecords): RowIndexes => {
  const of = (dataset: Dataset) =>
    records.filter((record) => record.dataset === dataset).flatMap(({ indexes }) => indexes);
  return { participants: of('participants'), report: of('report'), qos: of('qos') };
};

/** A number also where no time is known: those come last. */
const joinMs = (records: JoinedRecords): number =>
  records.find(({ joinAtMs }) => joinAtMs !== undefined)?.joinAtMs ?? Number.MAX_SAFE_INTEGER;

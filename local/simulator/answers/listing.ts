import type { Dataset } from '../../../shared/domain/dataset.ts';
import type { Fault } from '../faults/fault.ts';
import { subjectOf } from '../faults/fault-desk.ts';
import { meetingAt, type SimulatedMeeting } from '../meeting.ts';
import { editRow } from '../rows/edit-row.ts';
import { countRows, mapRows, type Row, type Rows, rowFields, rowTexts } from '../rows/row.ts';
import type { Listing } from '../zoom/page-tokens.ts';
import { rowsEndpoints } from '../zoom/rows-endpoints.ts';
import type { SimulatorState } from './simulator-state.ts';

type WantedListing = {
  readonly endpoint: { readonly dataset: Dataset };
  readonly meeting: SimulatedMeeting;
  readonly type: string;
  /** Of the rows; absent for all. */
  readonly status?: string | undefined;
  readonly nowMs: number;
};

export const isOneParticipant = (meeting: SimulatedMeeting): boolean =>
  meeting.oneParticipant ?? countRows(meeting.participants) === 1;

/** What a poll that begins now sees. */
export function listRows(listed: WantedListing, fault: Fault | undefined): Listing {
  const rows = usualRows(listed);
  return fault?.kind === 'early-data' ? listEarly(rows, fault) : { rows, totalRecords: countRows(rows) };
}

/**
 * The rows Zoom lists in the end; of a running meeting, as it stands now. A meeting of one participant is listed by
 * `type=pastOne` only; its report and quality of service are empty. Nothing is known of such webinars, so they are listed
 * like any other.
 */
function usualRows({ endpoint: { dataset }, meeting, type, status, nowMs }: WantedListing): Rows {
  const { area } = rowsEndpoints[dataset](meeting.kind);
  if (area === 'planned' || area === 'past') return ofStatus(meeting[dataset], status);
  if (type === 'live') return rowsSoFar(meeting[dataset], nowMs);
  if (meeting.kind === 'webinar') return meeting[dataset];
  return isOneParticipant(meeting) === (type === 'pastOne') ? meeting[dataset] : [];
}

const ofStatus = (rows: Rows, status: string | undefined): Rows =>
  status === undefined ? rows : rowTexts(rows).filter((text) => rowFields(text).status === status);

const isAfter = (time: unknown, nowMs: number): boolean => Date.parse(String(time)) > nowMs;

/**
 * What of a meeting's rows there is while it runs: of those who have joined, without the time and the reason of a leaving
 * that is still to come, and with the minutes that are over.
 */
function rowsSoFar(rows: Rows, nowMs: number): Row[] {
  return rowTexts(rows).flatMap((text): Row[] => {
    const { join_time: joinTime, leave_time: leaveTime, user_qos: minutes } = rowFields(text);
    if (isAfter(joinTime, nowMs)) return [];
    if (!isAfter(leaveTime, nowMs)) return [text];
    const past = Array.isArray(minutes) && { user_qos: minutes.filter((one) => !isAfter(one?.date_time, nowMs)) };
    return [editRow(text, { leave_time: '', leave_reason: '', ...past })];
  });
}

/** What Zoom shows of a list too early, made from what it will show in the end. */
function listEarly(rows: Rows, { shows, share = 0.5 }: Extract<Fault, { kind: 'early-data' }>): Listing {
  const total = countRows(rows);
  const some = Math.floor(total * share);
  switch (shows) {
    case 'nothing':
      return { rows: [], totalRecords: 0 };
    case 'fewer-rows':
      return { rows: firstRows(rows, some), totalRecords: some };
    case 'short-pages':
      return { rows: firstRows(rows, some), totalRecords: total };
    case 'zero-duration':
      return { rows: mapRows(rows, (row) => editRow(row, { duration: 0, leave_time: '' })), totalRecords: total };
    case 'other-leave-times':
      return { rows: mapRows(rows, leaveLater), totalRecords: total };
    case 'other-order':
      return { rows: reverseRows(rows), totalRecords: total };
  }
}

const firstRows = (rows: Rows, count: number): Rows =>
  'count' in rows ? { count, at: rows.at } : rows.slice(0, count);

function reverseRows(rows: Rows): Rows {
  const count = countRows(rows);
  return 'count' in rows ? { count, at: (index) => rows.at(count - 1 - index) } : rows.toReversed();
}

/** A minute too late: what Zoom shows before it has corrected the time. */
function leaveLater(row: Row): Row {
  const leftAtMs = Date.parse(String(rowFields(row).leave_time));
  return Number.isNaN(leftAtMs) ? row : editRow(row, { leave_time: new Date(leftAtMs + 60_000).toISOString() });
}

/** What a poll of this dataset would list if it began now; see `Simulator.served`. */
export function servedRows(state: SimulatorState, uuid: string, dataset: Dataset): Rows {
  const known = [...state.meetings.values()].find((candidate) => candidate.uuid === uuid);
  if (known === undefined) throw new Error(`The simulator has no meeting ${uuid}.`);
  const meeting = meetingAt(known, state.now());
  const endpoint = rowsEndpoints[dataset](meeting.kind);
  const subject = { endpoint: endpoint.name, dataset, ...subjectOf(meeting) };
  const pending = state.faults.pending(subject).find(({ kind }) => kind === 'early-data' || kind === 'not-ready');
  if (pending?.kind === 'not-ready') return [];
  const isPastOne = endpoint.types.includes('pastOne') && isOneParticipant(meeting);
  const type = isPastOne ? 'pastOne' : 'past';
  return listRows({ endpoint: { dataset }, meeting, type, nowMs: state.now() }, pending).rows;
}

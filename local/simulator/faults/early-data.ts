import { countRows, mapRows, type Row, type Rows, rowFields } from '../rows/row.ts';
import type { Listing } from '../zoom/page-tokens.ts';
import type { Fault } from './fault.ts';
import { editRow } from './row-edit.ts';

const firstRows = (rows: Rows, count: number): Rows =>
  'count' in rows ? { count, at: rows.at } : rows.slice(0, count);

const reversed = (rows: Rows): Rows => {
  const count = countRows(rows);
  return 'count' in rows ? { count, at: (index) => rows.at(count - 1 - index) } : rows.toReversed();
};

/** A minute too late: what Zoom shows before it has corrected the time. */
function withOtherLeaveTime(row: Row): Row {
  const leftAtMs = Date.parse(String(rowFields(row).leave_time));
  return Number.isNaN(leftAtMs) ? row : editRow(row, { leave_time: new Date(leftAtMs + 60_000).toISOString() });
}

/** What Zoom shows of a list too early, made from what it will show in the end. */
export function earlyListing(rows: Rows, { shows, share = 0.5 }: Extract<Fault, { kind: 'early-data' }>): Listing {
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
      return { rows: mapRows(rows, withOtherLeaveTime), totalRecords: total };
    case 'other-order':
      return { rows: reversed(rows), totalRecords: total };
  }
}

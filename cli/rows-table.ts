import type { Dataset } from '../shared/domain/dataset.ts';
import type { Row } from '../shared/domain/row.ts';
import { printableWithin } from './printable.ts';
import { type Column, tableText } from './table.ts';

/** Rows laid out at once; all parts of the table have the same widths. */
const rowsAtOnce = 200;

type RowColumn = Column & { readonly width: number; readonly cell: (row: Row) => unknown };

const field = (name: string, width: number, title = name.replaceAll('_', ' ')): RowColumn => ({
  title,
  width,
  cell: (row) => row[name],
});
const stay = [field('join_time', 24), field('leave_time', 24)];

const columnsOf: Readonly<Record<Dataset, readonly RowColumn[]>> = {
  participants: [
    field('user_name', 28),
    field('email', 32),
    ...stay,
    field('device', 12),
    field('network_type', 12),
    field('audio_quality', 13),
    field('video_quality', 13),
  ],
  qos: [
    field('user_name', 28),
    ...stay,
    field('device', 12),
    field('network_type', 12),
    field('health', 10),
    { title: 'samples', width: 7, cell: ({ user_qos: samples }) => (Array.isArray(samples) ? samples.length : '') },
  ],
  report: [field('name', 28), field('user_email', 32), ...stay, field('duration', 10, 'seconds'), field('status', 16)],
};

/** The main columns of the rows, in pieces; what does not fit is cut. Nothing when there are no rows. */
export async function* rowsTable(rows: AsyncIterable<Row>, dataset: Dataset): AsyncGenerator<string> {
  const columns = columnsOf[dataset];
  let cells: string[][] = [];
  let withTitles = true;
  for await (const row of rows) {
    cells.push(columns.map(({ width, cell }) => printableWithin(cellText(cell(row)), width)));
    if (cells.length < rowsAtOnce) continue;
    yield tableText(columns, cells, withTitles);
    cells = [];
    withTitles = false;
  }
  if (cells.length > 0) yield tableText(columns, cells, withTitles);
}

/** Nested values and exact numbers as JSON; a blank for what is not there. */
function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

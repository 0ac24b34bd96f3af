import { stringify } from 'csv-stringify/sync';
import { columnsOf, type ExportTable } from './columns.ts';
import { type Cell, cellsOf } from './meeting-row.ts';
import type { RowSink } from './row-sink.ts';
import { createTextFile } from './text-file.ts';

/** Rows laid out at once. */
const rowsAtOnce = 100;

/**
 * CSV by RFC 4180, in UTF-8 with a line of titles. A text that a spreadsheet would take for a formula has an apostrophe
 * before it: https://owasp.org/www-community/attacks/CSV_Injection
 */
export async function openCsv(path: string, table: ExportTable): Promise<RowSink> {
  const columns = columnsOf(table);
  const file = await createTextFile(path);
  await file.write(csvText([columns.map(({ name }) => name)]));
  let rows: Cell[][] = [];
  const flush = async () => {
    const text = csvText(rows);
    rows = [];
    await file.write(text);
  };
  return {
    async write(meeting, row) {
      rows.push(cellsOf(meeting, row, columns));
      if (rows.length >= rowsAtOnce) await flush();
    },
    async finish() {
      await flush();
      await file.finish();
    },
    abort: file.abort,
  };
}

const csvText = (rows: readonly (readonly Cell[])[]): string =>
  stringify([...rows], {
    record_delimiter: 'windows',
    quote_record_delimiter: true,
    escape_formulas: true,
    cast: { boolean: String },
  });

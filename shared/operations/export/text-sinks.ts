import { open } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { columnsOf, type ExportTable } from './export-columns.ts';
import { cellsOf, type ExportCell, jsonRow, type RowSink } from './export-rows.ts';

/** Rows of CSV laid out at once. */
const rowsAtOnce = 100;
/** Characters written at once. */
const chunkLength = 256 * 1024;

/**
 * CSV by RFC 4180, in UTF-8 with a line of titles. A text that a spreadsheet would take for a formula has an apostrophe
 * before it: https://owasp.org/www-community/attacks/CSV_Injection
 */
export async function openCsv(path: string, table: ExportTable): Promise<RowSink> {
  const columns = columnsOf(table);
  const file = await createTextFile(path);
  await file.write(csvText([columns.map(({ name }) => name)]));
  let rows: ExportCell[][] = [];
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

const csvText = (rows: readonly (readonly ExportCell[])[]): string =>
  stringify([...rows], {
    record_delimiter: 'windows',
    quote_record_delimiter: true,
    escape_formulas: true,
    cast: { boolean: String },
  });

/** A line of JSON a row: every field as Zoom sent it, each digit. */
export async function openJsonLines(path: string): Promise<RowSink> {
  const file = await createTextFile(path);
  return {
    write: (meeting, row) => file.write(`${JSON.stringify(jsonRow(meeting, row))}\n`),
    finish: file.finish,
    abort: file.abort,
  };
}

/** Begins a text file anew, in UTF-8. Holds one piece of it. */
async function createTextFile(path: string) {
  const file = await open(path, 'w');
  let chunk = '';
  let isOpen = true;
  const close = async () => {
    if (isOpen) await file.close();
    isOpen = false;
  };
  const flush = async () => {
    const text = chunk;
    chunk = '';
    if (text !== '') await file.writeFile(text);
  };
  return {
    async write(text: string) {
      chunk += text;
      if (chunk.length >= chunkLength) await flush();
    },
    /** Returns when all is on the disk. */
    async finish() {
      await flush();
      await file.sync();
      await close();
    },
    abort: close,
  };
}

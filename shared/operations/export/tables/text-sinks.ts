import { open } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import type { MeetingRecord } from '../../../dynamo/meetings/meeting-item.ts';
import type { StoredRow } from '../../../dynamo/rows/row-reader.ts';
import { columnsOf, type ExportTable, type RowTable } from './export-columns.ts';
import { cellsOf, type ExportCell, flatRows, jsonRow, type RowSink, type SinkOptions } from './export-rows.ts';
import { harmlessText } from './harmless-text.ts';

/** Rows of CSV laid out at once. */
const rowsAtOnce = 100;
/** Characters written at once. */
const chunkLength = 256 * 1024;

/**
 * CSV by RFC 4180, in UTF-8 with a line of titles. What a spreadsheet would take for a formula, under whatever separator, has
 * an apostrophe before it.
 */
export async function openCsv(path: string, table: ExportTable, { blanks, excel }: SinkOptions = {}): Promise<RowSink> {
  const columns = columnsOf(table);
  const file = await createTextFile(path);
  const csvText = (some: readonly (readonly ExportCell[])[]) => layOut(some, excel);
  if (excel) await file.write('\ufeff');
  await file.write(csvText([columns.map(({ name }) => name)]));
  let rows: ExportCell[][] = [];
  const flush = async () => {
    const text = csvText(rows);
    rows = [];
    await file.write(text);
  };
  return {
    async write(meeting, row) {
      rows.push(cellsOf(meeting, row, { columns, blanks }));
      if (rows.length >= rowsAtOnce) await flush();
    },
    async finish() {
      await flush();
      await file.finish();
    },
    abort: file.abort,
  };
}

/** The same as text, in pieces, of the rows that are stored of one meeting. */
export async function* csvOf(
  stored: AsyncIterable<StoredRow>,
  table: RowTable,
  meeting: MeetingRecord,
): AsyncGenerator<string> {
  const columns = columnsOf(table);
  yield layOut([columns.map(({ name }) => name)], undefined);
  for await (const one of stored) {
    for (const row of flatRows(table, one)) yield layOut([cellsOf(meeting, row, { columns })], undefined);
  }
}

/** Spreadsheets keep 15 digits of a number, and show the last of more than 11 as a power. */
const longNumber = /^\d{12,}$/;

const layOut = (rows: readonly (readonly ExportCell[])[], excel: SinkOptions['excel']): string =>
  stringify([...rows], {
    record_delimiter: 'windows',
    quote_record_delimiter: true,
    delimiter: excel?.separator ?? ',',
    cast: {
      boolean: String,
      string: (text) => (excel && longNumber.test(text) ? `="${text}"` : harmlessText(text)),
      number: (number) => (excel?.decimalComma ? String(number).replace('.', ',') : String(number)),
    },
  });

/** A line of JSON a row: every field as Zoom sent it, each digit. */
export async function openJsonLines(path: string, _table: ExportTable, { blanks }: SinkOptions = {}): Promise<RowSink> {
  const file = await createTextFile(path);
  return {
    write: (meeting, row) => file.write(`${JSON.stringify(jsonRow(meeting, row, blanks))}\n`),
    finish: file.finish,
    abort: file.abort,
  };
}

/** Makes a text file, in UTF-8, where none is: nor a link, which would lead the writing elsewhere. Holds one piece of it. */
async function createTextFile(path: string) {
  const file = await open(path, 'wx');
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

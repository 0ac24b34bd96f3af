import { open, writeFile } from 'node:fs/promises';
import type { SchemaElement } from 'hyparquet';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { ColumnType, ExportColumn } from './column.ts';
import { columnsOf, type ExportTable } from './export-columns.ts';
import { cellsOf, type ExportCell, type RowSink, type SinkOptions } from './export-rows.ts';

/** A row group is held whole while it grows: it ends after so many rows, or characters of text. */
const largestGroup = { rows: 5_000, characters: 8_000_000 };

const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } } as const;
const parquetTypes: Readonly<Record<ColumnType, Partial<SchemaElement>>> = {
  text,
  // Said to be UTC: readers take a time of no zone for one of theirs. Milliseconds are what all readers know.
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  boolean: { type: 'BOOLEAN' },
  integer: { type: 'INT64' },
  double: { type: 'DOUBLE' },
  json: text,
};

const schemaElement = ({ name, type }: ExportColumn): SchemaElement => ({
  ...parquetTypes[type],
  name,
  repetition_type: 'OPTIONAL',
});

/** Parquet with typed columns, all of which may be null; snappy. Nested values are JSON text. */
export async function openParquet(path: string, table: ExportTable, { blanks }: SinkOptions = {}): Promise<RowSink> {
  const columns = columnsOf(table);
  const schema = [{ name: 'root', num_children: columns.length }, ...columns.map(schemaElement)];
  const kvMetadata = columns.map(({ name, source, unit, about }) => ({
    key: `column:${name}`,
    value: [source, unit, about].filter(Boolean).join('; '),
  }));
  // Made here, since the writer would follow a link that stands there.
  await writeFile(path, '', { flag: 'wx' });
  const writer = new ParquetWriter({ writer: fileWriter(path), schema, createdBy: 'zoom-capture', kvMetadata });
  let group = columns.map((): ExportCell[] => []);
  let rows = 0;
  let characters = 0;
  const flush = async () => {
    if (rows === 0) return;
    await writer.write({
      columnData: columns.map((column, index) => columnData(column, group[index] ?? [])),
      rowGroupSize: rows,
    });
    group = columns.map(() => []);
    rows = 0;
    characters = 0;
  };
  return {
    async write(meeting, row) {
      for (const [index, cell] of cellsOf(meeting, row, { columns, blanks }).entries()) {
        group[index]?.push(cell);
        if (typeof cell === 'string') characters += cell.length;
      }
      rows += 1;
      if (rows >= largestGroup.rows || characters >= largestGroup.characters) await flush();
    },
    async finish() {
      await flush();
      await writer.finish();
      await sync(path);
    },
    async abort() {},
  };
}

const columnData = ({ name, type }: ExportColumn, cells: readonly ExportCell[]) => ({
  name,
  data: cells.map((cell) => parquetValue(cell, type)),
});

function parquetValue(cell: ExportCell, type: ColumnType): unknown {
  if (type === 'timestamp' && typeof cell === 'string') return new Date(cell);
  return type === 'integer' && typeof cell === 'number' ? BigInt(cell) : cell;
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

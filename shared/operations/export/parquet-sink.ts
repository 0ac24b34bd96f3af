import { open } from 'node:fs/promises';
import { type BasicType, fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { type ColumnType, columnsOf, type ExportColumn, type ExportTable } from './export-columns.ts';
import { cellsOf, type ExportCell, type RowSink } from './export-rows.ts';

/** A row group is held whole while it grows: it ends after so many rows, or characters of text. */
const largestGroup = { rows: 5_000, characters: 8_000_000 };

const parquetTypes: Readonly<Record<ColumnType, BasicType>> = {
  text: 'STRING',
  timestamp: 'TIMESTAMP',
  boolean: 'BOOLEAN',
  integer: 'INT64',
  double: 'DOUBLE',
  json: 'STRING',
};

/** Parquet with typed columns, all of which may be null; snappy. Nested values are JSON text. */
export async function openParquet(path: string, table: ExportTable): Promise<RowSink> {
  const columns = columnsOf(table);
  const noColumns = columns.map((column) => columnData(column, []));
  const schema = schemaFromColumnData({ columnData: noColumns });
  const writer = new ParquetWriter({ writer: fileWriter(path), schema, createdBy: 'zoom-capture' });
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
      for (const [index, cell] of cellsOf(meeting, row, columns).entries()) {
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
  type: parquetTypes[type],
  nullable: true,
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

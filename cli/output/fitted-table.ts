import { stripVTControlCharacters } from 'node:util';
import { columnGap, type FitColumn, fitColumns } from './fit.ts';
import { columnsOf } from './printable.ts';
import { tableText } from './table.ts';

export type FittedColumn = Pick<FitColumn, 'importance'> & {
  readonly title: string;
  /** How far its cells can be cut. @default not at all */
  readonly least?: number;
};

const fitsOf = (columns: readonly FittedColumn[], rows: readonly (readonly string[])[]): FitColumn[] =>
  columns.map(({ title, least, importance }, at) => {
    const texts = [title, ...rows.map((row) => stripVTControlCharacters(row[at] ?? ''))];
    const width = Math.max(...texts.map(columnsOf));
    return { width, least: Math.min(width, least ?? width), importance };
  });

/** Whether a table has room for all columns but those of importance 0, when what can be cut is. */
export function hasRoom(columns: readonly FittedColumn[], rows: readonly (readonly string[])[], room: number): boolean {
  const needed = fitsOf(columns, rows).filter(({ importance }) => importance > 0);
  return needed.reduce((sum, { least }) => sum + least + columnGap, -columnGap) <= room;
}

/** A table no wider than `room`: of what can be cut, cells are; else the least important columns are left out. */
export function fittedTable(
  columns: readonly FittedColumn[],
  rows: readonly (readonly string[])[],
  room = Number.POSITIVE_INFINITY,
): string {
  const fits = fitsOf(columns, rows);
  const widths = fitColumns(fits, room);
  const shown = columns.flatMap(({ title }, at) => {
    const width = widths[at];
    if (width === undefined) return [];
    return [width === fits[at]?.width ? title : { title, width }];
  });
  return tableText(
    shown,
    rows.map((cells) => cells.filter((_, at) => widths[at] !== undefined)),
  );
}

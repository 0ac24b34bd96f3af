import { stripVTControlCharacters } from 'node:util';
import { type FitColumn, fitColumns } from './fit.ts';
import { columnsOf } from './printable.ts';
import { tableText } from './table.ts';

export type FittedColumn = Pick<FitColumn, 'importance'> & {
  readonly title: string;
  /** How far its cells can be cut. @default not at all */
  readonly least?: number;
};

/** A table no wider than `room`: of what can be cut, cells are; else the least important columns are left out. */
export function fittedTable(
  columns: readonly FittedColumn[],
  rows: readonly (readonly string[])[],
  room = Number.POSITIVE_INFINITY,
): string {
  const fits = columns.map(({ title, least, importance }, at) => {
    const texts = [title, ...rows.map((row) => stripVTControlCharacters(row[at] ?? ''))];
    const width = Math.max(...texts.map(columnsOf));
    return { width, least: Math.min(width, least ?? width), importance };
  });
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

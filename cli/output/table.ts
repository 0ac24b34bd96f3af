import Table from 'cli-table3';
import { columnGap } from './fit.ts';

export type TableColumn = {
  readonly title: string;
  /** In columns of the terminal; as wide as its longest cell when absent. */
  readonly width?: number;
};

const sides = ['top', 'bottom', 'left', 'right', 'mid', 'middle'];
const corners = ['top-mid', 'top-left', 'top-right', 'bottom-mid', 'bottom-left', 'bottom-right'];
const crossings = ['left-mid', 'mid-mid', 'right-mid'];
const noLines = Object.fromEntries([...sides, ...corners, ...crossings].map((name) => [name, '']));

/** A table without rules, easy to read and to grep; a column may be its title alone. Ends in a line break. */
export function tableText(columns: readonly (string | TableColumn)[], rows: readonly (readonly string[])[]): string {
  const titles = columns.map((column) => (typeof column === 'string' ? column : column.title).toUpperCase());
  return rowsText(columns, [titles, ...rows]);
}

/** The same without titles: what follows a table of the same widths. */
export function rowsText(columns: readonly (string | TableColumn)[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column) => (typeof column === 'string' ? undefined : column.width));
  const table = new Table({
    chars: noLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': columnGap },
    colWidths: widths.map((width) => (width === undefined ? null : width + columnGap)),
  });
  table.push(...rows.map((row) => [...row]));
  return `${table.toString().replace(/ +$/gm, '')}\n`;
}

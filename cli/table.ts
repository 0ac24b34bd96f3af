import Table from 'cli-table3';

export type Column = {
  readonly title: string;
  /** In columns of the terminal; as wide as its longest cell when absent. */
  readonly width?: number;
};

const gap = 2;

const noLines = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '' },
};

/** Lines of a table without rules, easy to read and to grep. Ends in a line break. */
export function tableText(columns: readonly Column[], rows: readonly (readonly string[])[], withTitles = true): string {
  const table = new Table({
    chars: noLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap },
    colWidths: columns.map(({ width }) => (width === undefined ? null : width + gap)),
  });
  if (withTitles) table.push(columns.map(({ title }) => title.toUpperCase()));
  table.push(...rows.map((row) => [...row]));
  return `${table.toString().replace(/ +$/gm, '')}\n`;
}

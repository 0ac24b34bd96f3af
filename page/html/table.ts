import { type Content, html, type Markup } from './markup.ts';

export type TableColumn<Row> = {
  readonly title: Content;
  readonly cell: (row: Row) => Content;
  /** Numbers and times stand to the right. */
  readonly numeric?: true;
};

type TableContent<Row> = {
  /** Names the region that scrolls: unique in the page, letters and dashes. */
  readonly id: string;
  readonly caption: Content;
  /** The first one is each row's head. */
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  /** A class of the page's style, for a table of its own form. */
  readonly form?: 'matrix' | 'meetings' | 'lines';
};

/** A table within a region that scrolls by itself, also by keyboard, where the page is narrower. */
export function renderTable<Row>({ id, caption, columns, rows, form }: TableContent<Row>): Markup {
  const numeric = columns.flatMap((column, index) => (column.numeric ? [` n${index + 1}`] : [])).join('');
  const [first, ...others] = columns;
  // A class for each column of numbers on the table, none on the cells: of 5,000 rows that is a third of the file.
  return html`<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}">
<table class="data${form !== undefined && ` ${form}`}${numeric}"><caption id="${id}">${caption}</caption>
<thead><tr>${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr><th scope="row">${first?.cell(row)}</th>${others.map(({ cell }) => html`<td>${cell(row)}</td>`)}</tr>\n`)}</tbody></table></div>`;
}

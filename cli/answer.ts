import { type Command, Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { print, printAll } from './print.ts';
import { printable, printableWithin } from './printable.ts';
import type { Rim } from './rim.ts';
import { tableText } from './table.ts';

/** How an answer is printed: for people unless one of them is set. */
export type AnswerOptions = { readonly json?: true; readonly csv?: true };

export type Cell = string | number | undefined;

/** One column, of the table for people and of the CSV alike. */
export type AnswerColumn<Answer> = {
  /** In CSV as it is, for people without `_`. */
  readonly name: string;
  /** Where it is shown. @default both */
  readonly only?: 'people' | 'csv';
  /** Columns of the terminal that it takes at the most. @default 40 */
  readonly width?: number;
  /** In CSV: numbers as numbers. */
  readonly cell: (answer: Answer) => Cell;
  /** For people, where that is another text than the cell. */
  readonly text?: (answer: Answer) => string;
};

export type AnswerShape<Answer> = {
  /** The list's name in JSON. */
  readonly list: string;
  /** What stands beside the list in JSON. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly columns: readonly AnswerColumn<Answer>[];
  readonly toJson: (answer: Answer) => unknown;
};

const defaultWidth = 40;
/** Lines of CSV laid out at once. */
const linesAtOnce = 200;

export const addAnswerOptions = (command: Command, list: string): Command =>
  command
    .addOption(new Option('--json', `one line of JSON: {"${list}":[...]}`).conflicts('csv'))
    .addOption(new Option('--csv', 'CSV with a line of titles; a text like a formula has an apostrophe before it'));

/** Prints a list as the options say. @returns how many it has */
export async function printAnswer<Answer>(
  answers: AsyncIterable<Answer>,
  shape: AnswerShape<Answer>,
  { json, csv }: AnswerOptions,
  { stdout }: Rim,
): Promise<number> {
  let count = 0;
  const counted = async function* (): AsyncGenerator<Answer> {
    for await (const answer of answers) {
      count += 1;
      yield answer;
    }
  };
  if (json) await printAll(stdout, jsonLine(counted(), shape));
  else if (csv) await printAll(stdout, csvLines(counted(), shape.columns));
  else {
    const columns = shape.columns.filter(({ only }) => only !== 'csv');
    const rows = await Array.fromAsync(counted(), (answer) => columns.map((column) => cellText(column, answer)));
    const titles = columns.map(({ name }) => ({ title: name.replaceAll('_', ' ') }));
    if (count > 0) await print(stdout, tableText(titles, rows));
  }
  return count;
}

async function* jsonLine<Answer>(
  answers: AsyncIterable<Answer>,
  { list, facts = {}, toJson }: AnswerShape<Answer>,
): AsyncGenerator<string> {
  // The object without its end, so that the list follows; what is undefined is left out as in any JSON.
  const before = JSON.stringify(facts).slice(1, -1);
  yield `{${before}${before === '' ? '' : ','}${JSON.stringify(list)}:[`;
  let separator = '';
  for await (const answer of answers) {
    yield `${separator}${JSON.stringify(toJson(answer))}`;
    separator = ',';
  }
  yield ']}\n';
}

async function* csvLines<Answer>(
  answers: AsyncIterable<Answer>,
  all: readonly AnswerColumn<Answer>[],
): AsyncGenerator<string> {
  const columns = all.filter(({ only }) => only !== 'people');
  let lines: Cell[][] = [columns.map(({ name }) => name)];
  for await (const answer of answers) {
    lines.push(columns.map(({ cell }) => harmless(cell(answer))));
    if (lines.length < linesAtOnce) continue;
    yield csvText(lines);
    lines = [];
  }
  yield csvText(lines);
}

/** By RFC 4180; formulas as in https://owasp.org/www-community/attacks/CSV_Injection */
const csvText = (lines: readonly (readonly Cell[])[]): string =>
  stringify([...lines], { record_delimiter: 'windows', quote_record_delimiter: true, escape_formulas: true });

// CSV is looked at on terminals too.
const harmless = (cell: Cell): Cell => (typeof cell === 'string' ? printable(cell) : cell);

function cellText<Answer>({ cell, text, width = defaultWidth }: AnswerColumn<Answer>, answer: Answer): string {
  return printableWithin(text ? text(answer) : String(cell(answer) ?? ''), width) || '-';
}

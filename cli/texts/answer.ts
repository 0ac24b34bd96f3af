import { type Command, Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { utc, type Zone } from '../../shared/domain/zone/zone.ts';
import { printable, printableWithin } from '../output/printable.ts';
import { tableText } from '../output/table.ts';
import { type OutputStream, print, printAll } from '../output/terminal.ts';

/** How an answer is printed: for people unless one of them is set. */
export type AnswerOptions = { readonly json?: true; readonly csv?: true };

export type AnswerCell = string | number | undefined;

/** One column, of the table for people and of the CSV alike. */
export type AnswerColumn<Item> = {
  /** In CSV as it is, for people without `_`. */
  readonly name: string;
  /** Where it is shown. @default both */
  readonly only?: 'people' | 'csv';
  /** Columns of the terminal that it takes at the most. @default 40 */
  readonly width?: number;
  /** In CSV: numbers as numbers. */
  readonly cell: (item: Item) => AnswerCell;
  /** For people, where that is another text than the cell; times in the zone of the answer. */
  readonly text?: (item: Item, zone: Zone) => string;
};

/** The answer to a question: a list. */
export type AnswerList<Item> = {
  readonly items: AsyncIterable<Item>;
  /** The list's name in JSON. */
  readonly list: string;
  /** What stands beside the list in JSON. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly columns: readonly AnswerColumn<Item>[];
  /** In which people read times, and by which days were chosen: beside the list in JSON. @default UTC, and not there */
  readonly zone?: Zone;
  readonly toJson: (item: Item) => unknown;
};

const defaultWidth = 40;
/** Lines of CSV laid out at once. */
const linesAtOnce = 200;

export const addAnswerOptions = (command: Command, list: string): Command =>
  command
    .addOption(new Option('--json', `one line of JSON: {"${list}":[...]}`).conflicts('csv'))
    .addOption(new Option('--csv', 'CSV with a line of titles; a text like a formula has an apostrophe before it'));

/** Prints a list as the options say. @returns how many it has */
export async function printAnswer<Item>(
  answer: AnswerList<Item>,
  { json, csv }: AnswerOptions,
  stdout: OutputStream,
): Promise<number> {
  let count = 0;
  const countedItems = async function* (): AsyncGenerator<Item> {
    for await (const item of answer.items) {
      count += 1;
      yield item;
    }
  };
  if (json) await printAll(stdout, jsonLine({ ...answer, items: countedItems() }));
  else if (csv) await printAll(stdout, csvLines(countedItems(), answer.columns));
  else {
    const columns = answer.columns.filter(({ only }) => only !== 'csv');
    const rows = await Array.fromAsync(countedItems(), (item) =>
      columns.map((column) => cellText(column, item, answer.zone)),
    );
    const titles = columns.map(({ name }) => name.replaceAll('_', ' '));
    if (count > 0) await print(stdout, tableText(titles, rows));
  }
  return count;
}

/** What is in memory already, as the items of an answer. */
export async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

async function* jsonLine<Item>({ items, list, facts, zone, toJson }: AnswerList<Item>): AsyncGenerator<string> {
  // The object without its end, so that the list follows; what is undefined is left out as in any JSON.
  const before = JSON.stringify({ ...facts, timeZone: zone?.id }).slice(1, -1);
  yield `{${before}${before === '' ? '' : ','}${JSON.stringify(list)}:[`;
  let separator = '';
  for await (const item of items) {
    yield `${separator}${JSON.stringify(toJson(item))}`;
    separator = ',';
  }
  yield ']}\n';
}

async function* csvLines<Item>(items: AsyncIterable<Item>, all: readonly AnswerColumn<Item>[]): AsyncGenerator<string> {
  const columns = all.filter(({ only }) => only !== 'people');
  let lines: AnswerCell[][] = [columns.map(({ name }) => name)];
  for await (const item of items) {
    lines.push(columns.map(({ cell }) => harmless(cell(item))));
    if (lines.length < linesAtOnce) continue;
    yield csvText(lines);
    lines = [];
  }
  yield csvText(lines);
}

/** By RFC 4180; formulas as in https://owasp.org/www-community/attacks/CSV_Injection */
const csvText = (lines: readonly (readonly AnswerCell[])[]): string =>
  stringify([...lines], { record_delimiter: 'windows', quote_record_delimiter: true, escape_formulas: true });

// CSV is shown on terminals too.
const harmless = (cell: AnswerCell): AnswerCell => (typeof cell === 'string' ? printable(cell) : cell);

function cellText<Item>({ cell, text, width = defaultWidth }: AnswerColumn<Item>, item: Item, zone = utc): string {
  return printableWithin(text ? text(item, zone) : String(cell(item) ?? ''), width) || '-';
}

import { type Command, Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { utc, type Zone } from '../../shared/domain/zone/zone.ts';
import { UsageError } from '../errors.ts';
import { fitColumns } from '../output/fit.ts';
import type { LastList } from '../output/last-list.ts';
import { columnsOf, jsonText, printable, printableWithin } from '../output/printable.ts';
import { tableText } from '../output/table.ts';
import { columnsOfTerminal, type OutputStream, print, printAll } from '../output/terminal.ts';
import { wrapped } from '../output/wrap.ts';

/** How an answer is printed: for people unless one of them is set. */
export type AnswerOptions = {
  readonly json?: true;
  readonly csv?: true;
  /** Names of columns, in this order. */
  readonly columns?: readonly string[];
  readonly wide?: true;
};

export type AnswerCell = string | number | undefined;

/** One column, of the table for people and of the CSV alike. */
export type AnswerColumn<Item> = {
  /** In CSV as it is, for people without `_`. */
  readonly name: string;
  /** Where it is shown. @default both */
  readonly only?: 'people' | 'csv';
  /** Columns of the terminal that it takes at the most. @default 40 */
  readonly width?: number;
  /** Cut where the terminal is narrower. @default never */
  readonly shorten?: true;
  /** The least important goes first where the terminal is narrower. @default 1 */
  readonly importance?: number;
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
    .addOption(new Option('--csv', 'CSV with a line of titles; a text like a formula has an apostrophe before it'))
    .addOption(
      new Option('--columns <names>', 'these alone, parted by commas, in this order').argParser((text) =>
        text.split(',').map((name) => name.trim().toLowerCase().replaceAll(' ', '_')),
      ),
    )
    .option('--wide', 'all columns, also where the terminal is narrower');

/** Where an answer is printed; what a terminal is shown of meetings can be named by its lines from then on. */
export type Shown = { readonly stdout: OutputStream; readonly lastList?: LastList | undefined };

/** Prints a list as the options say. @returns how many it has */
export async function printAnswer<Item>(
  answer: AnswerList<Item>,
  { json, csv, columns: chosen, wide }: AnswerOptions,
  { stdout, lastList }: Shown,
): Promise<number> {
  let count = 0;
  const countedItems = async function* (): AsyncGenerator<Item> {
    for await (const item of answer.items) {
      count += 1;
      yield item;
    }
  };
  if (json) await printAll(stdout, jsonLine({ ...answer, items: countedItems() }));
  else if (csv) await printAll(stdout, csvLines(countedItems(), columnsFor('csv', answer, chosen)));
  else {
    const columns = columnsFor('people', answer, chosen);
    const uuidOf = answer.columns.find(({ name }) => name === 'uuid')?.cell;
    const uuids: string[] = [];
    const rows = await Array.fromAsync(countedItems(), (item) => {
      if (uuidOf) uuids.push(String(uuidOf(item) ?? ''));
      return columns.map((column) => cellText(column, item, answer.zone));
    });
    const room = wide ? Number.POSITIVE_INFINITY : columnsOfTerminal(stdout);
    if (count > 0) await print(stdout, fittedText(columns, rows, room));
    if (stdout.isTTY && uuids.length > 0) await lastList?.write(uuids);
  }
  return count;
}

/** @throws {UsageError} where a column is asked for that there is not */
function columnsFor<Item>(
  reader: 'people' | 'csv',
  { columns }: AnswerList<Item>,
  chosen: readonly string[] | undefined,
): readonly AnswerColumn<Item>[] {
  // Who names a column wants it, whoever it is meant for.
  if (chosen === undefined) return columns.filter(({ only }) => only === undefined || only === reader);
  const byName = new Map(columns.map((column) => [column.name, column]));
  return chosen.map((name) => {
    const column = byName.get(name);
    if (column) return column;
    throw new UsageError(`--columns: there is no ${printable(name)}: choose of ${[...byName.keys()].join(', ')}.`);
  });
}

/** Texts that are cut keep so many columns. */
const leastCut = 10;

/** A table in which no line is longer than the terminal; below it the columns that did not fit. */
function fittedText<Item>(
  columns: readonly AnswerColumn<Item>[],
  rows: readonly (readonly string[])[],
  room: number,
): string {
  const titles = columns.map(({ name }) => name.replaceAll('_', ' '));
  const fits = columns.map(({ shorten, importance = 1 }, at) => {
    const width = rows.reduce((most, row) => Math.max(most, columnsOf(row[at] ?? '')), titles[at]?.length ?? 0);
    const least = shorten ? Math.min(width, Math.max(titles[at]?.length ?? 0, leastCut)) : width;
    return { width, least, importance };
  });
  const widths = fitColumns(fits, room);
  const shown = [...columns.keys()].filter((at) => widths[at] !== undefined);
  const cut = (row: readonly string[]) => shown.map((at) => printableWithin(row[at] ?? '', widths[at] ?? 0));
  // Where there is a limit it is set, since the table measures some scripts wider than they are.
  const shownTitles = cut(titles).map((title, at) => {
    const width = widths[shown[at] ?? -1];
    return room === Number.POSITIVE_INFINITY || width === undefined ? title : { title, width };
  });
  const text = tableText(shownTitles, rows.map(cut));
  const left = titles.filter((_, at) => widths[at] === undefined);
  return left.length === 0
    ? text
    : `${text}${wrapped(`Not shown: ${left.join(', ')}. --wide shows all, --columns some.`, room)}`;
}

/** What is in memory already, as the items of an answer. */
export async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

async function* jsonLine<Item>({ items, list, facts, zone, toJson }: AnswerList<Item>): AsyncGenerator<string> {
  // The object without its end, so that the list follows; what is undefined is left out as in any JSON.
  const before = jsonText({ ...facts, timeZone: zone?.id }).slice(1, -1);
  yield `{${before}${before === '' ? '' : ','}${jsonText(list)}:[`;
  let separator = '';
  for await (const item of items) {
    yield `${separator}${jsonText(toJson(item))}`;
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

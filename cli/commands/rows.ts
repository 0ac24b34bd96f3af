import type { Command } from 'commander';
import { descriptions, readings } from '../../shared/datasets/datasets.ts';
import type { Capture } from '../../shared/domain/capture/capture.ts';
import { type Dataset, knownDatasets } from '../../shared/domain/dataset.ts';
import type { Row } from '../../shared/domain/row.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { readStoredRows } from '../../shared/dynamo/rows/row-reader.ts';
import type { Store } from '../../shared/dynamo/store.ts';
import { type CommandContext, note, storeOf, withStack } from '../command-context.ts';
import { CliError, unknownMeeting } from '../errors.ts';
import { readDataset, readUuid } from '../options.ts';
import { printableWithin } from '../output/printable.ts';
import { rowsText, type TableColumn, tableText } from '../output/table.ts';
import { print, printAll } from '../output/terminal.ts';
import type { Stack } from '../source/stack.ts';
import { noteAfter, noteBefore, noteWithoutSamples, whyEmpty } from '../texts/capture-notes.ts';

const examples = `
Examples:
  $ npm run --silent cli -- rows '/bM3k0pVTL2GdZ1rY7eXqA==' participants
  $ npm run --silent cli -- rows '/bM3k0pVTL2GdZ1rY7eXqA==' report --json > report.jsonl
  $ npm run --silent cli -- rows '/bM3k0pVTL2GdZ1rY7eXqA==' meeting --json
  $ npm run --silent cli -- rows '/bM3k0pVTL2GdZ1rY7eXqA==' qos --json --local | jq .user_name

Without --json it shows the main columns alone. What is not complete yet is printed as far as it is, and said so.`;

export function addRows(program: Command, context: CommandContext): void {
  const command = program
    .command('rows')
    .description('The rows of one dataset of one meeting, as Zoom sent them.')
    .argument('<uuid>', 'the meeting, as Zoom writes its UUID', readUuid)
    .argument('<dataset>', `${knownDatasets.join(', ')}, or ${listRow}: its row in Zoom's list of meetings`, readWhich)
    .option('--json', 'one line of JSON a row: exactly the objects that Zoom returned')
    .addHelpText('after', examples)
    .action((uuid: string, dataset: Which, { json }: { readonly json?: true }) =>
      withStack(command, context, async (stack) => {
        if (dataset === listRow) return showListRow({ uuid, json: json === true }, storeOf(stack, context), context);
        const output = json ? jsonLines : (rows: AsyncIterable<Row>) => rowsTable(rows, dataset);
        await showRows({ uuid, dataset, output }, stack, context);
      }),
    );
}

/** What the meeting's own row is asked by. */
const listRow = 'meeting';
type Which = Dataset | typeof listRow;

const readWhich = (text: string): Which => (text === listRow ? text : readDataset(text));

/** @throws {CliError} of a meeting that the store does not have */
async function showListRow(
  { uuid, json }: { readonly uuid: string; readonly json: boolean },
  store: Store,
  { stdout, stderr }: CommandContext,
): Promise<void> {
  const found = await createMeetingReader(store).find(uuid);
  if (!found) throw unknownMeeting(uuid);
  const row = found.meeting.listed?.row;
  if (!row) return print(stderr, 'It has no row of Zoom’s list of meetings yet: the hourly sweep reads it there.\n');
  const lines = Object.entries(row).map(([field, value]) => [field, printableWithin(cellText(value), listRowWidth)]);
  await print(stdout, json ? `${JSON.stringify(row)}\n` : tableText(['field', 'value'], lines));
}

const listRowWidth = 80;

type RowsShown = {
  readonly uuid: string;
  readonly dataset: Dataset;
  readonly output: (rows: AsyncIterable<Row>) => AsyncIterable<string>;
};

/** @throws {CliError} of a meeting that the store does not have, and when the rows are not those of the last poll */
async function showRows({ uuid, dataset, output }: RowsShown, stack: Stack, context: CommandContext): Promise<void> {
  const store = storeOf(stack, context);
  const { find, snapshots } = createMeetingReader(store);
  const load = async (): Promise<Capture | undefined> => {
    const found = await find(uuid);
    const live = await snapshots(uuid);
    if (!found && Object.keys(live).length === 0) throw unknownMeeting(uuid);
    return found?.captures[dataset] ?? live[dataset];
  };
  const before = await load();
  await note(context, noteBefore(before));
  let count = 0;
  let withoutSamples = 0;
  const rows = async function* (): AsyncGenerator<Row> {
    for await (const { row, notKept } of readStoredRows(uuid, dataset, store)) {
      count += 1;
      if (notKept) withoutSamples += 1;
      yield row;
    }
  };
  await printAll(context.stdout, output(rows()));
  await note(context, noteWithoutSamples(withoutSamples));
  if (count === 0 && before?.state === 'empty') await note(context, `There are no rows: ${whyEmpty}`);
  const after = noteAfter(before, await load(), count);
  if (after?.fault) throw new CliError(after.text);
  await note(context, after?.text);
}

async function* jsonLines(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

/** Rows laid out at once; all parts of the table have the same widths. */
const rowsAtOnce = 200;

type RowColumn = TableColumn & { readonly width: number; readonly cell: (row: Row) => unknown };

/** Of a list of samples its length. */
const columnsOf = (dataset: Dataset): readonly RowColumn[] =>
  readings[dataset].mainColumns.map(({ field, width, title = field.replaceAll('_', ' ') }) => {
    const isSamples = field === descriptions[dataset].rows.samples;
    const count = (samples: unknown) => (Array.isArray(samples) ? samples.length : '');
    return { title, width, cell: (row) => (isSamples ? count(row[field]) : row[field]) };
  });

/** The main columns of the rows, in pieces; what does not fit is cut. Nothing when there are no rows. */
async function* rowsTable(rows: AsyncIterable<Row>, dataset: Dataset): AsyncGenerator<string> {
  const columns = columnsOf(dataset);
  let cells: string[][] = [];
  let layOut = tableText;
  for await (const row of rows) {
    cells.push(columns.map(({ width, cell }) => printableWithin(cellText(cell(row)), width)));
    if (cells.length < rowsAtOnce) continue;
    yield layOut(columns, cells);
    cells = [];
    layOut = rowsText;
  }
  if (cells.length > 0) yield layOut(columns, cells);
}

/** Nested values and exact numbers as JSON; a blank for what is not there. */
function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

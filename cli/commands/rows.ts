import { type Command, Option } from 'commander';
import { descriptions, readings } from '../../shared/datasets/datasets.ts';
import type { Capture } from '../../shared/domain/capture/capture.ts';
import { type Dataset, knownDatasets } from '../../shared/domain/dataset.ts';
import type { Row } from '../../shared/domain/row/row.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import type { MeetingRecord } from '../../shared/dynamo/meetings/meeting-item.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { readStoredRows, type StoredRow } from '../../shared/dynamo/rows/row-reader.ts';
import type { Store } from '../../shared/dynamo/store.ts';
import { createQueries } from '../../shared/queries/index.ts';
import { type CommandContext, note, storeOf, withStack } from '../command-context.ts';
import { CliError, UsageError, unknownMeeting } from '../errors.ts';
import { namedMeeting, uuidNamed } from '../named-meeting.ts';
import { readDataset } from '../options.ts';
import { secondText } from '../output/cells.ts';
import { fitColumns } from '../output/fit.ts';
import { jsonText, printableWithin } from '../output/printable.ts';
import { rowsText, type TableColumn, tableText } from '../output/table.ts';
import { columnsOfTerminal, print, printAll } from '../output/terminal.ts';
import type { Stack } from '../source/stack.ts';
import { noteAfter, noteBefore, noteWithoutSamples, whyEmpty } from '../texts/capture-notes.ts';
import { readUuid } from '../uuid-argument.ts';

const examples = `
Examples:
  $ zoom-capture rows '/bM3k0pVTL2GdZ1rY7eXqA==' participants
  $ zoom-capture rows '/bM3k0pVTL2GdZ1rY7eXqA==' report --json > report.jsonl
  $ zoom-capture rows '/bM3k0pVTL2GdZ1rY7eXqA==' meeting --json
  $ zoom-capture rows '/bM3k0pVTL2GdZ1rY7eXqA==' qos --json --local | jq .user_name

Without --json it shows the main columns alone, as far as the terminal has room, and times in the zone of --tz. What is not complete yet is printed as far as it is, and said so.`;

export function defineRows(command: Command, context: CommandContext): void {
  command
    .argument('<meeting>', namedMeeting, readUuid)
    .argument('<dataset>', `${knownDatasets.join(', ')}, or ${listRow}: its row in Zoom's list of meetings`, readWhich)
    .addOption(new Option('--json', 'one line of JSON a row: exactly the objects that Zoom returned').conflicts('csv'))
    .option('--csv', "a line a row, with the meeting's columns first, as export writes it")
    .addHelpText('after', examples)
    .action((name: string, dataset: Which, { json, csv }: { readonly json?: true; readonly csv?: true }) =>
      withStack(command, context, async (stack, zone) => {
        const store = storeOf(stack, context);
        const uuid = await uuidNamed(name, { queries: createQueries(store), zone, context });
        if (dataset === listRow) {
          if (csv)
            throw new UsageError('A list row has no columns of its own: use --json, or `export --datasets meetings`.');
          return showListRow({ uuid, json: json === true }, store, context);
        }
        const view = { zone, columns: columnsOfTerminal(context.stdout) };
        const output = outputOf(dataset, json ? 'json' : csv && 'csv', view);
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
  await print(stdout, json ? `${jsonText(row)}\n` : tableText(['field', 'value'], lines));
}

const listRowWidth = 80;

type RowsShown = {
  readonly uuid: string;
  readonly dataset: Dataset;
  /** `meeting`: absent for a snapshot of one that runs. */
  readonly output: (rows: AsyncIterable<StoredRow>, meeting: MeetingRecord | undefined) => AsyncIterable<string>;
};

/** @throws {CliError} of a meeting that the store does not have, and when the rows are not those of the last poll */
async function showRows({ uuid, dataset, output }: RowsShown, stack: Stack, context: CommandContext): Promise<void> {
  const store = storeOf(stack, context);
  const { find, snapshots } = createMeetingReader(store);
  let meeting: MeetingRecord | undefined;
  const load = async (): Promise<Capture | undefined> => {
    const found = await find(uuid);
    meeting = found?.meeting;
    const live = await snapshots(uuid);
    if (!found && Object.keys(live).length === 0) throw unknownMeeting(uuid);
    return found?.captures[dataset] ?? live[dataset];
  };
  const before = await load();
  await note(context, noteBefore(before));
  let count = 0;
  let withoutSamples = 0;
  const rows = async function* (): AsyncGenerator<StoredRow> {
    for await (const stored of readStoredRows(uuid, dataset, store)) {
      count += 1;
      if (stored.notKept) withoutSamples += 1;
      yield stored;
    }
  };
  await printAll(context.stdout, output(rows(), meeting));
  await note(context, noteWithoutSamples(withoutSamples));
  if (count === 0 && before?.state === 'empty') await note(context, `There are no rows: ${whyEmpty}`);
  const after = noteAfter(before, await load(), count);
  if (after?.fault) throw new CliError(after.text);
  await note(context, after?.text);
}

function outputOf(dataset: Dataset, form: 'json' | 'csv' | undefined, view: RowsView): RowsShown['output'] {
  if (form === 'json') return jsonLines;
  return form === 'csv'
    ? (rows, meeting) => csvLines(rows, dataset, meeting)
    : (rows) => rowsTable(rows, fittedColumns(dataset, view));
}

/** @throws {CliError} of a snapshot */
async function* csvLines(
  rows: AsyncIterable<StoredRow>,
  dataset: Dataset,
  meeting: MeetingRecord | undefined,
): AsyncGenerator<string> {
  if (!meeting) throw new CliError('The meeting runs, and its columns are not known before its end: use --json.');
  // Loaded here alone: the other forms have no use for columns.
  const { csvOf } = await import('../../shared/operations/export/tables/text-sinks.ts');
  yield* csvOf(rows, dataset, meeting);
}

async function* jsonLines(rows: AsyncIterable<StoredRow>): AsyncGenerator<string> {
  for await (const { row } of rows) yield `${jsonText(row)}\n`;
}

/** Rows laid out at once; all parts of the table have the same widths. */
const rowsAtOnce = 200;

type RowColumn = TableColumn & { readonly width: number; readonly cell: (row: Row) => string };

/** How rows are shown: in so many columns of a terminal, with times of a zone. */
type RowsView = { readonly zone: Zone; readonly columns: number };

/** Texts that are cut keep so many columns. */
const leastCut = 8;

/** The main columns, as narrow as the terminal needs them; the last ones are left out where not all fit. */
function fittedColumns(dataset: Dataset, { zone, columns }: RowsView): readonly RowColumn[] {
  const { mainColumns } = readings[dataset];
  const isTime = (field: string) => field.endsWith('_time');
  const fits = mainColumns.map(({ field, width }) => {
    return { width, least: isTime(field) ? width : Math.min(width, leastCut), importance: isTime(field) ? 1 : 0 };
  });
  const widths = fitColumns(fits, columns);
  return mainColumns.flatMap(({ field, title = field.replaceAll('_', ' ') }, at): readonly RowColumn[] => {
    const width = widths[at];
    if (width === undefined) return [];
    const isSamples = field === descriptions[dataset].rows.samples;
    const text = (value: unknown): string => {
      // Of a list of samples its length.
      if (isSamples) return Array.isArray(value) ? String(value.length) : '';
      return isTime(field) && typeof value === 'string' ? secondText(value, zone) : cellText(value);
    };
    return [{ title: printableWithin(title, width), width, cell: (row) => text(row[field]) }];
  });
}

/** The main columns of the rows, in pieces; what does not fit is cut. Nothing when there are no rows. */
async function* rowsTable(rows: AsyncIterable<StoredRow>, columns: readonly RowColumn[]): AsyncGenerator<string> {
  let cells: string[][] = [];
  let layOut = tableText;
  for await (const { row } of rows) {
    cells.push(columns.map(({ width, cell }) => printableWithin(cell(row), width)));
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

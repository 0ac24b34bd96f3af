import { setFlagsFromString } from 'node:v8';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { datasets } from '../../shared/domain/dataset.ts';
import {
  type ExportFormat,
  type ExportTable,
  exportFormats,
  exportTables,
} from '../../shared/operations/export/export-columns.ts';
import type { ExportResult } from '../../shared/operations/export/export-days.ts';
import { type CommandContext, storeOf, withStack } from '../command-context.ts';
import { addAccountsOption, addDayOptions, begunDays, chooseDays, type DayOptions } from '../options.ts';
import { counted } from '../output/cells.ts';
import { progressText } from '../output/export-progress.ts';
import { print } from '../output/terminal.ts';

type ExportOptions = DayOptions & {
  readonly format: ExportFormat;
  readonly out: string;
  readonly datasets: readonly ExportTable[];
  readonly account?: readonly string[];
};

const examples = `
Examples:
  $ npm run --silent cli -- export --from 2026-11-01 --to 2026-11-30 --format csv --out november
  $ npm run --silent cli -- export --day 2026-11-20 --format parquet --out day --datasets qos,qos-samples
  $ npm run --silent cli -- export --day 2026-11-20 --format jsonl --out day --local

Each day and dataset has a file of its own, such as 2026-11-20-qos.csv, that gets its name when it is complete;
manifest.json counts them. Run it again to go on: files of days that are over and whose captures are finished are
skipped, the others are written anew. Delete a file to have it written anew.

Each row has the meeting's uuid, meeting_id, topic, kind and end_time before Zoom's own fields.
- jsonl keeps every field exactly as Zoom sent it, the samples of a QoS session among them.
- csv and parquet have the same columns every day; fields that are unknown or of another type stand as JSON in the
  column extra. A QoS session has its summary; its minutes are the dataset qos-samples, a row each.
- csv: a text that begins with =, +, -, @, a tab or a carriage return has an apostrophe before it, since a spreadsheet
  would take it for a formula. Numbers have none.`;

export function addExport(program: Command, context: CommandContext): void {
  const command = program
    .command('export')
    .description('Writes the rows of the meetings that ended in some days into files.');
  addDayOptions(command, 'meetings that ended')
    .addOption(new Option('--format <name>', 'how rows are written').choices(exportFormats).makeOptionMandatory())
    .requiredOption('--out <folder>', 'where the files go; made when it is not there', readFolder)
    .addOption(
      new Option('--datasets <names>', `some of ${exportTables.join(',')}`)
        .default(datasets, datasets.join(','))
        .argParser(readTables),
    );
  addAccountsOption(command)
    .addHelpText('after', examples)
    .action((options: ExportOptions, command: Command) => {
      const days = begunDays(chooseDays(options, context.now()), context.now());
      return withStack(command, context, async (stack) => {
        // Loaded here alone: other commands have no use for the writers of files.
        const { exportDays } = await import('../../shared/operations/export/export-days.ts');
        const { showProgress } = await import('../output/progress.ts');
        keepMemorySmall();
        const store = storeOf(stack, context);
        const { format, out: dir, datasets: tables, account: accounts } = options;
        const progress = { title: 'Export', stream: context.stderr, text: progressText };
        const exported = await showProgress(progress, (tell) =>
          exportDays({ days, tables, format, dir, accounts }, { store, now: context.now, tell }),
        );
        await print(context.stdout, resultText(exported, dir));
      });
    });
}

/**
 * Has the engine clear away early what is no longer needed: left to itself it lets half a gigabyte pile up where a tenth
 * is in use. For the rest of the process, and at the cost of some speed. The rest is done by `--max-semi-space-size`, with
 * which package.json starts the commands and which no running process can change: it spares some 45 MB more.
 */
function keepMemorySmall(): void {
  setFlagsFromString('--optimize-for-size');
}

function resultText({ written, skipped }: ExportResult, dir: string): string {
  const rows = written.reduce((sum, file) => sum + file.rows, 0);
  const lines = [`${counted(rows, 'row')} in ${counted(written.length, 'file')} written to ${dir}.`];
  if (skipped.length > 0) lines.push(`${counted(skipped.length, 'file')} skipped: whole already.`);
  const open = written.filter(({ whole }) => !whole);
  if (open.length > 0) {
    const captures = open.reduce((sum, { unfinished }) => sum + unfinished, 0);
    const why = captures > 0 ? `${counted(captures, 'capture')} unfinished` : 'the day is not over';
    lines.push(`${counted(open.length, 'file')} can still change (${why}): run it again later.`);
  }
  return `${lines.join('\n')}\n`;
}

function readTables(text: string): ExportTable[] {
  const names = new Set(text.split(',').map((name) => name.trim()));
  const tables = exportTables.filter((table) => names.has(table));
  if (tables.length === names.size) return tables;
  throw new InvalidArgumentError(`It must be made of ${exportTables.join(', ')}, with commas between.`);
}

function readFolder(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It is blank: name a folder.');
}

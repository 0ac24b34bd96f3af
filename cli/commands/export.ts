import { setFlagsFromString } from 'node:v8';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { datasets } from '../../shared/domain/dataset.ts';
import {
  type ExportFormat,
  type ExportTable,
  exportFormats,
  exportTables,
} from '../../shared/operations/export/tables/export-columns.ts';
import type { Blanks, SinkOptions } from '../../shared/operations/export/tables/export-rows.ts';
import { type CommandContext, stageDatasetsOf, storeOf, withStack } from '../command-context.ts';
import { CliError, UsageError } from '../errors.ts';
import { addAccountsOption, addDayOptions, begunDays, chooseDays, type DayOptions } from '../options.ts';
import { print, printProse } from '../output/terminal.ts';
import { createProgressText } from '../texts/export-progress.ts';
import { exportJson, exportText, isEqual } from '../texts/export-result.ts';

type ExportOptions = DayOptions & {
  readonly format: ExportFormat;
  readonly out: string;
  readonly datasets: readonly ExportTable[];
  readonly account?: readonly string[];
  readonly settled?: true;
  readonly force?: true;
  readonly check?: true;
  readonly blanks: Blanks;
  /** True where no region is named. */
  readonly excel?: string | true;
  readonly json?: true;
};

const examples = `
Examples:
  $ zoom-capture export --from 2026-11-01 --to 2026-11-30 --format csv --out november
  $ zoom-capture export --day 2026-11-20 --format parquet --out day --datasets qos,qos_samples
  $ zoom-capture export --day 2026-11-20 --format jsonl --out day --local

The folder becomes equal to the store for these days, each time: what differs is written anew, what is no longer there is
deleted, all else is not touched. A second run reads keys and hashes alone. Files are participants/day=2026-11-20/part-00000.csv;
a day without rows has none. manifest.json counts them. --check compares, writes nothing, and exits with 1 where it differs.

Each row begins with the meeting's account, uuid, meeting_id, start_time, end_time, host_id, topic and kind; docs/tables.md
has all columns. meetings has a row a meeting, attendance a row a person of each meeting.
- jsonl keeps every field exactly as Zoom sent it, the samples of a QoS session among them.
- csv and parquet have the same columns every day; fields that are unknown or of another type stand as JSON in the
  column extra. A QoS session has its summary; its minutes are the table qos_samples, a row each.
- csv: a text that begins with =, +, -, @, a tab or a carriage return has an apostrophe before it, since a spreadsheet
  would take it for a formula; so has what follows ; | a tab or a line's end within a text. Numbers have none.`;

export function defineExport(command: Command, context: CommandContext): void {
  addDayOptions(command, 'meetings that ended')
    .addOption(new Option('--format <name>', 'how rows are written').choices(exportFormats).makeOptionMandatory())
    .requiredOption('--out <folder>', 'where the files go; made when it is not there', readFolder)
    .addOption(
      new Option('--datasets <names>', `some of ${exportTables.join(', ')}`)
        .default(datasets, datasets.join(', '))
        .argParser(readTables),
    );
  addAccountsOption(command)
    .option('--settled', 'only what is captured for good; the rest comes when it is')
    .option('--check', 'compares, and writes nothing; exits with 1 where the folder differs')
    .option('--force', 'writes all files anew, also over what stands in their places')
    .addOption(
      new Option('--blanks <how>', 'what becomes of a blank text').choices(['as-sent', 'null']).default('as-sent'),
    )
    .addOption(
      new Option(
        '--excel [region]',
        'csv for a double click: separator and decimals of a region such as de-CH',
      ).argParser(readLocale),
    )
    .option('--json', 'says what was done as a line of JSON')
    .addHelpText('after', examples)
    .action((options: ExportOptions) => {
      const days = begunDays(chooseDays(options, context.now()), context.now());
      const mirror = mirrorOptions(options, context);
      return withStack(command, context, async (stack) => {
        // Loaded here alone: other commands have no use for the writers of files.
        const { exportDays } = await import('../../shared/operations/export/export-days.ts');
        const { showProgress } = await import('../output/progress.ts');
        keepMemorySmall();
        const store = storeOf(stack, context);
        const { format, out: dir, datasets: tables, account: accounts } = options;
        const progress = { title: 'Export', stream: context.stderr, text: createProgressText(context.now) };
        const captured = stageDatasetsOf(stack);
        const request = { days, tables, format, dir, accounts, captured, options: mirror };
        const exported = await showProgress(progress, (tell) => exportDays(request, { store, now: context.now, tell }));
        await (options.json
          ? print(context.stdout, exportJson(exported, dir))
          : printProse(context.stdout, exportText(exported, { dir, check: mirror.check })));
        if (mirror.check && !isEqual(exported.files)) {
          throw new CliError(`${dir} differs from the store: run it without --check.`);
        }
        if (exported.files.some(({ did }) => did === 'left alone')) {
          throw new CliError(`${dir} is not equal to the store: files stand in the way. --force writes them anew.`);
        }
      });
    });
}

/** @throws {UsageError} when options contradict each other */
function mirrorOptions(options: ExportOptions, { env }: Pick<CommandContext, 'env'>) {
  const { settled, force, check, blanks, excel, format } = options;
  if (check && force) throw new UsageError('--check writes nothing, and --force writes all: leave one of them out.');
  if (excel !== undefined && format !== 'csv') throw new UsageError('--excel goes with --format csv.');
  return {
    settled: settled ?? false,
    force: force ?? false,
    check: check ?? false,
    blanks,
    excel: excelOf(excel, env),
  };
}

/**
 * Has the engine clear away early what is no longer needed: left to itself it lets half a gigabyte pile up where a tenth
 * is in use. For the rest of the process, and at the cost of some speed. The rest is done by `--max-semi-space-size`, with
 * which package.json starts the commands and which no running process can change: it spares some 45 MB more.
 */
function keepMemorySmall(): void {
  setFlagsFromString('--optimize-for-size');
}

/** Separator and decimal sign of a region; its own by `LC_ALL`, `LC_NUMERIC` or `LANG` where none is named. */
function excelOf(asked: string | true | undefined, env: CommandContext['env']): SinkOptions['excel'] {
  if (asked === undefined) return undefined;
  const named = asked === true ? env.LC_ALL || env.LC_NUMERIC || env.LANG || 'en' : asked;
  const locale = named.split(/[.@]/, 1)[0]?.replace('_', '-') ?? 'en';
  const decimalComma = new Intl.NumberFormat(isLocale(locale) ? locale : 'en').format(0.5).includes(',');
  return { separator: decimalComma ? ';' : ',', decimalComma };
}

function readLocale(text: string): string {
  if (isLocale(text.replace('_', '-'))) return text;
  throw new InvalidArgumentError('It must be a region such as de-CH or en-US.');
}

function isLocale(text: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false;
  }
}

function readTables(text: string): ExportTable[] {
  // Version 0.1.0 named the samples like their items.
  const names = new Set(text.split(',').map((name) => (name.trim() === 'qos-samples' ? 'qos_samples' : name.trim())));
  const tables = exportTables.filter((table) => names.has(table));
  if (tables.length === names.size) return tables;
  throw new InvalidArgumentError(`It must be made of ${exportTables.join(', ')}, with commas between.`);
}

function readFolder(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It is blank: name a folder.');
}

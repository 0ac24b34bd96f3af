import { type Command, InvalidArgumentError, Option } from 'commander';
import { namedQueries } from '../../shared/lake/named-queries.ts';
import type { SqlAnswer } from '../../shared/lake/open-mirror.ts';
import type { CommandContext } from '../command-context.ts';
import { CliError, UsageError } from '../errors.ts';
import { type AnswerOptions, addAnswerOptions, each, printAnswer } from '../texts/answer.ts';

const named = namedQueries.map(({ name, about }) => `  ${name}: ${about}`).join('\n');

const examples = `
Questions that are here already (--named), and what their values are:
${named}

Examples:
  $ zoom-capture export --from 2026-11-01 --format parquet --out november --datasets meetings,attendance,qos
  $ zoom-capture query --in november "SELECT day, count(*) AS meetings FROM meetings GROUP BY day ORDER BY day"
  $ zoom-capture query --in november --named attendance_of_course --with 85012345678 2026-11-01 2026-11-30 --csv

The tables are those of docs/tables.md, with the column day. It is DuckDB's SQL, of which Athena knows the most part; times are UTC. It
takes the package @duckdb/node-api, reads that folder alone and writes nothing.`;

type QueryOptions = AnswerOptions & {
  readonly in: string;
  readonly named?: string;
  readonly with?: readonly string[];
};

export function defineQuery(command: Command, context: CommandContext): void {
  command
    .argument('[sql]', 'such as "SELECT * FROM attendance LIMIT 5"')
    .requiredOption('--in <folder>', 'where the export is', readFolder)
    .addOption(
      new Option('--named <name>', 'a question that is here already').choices(namedQueries.map(({ name }) => name)),
    )
    .option('--with <values...>', 'what each ? of the question stands for');
  addAnswerOptions(command, 'rows')
    .addHelpText('after', examples)
    .action(async (text: string | undefined, options: QueryOptions) => {
      const sql = sqlOf(text, options);
      // Loaded here alone: other commands have no use for it.
      const { openMirror } = await import('../../shared/lake/open-mirror.ts');
      const mirror = await openMirror(options.in);
      try {
        const answer = await mirror.ask(sql, options.with).catch((error: unknown) => {
          throw new CliError(
            `${error instanceof Error ? error.message : error} Tables here: ${mirror.tables.join(', ')}.`,
          );
        });
        await printSql(answer, options, context);
      } finally {
        mirror.close();
      }
    });
}

/** @throws {UsageError} when there is no question, or there are two */
function sqlOf(text: string | undefined, { named }: QueryOptions): string {
  const found = namedQueries.find(({ name }) => name === named);
  if ((text === undefined) === (found === undefined)) {
    throw new UsageError('Which question? Give SQL as the argument, or one that is here already with --named.');
  }
  return text ?? found?.sql ?? '';
}

const printSql = ({ columns, rows }: SqlAnswer, options: AnswerOptions, context: CommandContext) =>
  printAnswer(
    {
      items: each(rows),
      list: 'rows',
      columns: columns.map((name) => ({ name, cell: (row: Record<string, unknown>) => cellOf(row[name]) })),
      toJson: (row) => row,
    },
    options,
    context,
  );

function cellOf(value: unknown): string | number | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

function readFolder(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It is blank: name a folder.');
}

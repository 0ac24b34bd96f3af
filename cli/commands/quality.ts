import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Queries, WorstSession } from '../../shared/queries/index.ts';
import { itemsOf } from '../../shared/queries/index.ts';
import { type AnswerOptions, addAnswerOptions, printAnswer } from '../answer.ts';
import { UsageError } from '../cli-error.ts';
import { qualityColumns, qualityJson } from '../quality-columns.ts';
import { collect, note, withQueries } from '../query-command.ts';
import type { Rim } from '../rim.ts';
import { readDay } from '../utc-day.ts';

type QualityOptions = AnswerOptions & {
  readonly day?: string;
  readonly worst: number;
  readonly leastMinutes: number;
  readonly account?: readonly string[];
};

const examples = `
A minute is bad when a stream's latency is over 150 ms, its jitter over 40 ms or its packet loss over 2 %, which Zoom
calls the most it recommends. Sessions without a bad minute are not listed. The day is UTC, by the meeting's end. Shown of
the stream with the largest share of bad minutes: p95 of latency and jitter in ms, of loss in %.

Examples:
  $ npm run --silent cli -- quality --day 2026-11-20
  $ npm run --silent cli -- quality --day 2026-11-20 --worst 100 --least-minutes 15 --csv > bad-lines.csv
  $ npm run --silent cli -- quality --day 2026-11-20 --local --json | jq '.sessions[] | {name, badShare}'`;

export function addQuality(program: Command, rim: Rim): void {
  const command = program
    .command('quality')
    .description('The worst sessions of a day: the largest share of bad minutes first.')
    .addOption(
      new Option('--day <day>', 'the UTC day on which the meetings ended, such as 2026-11-20').argParser(readDay),
    )
    .addOption(new Option('--worst <number>', 'at most so many').argParser(readCount).default(20))
    .addOption(new Option('--least-minutes <number>', 'pass over shorter sessions').argParser(readCount).default(5))
    .option('--account <id>', 'meetings of this Zoom account alone; can be repeated', collect);
  addAnswerOptions(command, 'sessions')
    .addHelpText('after', examples)
    .action(({ day, ...options }: QualityOptions) => {
      if (day === undefined) throw new UsageError('Which day? Give --day 2026-11-20 (UTC).');
      return withQueries(command, rim, async (queries) => {
        const shape = { list: 'sessions', facts: { day }, columns: qualityColumns, toJson: qualityJson };
        const count = await printAnswer(worstOf(day, options, queries), shape, options, rim);
        if (count > 0) return;
        const least = options.leastMinutes === 1 ? '' : ` of ${options.leastMinutes} minutes or more`;
        await note(
          rim,
          `No session${least} with a bad minute on ${day} (UTC): \`meetings --day ${day}\` lists the meetings.`,
        );
      });
    });
}

/** Of all accounts together; each gives at most as many as are wanted. */
async function* worstOf(
  day: string,
  { worst, leastMinutes, account: wanted }: Omit<QualityOptions, 'day'>,
  { accounts, worstSessions }: Queries,
): AsyncGenerator<WorstSession> {
  const found: WorstSession[] = [];
  for (const account of wanted ?? (await accounts())) {
    const pages = worstSessions({ account, day, leastMinutes, limit: worst, rows: true });
    found.push(...(await Array.fromAsync(itemsOf(pages))));
  }
  const byBadness = found.sort(
    ({ summary: a }, { summary: b }) => b.badShare - a.badShare || b.badMinutes - a.badMinutes,
  );
  yield* byBadness.slice(0, worst);
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number, 1 or more.');
}

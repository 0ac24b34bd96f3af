import { type Command, Option } from 'commander';
import { fieldText } from '../../shared/domain/field-text.ts';
import type { StreamSummary } from '../../shared/domain/quality/summary.ts';
import { type QualitySummary, type StreamName, streamNames } from '../../shared/domain/quality/summary.ts';
import { dayOfWord } from '../../shared/domain/zone/day-words.ts';
import { dayAt, utcDaysOf } from '../../shared/domain/zone/zone.ts';
import type { Queries } from '../../shared/queries/index.ts';
import { itemsOf } from '../../shared/queries/paging.ts';
import type { WorstSession } from '../../shared/queries/quality.ts';
import type { TimeSpan } from '../../shared/queries/time-span.ts';
import { type CommandContext, note, withQueries } from '../command-context.ts';
import { UsageError } from '../errors.ts';
import { addAccountsOption, readCount, readDay, spanOf } from '../options.ts';
import { percentText, roundedTo, secondText, streamText } from '../output/cells.ts';
import {
  type AnswerCell,
  type AnswerColumn,
  type AnswerOptions,
  addAnswerOptions,
  printAnswer,
} from '../texts/answer.ts';
import { meetingJson } from '../texts/meeting-columns.ts';

type QualityOptions = AnswerOptions & {
  readonly day?: string;
  readonly worst: number;
  readonly leastMinutes: number;
  readonly account?: readonly string[];
};

const mostListed = 999_999;

const examples = `
A minute is bad when a stream's latency is over 150 ms, its jitter over 40 ms or its packet loss over 2 %, which Zoom
calls the most it recommends. Sessions without a bad minute are not listed. The day is one of --tz, by the meeting's
end. Shown of the stream with the largest share of bad minutes: p95 of latency and jitter in ms, of loss in %.

Examples:
  $ npm run --silent cli -- quality --day 2026-11-20
  $ npm run --silent cli -- quality --day 2026-11-20 --worst 100 --least-minutes 15 --csv > bad-lines.csv
  $ npm run --silent cli -- quality --day 2026-11-20 --local --json | jq '.sessions[] | {name, badShare}'`;

export function addQuality(program: Command, context: CommandContext): void {
  const command = program
    .command('quality')
    .description('The worst sessions of a day: the largest share of bad minutes first.')
    .addOption(
      new Option('--day <day>', 'the day on which the meetings ended: 2026-11-20, today, yesterday, -7d').argParser(
        readDay,
      ),
    )
    .addOption(new Option('--worst <number>', 'at most so many').argParser(readCount(mostListed)).default(20))
    .addOption(
      new Option('--least-minutes <number>', 'pass over shorter sessions').argParser(readCount(mostListed)).default(5),
    );
  addAccountsOption(command);
  addAnswerOptions(command, 'sessions')
    .addHelpText('after', examples)
    .action(({ day: asked, ...options }: QualityOptions) => {
      if (asked === undefined) throw new UsageError('Which day? Give --day 2026-11-20.');
      return withQueries(command, context, async (queries, zone) => {
        const day = dayOfWord(asked, dayAt(context.now(), zone));
        const ended = spanOf({ from: day, to: day }, zone);
        const items = worstOf(ended, options, queries);
        const answer = { items, list: 'sessions', facts: { day }, columns: qualityColumns, zone, toJson: qualityJson };
        const count = await printAnswer(answer, options, context.stdout);
        if (count > 0) return;
        const least = options.leastMinutes === 1 ? '' : ` of ${options.leastMinutes} minutes or more`;
        await note(
          context,
          `No session${least} with a bad minute on ${day} (${zone.id}): \`meetings --day ${day}\` lists the meetings.`,
        );
      });
    });
}

/** Of all accounts together; each gives at most as many as are wanted. */
async function* worstOf(
  ended: TimeSpan,
  { worst, leastMinutes, account: wanted }: Omit<QualityOptions, 'day'>,
  { accounts, worstSessions }: Queries,
): AsyncGenerator<WorstSession> {
  const found: WorstSession[] = [];
  for (const account of wanted ?? (await accounts())) {
    for (const day of utcDaysOf(ended)) {
      const sessions = itemsOf(
        worstSessions({ account, day, leastMinutes, pageSize: Math.min(worst, 100), rows: true }),
      );
      found.push(...(await firstOf(sessions, worst, ({ meeting }) => isWithin(meeting.endedAt, ended))));
    }
  }
  const byBadness = found.sort(
    ({ summary: a }, { summary: b }) => b.badShare - a.badShare || b.badMinutes - a.badMinutes,
  );
  yield* byBadness.slice(0, worst);
}

/** The first so many of a list that are wanted; no more of it is read. */
async function firstOf<One>(all: AsyncIterable<One>, most: number, isWanted: (one: One) => boolean): Promise<One[]> {
  const found: One[] = [];
  for await (const one of all) {
    if (!isWanted(one)) continue;
    found.push(one);
    if (found.length === most) break;
  }
  return found;
}

const isWithin = (instant: string, { from, to }: TimeSpan): boolean => from <= instant && instant <= to;

type SummedStream = { readonly name: StreamName; readonly summary: StreamSummary };

/** The stream with the largest share of bad minutes. */
export function worstStream(summary: QualitySummary): SummedStream | undefined {
  const streams = streamNames.flatMap((name): SummedStream[] => {
    const one = summary[name];
    return one ? [{ name, summary: one }] : [];
  });
  return streams.reduce<SummedStream | undefined>(
    (worst, one) => (worst && worst.summary.badShare >= one.summary.badShare ? worst : one),
    undefined,
  );
}

const nameOf = ({ row, userId }: WorstSession): string =>
  fieldText(row ?? {}, 'user_name') ?? `user id ${userId ?? '-'}`;
const p95 = (session: WorstSession, measure: 'latency' | 'jitter' | 'loss'): AnswerCell =>
  worstStream(session.summary)?.summary[measure]?.p95;

const qualityColumns: readonly AnswerColumn<WorstSession>[] = [
  {
    name: 'bad_share',
    cell: ({ summary }) => roundedTo(summary.badShare, 4),
    text: ({ summary }) => percentText(summary.badShare),
  },
  { name: 'bad_minutes', cell: ({ summary }) => summary.badMinutes },
  { name: 'minutes', cell: ({ summary }) => summary.minutes },
  { name: 'name', width: 28, cell: nameOf },
  { name: 'email', only: 'csv', cell: ({ row }) => fieldText(row ?? {}, 'email') },
  { name: 'joined', cell: ({ joinTime }) => joinTime, text: ({ joinTime }, zone) => secondText(joinTime, zone) },
  {
    name: 'stream',
    cell: ({ summary }) => worstStream(summary)?.name,
    text: ({ summary }) => {
      const worst = worstStream(summary);
      return worst ? streamText(worst.name) : '';
    },
  },
  { name: 'latency', cell: (session) => p95(session, 'latency') },
  { name: 'jitter', cell: (session) => p95(session, 'jitter') },
  { name: 'loss', cell: (session) => p95(session, 'loss') },
  { name: 'network', width: 12, cell: ({ row }) => fieldText(row ?? {}, 'network_type') },
  { name: 'topic', width: 28, cell: ({ meeting }) => meeting.topic },
  { name: 'uuid', cell: ({ uuid }) => uuid },
  { name: 'user_id', only: 'csv', cell: ({ userId }) => userId },
];

const qualityJson = (session: WorstSession) => ({
  name: nameOf(session),
  email: fieldText(session.row ?? {}, 'email'),
  userId: session.userId,
  joinTime: session.joinTime,
  badShare: session.summary.badShare,
  badMinutes: session.summary.badMinutes,
  minutes: session.summary.minutes,
  worstStream: worstStream(session.summary)?.name,
  summary: session.summary,
  meeting: meetingJson(session.meeting),
});

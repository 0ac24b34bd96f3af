import { type Command, Option } from 'commander';
import { type QualityKey, qualityKeys } from '../../shared/domain/quality/quality-key.ts';
import type { StreamSummary } from '../../shared/domain/quality/summary.ts';
import { type QualitySummary, type StreamName, streamNames } from '../../shared/domain/quality/summary.ts';
import { fieldText } from '../../shared/domain/row/field-text.ts';
import { addDays, utcDaysOf, type Zone } from '../../shared/domain/zone/zone.ts';
import type { Queries } from '../../shared/queries/index.ts';
import { itemsOf } from '../../shared/queries/paging.ts';
import type { WorstSession } from '../../shared/queries/quality.ts';
import type { TimeSpan } from '../../shared/queries/time-span.ts';
import { type CommandContext, note, withQueries } from '../command-context.ts';
import { UsageError } from '../errors.ts';
import {
  addAccountsOption,
  addDayOptions,
  checkDays,
  chooseDays,
  type DayOptions,
  daysText,
  readCount,
  spanOf,
} from '../options.ts';
import { counted, percentText, roundedTo, secondText } from '../output/cells.ts';
import {
  type AnswerCell,
  type AnswerColumn,
  type AnswerOptions,
  addAnswerOptions,
  each,
  printAnswer,
} from '../texts/answer.ts';
import { meetingJson } from '../texts/meeting-columns.ts';
import { type ComparedGroup, groupColumns, groupJson, whyText } from '../texts/quality-columns.ts';

type QualityOptions = AnswerOptions &
  DayOptions & {
    readonly worst: number;
    readonly leastMinutes: number;
    readonly account?: readonly string[];
    readonly by?: QualityKey;
    readonly medium?: keyof typeof mediumNames;
    readonly compare?: true;
  };

const mostListed = 999_999;
const mediumNames = { audio: 'audio', video: 'video', share: 'as' } as const;

const examples = `
A minute is bad when a stream's latency is over 150 ms, its jitter over 40 ms or its packet loss over 2 %, which Zoom
calls the most it recommends. Days are those of --tz, by the meeting's end.

Without --by: the worst sessions, and why: what was over its limit (p95), the machine's load where it was high, and what
Zoom itself says. Sessions without a bad minute are not listed.

With --by all sessions are read, a unit of DynamoDB per two or three: groups, the largest share of bad minutes first,
those of a session or two last. Latency, jitter (ms) and loss (%): 19 of 20 sessions had a p95 of so much or less. With
--medium bad minutes are at least so many: one that was bad in one direction may have been good in the other.

Examples:
  $ zoom-capture quality --day yesterday
  $ zoom-capture quality --last 4w --worst 100 --least-minutes 15 --csv > bad-lines.csv
  $ zoom-capture quality --last 7d --by network --compare
  $ zoom-capture quality --from 2026-11-01 --by host --medium audio --local --json | jq '.groups[] | {key, badShare}'`;

export function defineQuality(command: Command, context: CommandContext): void {
  addDayOptions(command, 'meetings that ended')
    .addOption(new Option('--by <what>', 'groups of sessions').choices(qualityKeys))
    .addOption(new Option('--medium <name>', 'with --by: of this one alone').choices(Object.keys(mediumNames)))
    .option('--compare', 'with --by: against as many days before')
    .addOption(new Option('--worst <number>', 'sessions at most').argParser(readCount(mostListed)).default(20))
    .addOption(
      new Option('--least-minutes <number>', 'pass over shorter sessions').argParser(readCount(mostListed)).default(5),
    );
  addAccountsOption(command);
  addAnswerOptions(command, 'sessions')
    .addHelpText('after', examples)
    .action((options: QualityOptions) => {
      checkDays(options);
      const { by, medium, compare } = options;
      if (by === undefined && (medium !== undefined || compare)) {
        throw new UsageError(`${compare ? '--compare' : '--medium'} goes with --by: add --by network, or what else.`);
      }
      return withQueries(command, context, async (queries, zone) => {
        const days = chooseDays(options, context.now(), zone);
        const question = { days, zone, options, queries, context };
        await (by === undefined ? showWorst(question) : showGroups(by, question));
      });
    });
}

type QualityQuestion = {
  readonly days: TimeSpan;
  readonly zone: Zone;
  readonly options: QualityOptions;
  readonly queries: Queries;
  readonly context: CommandContext;
};

async function showWorst({ days, zone, options, queries, context }: QualityQuestion): Promise<void> {
  const items = worstOf(spanOf(days, zone), options, queries);
  const facts = days.from === days.to ? { day: days.from } : days;
  const answer = { items, list: 'sessions', facts, columns: qualityColumns, zone, toJson: qualityJson };
  const count = await printAnswer(answer, options, context);
  if (count > 0) return;
  const least = options.leastMinutes === 1 ? '' : ` of ${options.leastMinutes} minutes or more`;
  const flags = days.from === days.to ? `--day ${days.from}` : `--from ${days.from} --to ${days.to}`;
  await note(
    context,
    `No session${least} with a bad minute ${daysText(days, zone)}: \`meetings ${flags}\` lists the meetings.`,
  );
}

async function showGroups(by: QualityKey, { days, zone, options, queries, context }: QualityQuestion): Promise<void> {
  const accounts = options.account ?? (await queries.accounts());
  const medium = options.medium && mediumNames[options.medium];
  const ask = (asked: TimeSpan) => queries.qualityByKey({ accounts, ended: spanOf(asked, zone), by, medium });
  const { groups, sessions } = await ask(days);
  const before = options.compare ? daysBefore(days) : undefined;
  const earlier = before && (await ask(before));
  const byKey = new Map(earlier?.groups.map((group) => [group.key, group]));
  const compared = groups.map((group): ComparedGroup => ({ ...group, before: byKey.get(group.key) }));
  const facts = { by, medium: options.medium, ...days, ...(before && { comparedWith: before }), sessions };
  const columns = groupColumns(by, before !== undefined);
  const answer = { items: each(compared), list: 'groups', facts, columns, zone, toJson: groupJson };
  await printAnswer(answer, options, context);
  const read = `${counted(sessions, 'session')} ${daysText(days, zone)}`;
  await note(context, earlier && before ? `${read}, ${earlier.sessions} ${daysText(before, zone)}.` : `${read}.`);
}

/** As many days as these, just before them. */
function daysBefore({ from, to }: TimeSpan): TimeSpan {
  const count = (Date.parse(to) - Date.parse(from)) / (24 * 3_600_000) + 1;
  return { from: addDays(from, -count), to: addDays(from, -1) };
}

/** Of all accounts together; each gives at most as many as are wanted. */
async function* worstOf(
  ended: TimeSpan,
  { worst, leastMinutes, account: wanted }: QualityOptions,
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
  { name: 'name', width: 28, shorten: true, importance: 2, cell: nameOf },
  { name: 'email', only: 'csv', cell: ({ row }) => fieldText(row ?? {}, 'email') },
  { name: 'joined', cell: ({ joinTime }) => joinTime, text: ({ joinTime }, zone) => secondText(joinTime, zone) },
  { name: 'stream', only: 'csv', cell: ({ summary }) => worstStream(summary)?.name },
  { name: 'latency', only: 'csv', cell: (session) => p95(session, 'latency') },
  { name: 'jitter', only: 'csv', cell: (session) => p95(session, 'jitter') },
  { name: 'loss', only: 'csv', cell: (session) => p95(session, 'loss') },
  { name: 'why', width: 60, shorten: true, importance: 2, cell: whyText },
  { name: 'network', width: 12, cell: ({ row }) => fieldText(row ?? {}, 'network_type') },
  { name: 'topic', width: 28, shorten: true, cell: ({ meeting }) => meeting.topic },
  { name: 'uuid', importance: 3, cell: ({ uuid }) => uuid },
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
  why: whyText(session),
  summary: session.summary,
  meeting: meetingJson(session.meeting),
});

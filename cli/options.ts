import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Dataset, isDataset, knownDatasets } from '../shared/domain/dataset.ts';
import { shortestPseudonymKey } from '../shared/domain/privacy/disguise.ts';
import { firstListedDay } from '../shared/domain/sweep/sweep-plan.ts';
import { dayOfWord, isDayWord, isLength, lastDays } from '../shared/domain/zone/day-words.ts';
import { addDays, dayAt, instantsOf, utc, type Zone } from '../shared/domain/zone/zone.ts';
import type { TimeSpan } from '../shared/queries/time-span.ts';
import type { CommandContext } from './command-context.ts';
import { UsageError } from './errors.ts';

// Arguments and options that several commands take.

/** Reads a dataset's name. @throws {InvalidArgumentError} naming those there are */
export function readDataset(text: string): Dataset {
  if (isDataset(text)) return text;
  throw new InvalidArgumentError(`It must be one of ${knownDatasets.join(', ')}.`);
}

/** Reads names of datasets, parted by commas. @throws {InvalidArgumentError} naming those there are */
export function readDatasets(text: string): Dataset[] {
  const names = text.split(',').map((name) => name.trim());
  const known = names.filter(isDataset);
  if (known.length === names.length) return [...new Set(known)];
  throw new InvalidArgumentError(`It must be some of ${knownDatasets.join(', ')}, parted by commas.`);
}

/** Reads a number of things. @throws {InvalidArgumentError} when it is not whole, or not from 1 to `most` */
export const readCount =
  (most: number, what = 'a whole number') =>
  (text: string): number => {
    if (/^[1-9]\d{0,8}$/.test(text) && Number(text) <= most) return Number(text);
    throw new InvalidArgumentError(`It must be ${what}, 1 or more.`);
  };

/** `--account <id>`, once or several times. */
export const addAccountsOption = (command: Command): Command =>
  command.option(
    '--account <id>',
    'meetings of this Zoom account alone; can be repeated',
    (id: string, before: readonly string[] = []): readonly string[] => [...before, id],
  );

/** `--account <name>`, for what the sweep function does. */
export const addSweptAccountOption = (command: Command): Command =>
  command.option('--account <name>', 'one Zoom account alone, by its name in the stage or its id');

const utcDayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Reads a day, or a word for one. @throws {InvalidArgumentError} when there is no such day */
export function readDay(text: string): string {
  if (isDayWord(text)) return text;
  throw new InvalidArgumentError('It must be a day such as 2026-11-20, or today, yesterday, -7d.');
}

function readLength(text: string): string {
  if (isLength(text)) return text;
  throw new InvalidArgumentError('It must be days or weeks, such as 7d or 10w.');
}

export type DayOptions = {
  readonly day?: string;
  readonly from?: string;
  readonly to?: string;
  readonly last?: string;
};

/** `--day`, or `--from` with `--to`, or `--last`. */
export const addDayOptions = (command: Command, what: string): Command =>
  command
    .addOption(new Option('--day <day>', `${what} on this day: 2026-11-20, today, yesterday, -7d`).argParser(readDay))
    .addOption(new Option('--from <day>', 'first day').argParser(readDay))
    .addOption(new Option('--to <day>', 'last day, included (default: today)').argParser(readDay))
    .addOption(new Option('--last <length>', 'the last so many days, with today: 7d, 10w').argParser(readLength));

/** @throws {UsageError} where the options contradict each other, or name no days: what shows without knowing today */
export function checkDays({ day, from, to, last }: DayOptions): void {
  const ways = [
    day !== undefined && '--day is one day',
    (from !== undefined || to !== undefined) && '--from and --to are several',
    last !== undefined && '--last are the last ones',
  ].filter((way) => way !== false);
  if (ways.length > 1)
    throw new UsageError(`${ways.join(', ')}: leave ${ways.length === 2 ? 'one' : 'two'} of them out.`);
  if (ways.length === 0 || (from === undefined && to !== undefined)) {
    throw new UsageError('Which days? Give --day 2026-11-20, --from 2026-11-01 --to 2026-11-30, or --last 7d.');
  }
}

/** The one span of days that the options name, as days of the zone. `now` in epoch ms. @throws {UsageError} when they do not */
export function chooseDays(options: DayOptions, now: number, zone: Zone = utc): TimeSpan {
  checkDays(options);
  const { day, from, to, last } = options;
  const today = dayAt(now, zone);
  if (last !== undefined) return lastDays(last, today);
  const first = dayOfWord(day ?? from ?? today, today);
  const until = day === undefined ? dayOfWord(to ?? today, today) : first;
  if (first > until)
    throw new UsageError(`--from ${first} is after ${to === undefined ? 'today' : '--to'}: change it.`);
  return { from: first, to: until };
}

/** The instants of these days. @throws {UsageError} when the zone's calendar left one out */
export function spanOf(days: TimeSpan, zone: Zone): TimeSpan {
  try {
    return instantsOf(days, zone);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

/** `on 2026-11-20 (UTC)`, `from … to … (Europe/Zurich)`. */
export const daysText = ({ from, to }: TimeSpan, { id }: Zone = utc): string =>
  from === to ? `on ${from} (${id})` : `from ${from} to ${to} (${id})`;

/** The UTC days of a span that have begun, in order. `now` in epoch ms. @throws {UsageError} when none has */
export function begunDays({ from, to }: TimeSpan, now: number): string[] {
  const today = utcDayOf(now);
  if (from > today) throw new UsageError(`${from} has not begun: today is ${today}, in UTC.`);
  const days: string[] = [];
  for (let day = from; day <= (to < today ? to : today); day = addDays(day, 1)) days.push(day);
  return days;
}

/** The days to sweep, yesterday and today by default. `now` in epoch ms. @throws {UsageError} when Zoom lists no such days */
export function chooseSweptDays({ from, ...days }: DayOptions, now: number): TimeSpan {
  const today = utcDayOf(now);
  const to = dayOfWord(days.to ?? today, today);
  const yesterday = addDays(today, -1);
  const first = dayOfWord(from ?? (to < yesterday ? to : yesterday), today);
  refuseUnlisted(first, now);
  if (first > today) {
    throw new UsageError(`--from ${first} has not begun: it can be ${today}, today in UTC, at the most.`);
  }
  return inOrder(first, to);
}

/** The days to backfill, until today by default. `now` in epoch ms. @throws {UsageError} when Zoom lists no such days */
export function chooseBackfilledDays({ from, ...days }: DayOptions, now: number): TimeSpan {
  const today = utcDayOf(now);
  const to = dayOfWord(days.to ?? today, today);
  if (from === undefined) {
    throw new UsageError(`From which day? Give --from; Zoom lists since ${firstListedDay(now)}.`);
  }
  const first = dayOfWord(from, today);
  refuseUnlisted(first, now);
  if (to > today) {
    throw new UsageError(`--to has not begun: it can be ${today}, today in UTC, at the most.`);
  }
  return inOrder(first, to);
}

function refuseUnlisted(from: string, now: number): void {
  const first = firstListedDay(now);
  if (from < first) throw new UsageError(`Zoom lists the last six months: --from can be ${first} at the earliest.`);
}

function inOrder(from: string, to: string): TimeSpan {
  if (from > to) throw new UsageError(`--from ${from} is after --to ${to}: change them over.`);
  return { from, to };
}

/**
 * The keys that stages pseudonymize with, one for each Zoom account, out of `PSEUDONYM_KEY`; none when it is not set.
 * @throws {UsageError} when one is so short that no stage takes it: its pseudonyms would match nothing
 */
export function pseudonymKeys({ env }: Pick<CommandContext, 'env'>): readonly string[] {
  const keys = (env.PSEUDONYM_KEY ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter(Boolean);
  if (keys.every(({ length }) => length >= shortestPseudonymKey)) return keys;
  throw new UsageError(
    `PSEUDONYM_KEY has a key that no stage takes: each has at least ${shortestPseudonymKey} characters. Set it to pseudonymKey ` +
      "out of the Zoom account's secret; of several accounts, with commas between.",
  );
}

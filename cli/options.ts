import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Dataset, isDataset, knownDatasets } from '../shared/domain/dataset.ts';
import { shortestPseudonymKey } from '../shared/domain/privacy/disguise.ts';
import { firstListedDay } from '../shared/domain/sweep/sweep-plan.ts';
import type { TimeSpan } from '../shared/queries/time-span.ts';
import type { CommandContext } from './command-context.ts';
import { UsageError } from './errors.ts';

// Arguments and options that several commands take.

/** No argument of a process holds it, so it cannot be mistaken. */
export const uuidMark = '\0';

// 16 bytes in base64, or in its spelling for URLs; the last also of another length, unless it is an option with no value.
const uuidThatLooksLikeAnOption = /^-(?:[\w+/-]{21}==|(?!-[a-z-]+=$).*=)$/;

/** Marks arguments that are UUIDs and begin with `-`, so that they are not taken for options. */
export const protectUuids = (args: readonly string[]): string[] =>
  args.map((arg) => (uuidThatLooksLikeAnOption.test(arg) ? `${uuidMark}${arg}` : arg));

/** What was given, out of an argument that {@link protectUuids} may have marked. */
export const unmarked = (argument: string): string => (argument.startsWith(uuidMark) ? argument.slice(1) : argument);

/** A UUID as Zoom writes it, out of an argument that {@link protectUuids} may have marked. */
export function readUuid(argument: string): string {
  const uuid = unmarked(argument);
  if (uuid === '') throw new InvalidArgumentError('It is blank: give the UUID as Zoom writes it.');
  return uuid;
}

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

const dayMs = 24 * 3_600_000;
const utcDayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Reads a UTC day. @throws {InvalidArgumentError} when there is no such day */
export function readDay(text: string): string {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at) && utcDayOf(at) === text) return text;
  throw new InvalidArgumentError('It must be a day such as 2026-11-20, in UTC.');
}

export type DayOptions = { readonly day?: string; readonly from?: string; readonly to?: string };

/** `--day`, or `--from` with `--to`. */
export const addDayOptions = (command: Command, what: string): Command =>
  command
    .addOption(new Option('--day <day>', `${what} on this UTC day, such as 2026-11-20`).argParser(readDay))
    .addOption(new Option('--from <day>', 'first UTC day').argParser(readDay))
    .addOption(new Option('--to <day>', 'last UTC day, included (default: today)').argParser(readDay));

/** The one span of days that the options name. `now` in epoch ms. @throws {UsageError} when they do not */
export function chooseDays({ day, from, to }: DayOptions, now: number): TimeSpan {
  if (day !== undefined && (from !== undefined || to !== undefined)) {
    throw new UsageError('--day is one day, --from and --to are several: leave one of them out.');
  }
  if (day !== undefined) return { from: day, to: day };
  if (from === undefined) {
    throw new UsageError('Which days? Give --day 2026-11-20, or --from 2026-11-01 --to 2026-11-30 (UTC).');
  }
  const last = to ?? utcDayOf(now);
  if (from > last) throw new UsageError(`--from ${from} is after ${to === undefined ? 'today' : '--to'}: change it.`);
  return { from, to: last };
}

/** `on 2026-11-20` or `from … to …`. */
export const daysText = ({ from, to }: TimeSpan): string =>
  from === to ? `on ${from} (UTC)` : `from ${from} to ${to} (UTC)`;

/** The days of a span that have begun, in order. `now` in epoch ms. @throws {UsageError} when none has */
export function begunDays({ from, to }: TimeSpan, now: number): string[] {
  const today = utcDayOf(now);
  if (from > today) throw new UsageError(`${from} has not begun: today is ${today}, in UTC.`);
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to < today ? to : today); at += dayMs) days.push(utcDayOf(at));
  return days;
}

/** The days to sweep, yesterday and today by default. `now` in epoch ms. @throws {UsageError} when Zoom lists no such days */
export function chooseSweptDays({ from, ...days }: DayOptions, now: number): TimeSpan {
  const today = utcDayOf(now);
  const to = days.to ?? today;
  const first = from ?? utcDayOf(Math.min(Date.parse(to), Date.parse(today) - dayMs));
  refuseUnlisted(first, now);
  if (first > today) {
    throw new UsageError(`--from ${first} has not begun: it can be ${today}, today in UTC, at the most.`);
  }
  return inOrder(first, to);
}

/** The days to backfill, until today by default. `now` in epoch ms. @throws {UsageError} when Zoom lists no such days */
export function chooseBackfilledDays({ from, ...days }: DayOptions, now: number): TimeSpan {
  const today = utcDayOf(now);
  const to = days.to ?? today;
  if (from === undefined) {
    throw new UsageError(`From which day? Give --from; Zoom lists since ${firstListedDay(now)}.`);
  }
  refuseUnlisted(from, now);
  if (to > today) {
    throw new UsageError(`--to has not begun: it can be ${today}, today in UTC, at the most.`);
  }
  return inOrder(from, to);
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

import { type Command, Option } from 'commander';
import type { TimeSpan } from '../shared/queries/index.ts';
import { UsageError } from './cli-error.ts';
import { readDay } from './utc-day.ts';

export type DayOptions = { readonly day?: string; readonly from?: string; readonly to?: string };

/** `--day`, or `--from` with `--to`. */
export const addDayOptions = (command: Command, what: string): Command =>
  command
    .addOption(new Option('--day <day>', `${what} on this UTC day, such as 2026-11-20`).argParser(readDay))
    .addOption(new Option('--from <day>', 'first UTC day').argParser(readDay))
    .addOption(new Option('--to <day>', 'last UTC day, included (default: today)').argParser(readDay));

/** @throws {UsageError} when they do not name one span of days. `now` in epoch ms */
export function daysOf({ day, from, to }: DayOptions, now: number): TimeSpan {
  if (day !== undefined && (from !== undefined || to !== undefined)) {
    throw new UsageError('--day is one day, --from and --to are several: leave one of them out.');
  }
  if (day !== undefined) return { from: day, to: day };
  if (from === undefined) {
    throw new UsageError('Which days? Give --day 2026-11-20, or --from 2026-11-01 --to 2026-11-30 (UTC).');
  }
  const last = to ?? new Date(now).toISOString().slice(0, 10);
  if (from > last) throw new UsageError(`--from ${from} is after ${to === undefined ? 'today' : '--to'}: change it.`);
  return { from, to: last };
}

/** `on 2026-11-20` or `from … to …`. */
export const daysText = ({ from, to }: TimeSpan): string =>
  from === to ? `on ${from} (UTC)` : `from ${from} to ${to} (UTC)`;

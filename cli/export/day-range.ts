import { InvalidArgumentError } from 'commander';
import { UsageError } from '../cli-error.ts';

const dayMs = 24 * 3_600_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Reads a UTC day off the command line. @throws {InvalidArgumentError} when there is no such day */
export function readDay(text: string): string {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at) && dayOf(at) === text) return text;
  throw new InvalidArgumentError('It must be a day such as 2026-11-20, in UTC.');
}

/**
 * The days from one to another, both included. `now` in epoch ms.
 * @throws {UsageError} when the last is before the first, or when one has not begun
 */
export function daysBetween(from: string, to: string, now: number): string[] {
  if (from > to) throw new UsageError('--from is after --to: change them over.');
  if (to > dayOf(now)) throw new UsageError(`--to has not begun: it can be ${dayOf(now)}, today in UTC, at the most.`);
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += dayMs) days.push(dayOf(at));
  return days;
}

import { InvalidArgumentError } from 'commander';
import type { TimeSpan } from '../shared/queries/index.ts';
import { UsageError } from './cli-error.ts';

const dayMs = 24 * 3_600_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Reads a UTC day off the command line. @throws {InvalidArgumentError} when there is no such day */
export function readDay(text: string): string {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at) && dayOf(at) === text) return text;
  throw new InvalidArgumentError('It must be a day such as 2026-11-20, in UTC.');
}

/**
 * The days of a span that have begun, in order. `now` in epoch ms.
 * @throws {UsageError} when none has
 */
export function begunDays({ from, to }: TimeSpan, now: number): string[] {
  const today = dayOf(now);
  if (from > today) throw new UsageError(`${from} has not begun: today is ${today}, in UTC.`);
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to < today ? to : today); at += dayMs) days.push(dayOf(at));
  return days;
}

import { addDays } from './zone.ts';

const pattern = /^(?:today|yesterday|-([1-9]\d{0,3})([dw])|\d{4}-\d\d-\d\d)$/;
const length = /^([1-9]\d{0,3})([dw])$/;

/** Whether a text names a day: `2026-11-20`, `today`, `yesterday`, `-7d` or `-2w`. */
export const isDayWord = (text: string): boolean => pattern.test(text) && (!/^\d/.test(text) || isDay(text));

/** Whether a text is a day of the calendar, such as `2026-11-20`: 31 November is none. */
export function isDay(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The day that {@link isDayWord} took, as `2026-11-20`. */
export function dayOfWord(word: string, today: string): string {
  if (word === 'today') return today;
  if (word === 'yesterday') return addDays(today, -1);
  const [, count, unit] = pattern.exec(word) ?? [];
  return count === undefined ? word : addDays(today, -daysOf(count, unit));
}

/** Whether a text is a number of days or weeks: `7d`, `10w`. */
export const isLength = (text: string): boolean => length.test(text);

/** The last so many days, today being one of them: of {@link isLength}. */
export function lastDays(text: string, today: string): { readonly from: string; readonly to: string } {
  const [, count, unit] = length.exec(text) ?? [];
  return { from: addDays(today, 1 - daysOf(count, unit)), to: today };
}

const daysOf = (count: string | undefined, unit: string | undefined): number => Number(count) * (unit === 'w' ? 7 : 1);

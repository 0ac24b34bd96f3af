import { clockText, dayText } from './time-text.ts';

/** Times of a meeting that began then, short: `09:05`, and with the day before it where it is another one. */
export function clockOn(startMs: number): (atMs: number) => string {
  const day = dayText(startMs);
  return (atMs) => (dayText(atMs) === day ? clockText(atMs) : `${dayText(atMs).slice(0, -5)} ${clockText(atMs)}`);
}

/** The same for an instant in ISO 8601, blank where there is none. */
export const instantClock = (clock: (atMs: number) => string, instant: string | undefined): string =>
  instant === undefined ? '' : clock(Date.parse(instant));

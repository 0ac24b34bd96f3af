// Zoom's spelling of an instant: a date, a time, a fraction and a zone, of which the last two may be absent.
const zoomInstant = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*(?:Z|([+-])(\d\d):?(\d\d))?$/i;

/**
 * Milliseconds since 1970 of a time as Zoom writes it, or undefined when it is blank or no time.
 *
 * Takes `…Z`, with milliseconds or without, and `2022-03-01T10:15:14.0000000+00:00`. Without a zone it is UTC, as all of
 * Zoom's times are: `Date.parse` would take this machine's zone. What is finer than a millisecond is cut off.
 */
export function parseInstant(value: unknown): number | undefined {
  const match = typeof value === 'string' ? zoomInstant.exec(value.trim()) : null;
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', sign, zoneHours = '0', zoneMinutes = '0'] =
    match;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const date = [Number(year), Number(month) - 1, Number(day)] as const;
  const time = [Number(hour), Number(minute), Number(second)] as const;
  const atMs = Date.UTC(...date, ...time, milliseconds);
  // `Date.UTC` takes 30 February for 2 March: such a date is refused.
  const given = `${year}-${month}-${day}T${hour}:${minute}:${second.padStart(2, '0')}`;
  if (new Date(atMs).toISOString().slice(0, 19) !== given) return undefined;
  const zoneMs = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  return sign === '-' ? atMs + zoneMs : atMs - zoneMs;
}

/** ISO 8601 in UTC, with milliseconds. */
export const instantText = (atMs: number): string => new Date(atMs).toISOString();

// Not Math.min(...instants): a webinar has more instants than a call can have arguments.

/** The first of these instants, undefined when there are none. */
export const earliest = (instants: readonly number[]): number | undefined =>
  instants.length === 0 ? undefined : instants.reduce((first, atMs) => Math.min(first, atMs));

/** The last of these instants, undefined when there are none. */
export const latest = (instants: readonly number[]): number | undefined =>
  instants.length === 0 ? undefined : instants.reduce((last, atMs) => Math.max(last, atMs));

/** A stretch of time in milliseconds since 1970; the end is not part of it. `toMs` is never before `fromMs`. */
export type Interval = { readonly fromMs: number; readonly toMs: number };

/** The same time without overlaps, in order. Intervals that touch become one, empty ones go. */
export function uniteIntervals(intervals: readonly Interval[]): Interval[] {
  const united: { fromMs: number; toMs: number }[] = [];
  const filled = intervals.filter(({ fromMs, toMs }) => fromMs < toMs);
  for (const { fromMs, toMs } of filled.sort((a, b) => a.fromMs - b.fromMs)) {
    const last = united.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else united.push({ fromMs, toMs });
  }
  return united;
}

/** How long these last together; time that several of them cover counts once. */
export const lengthMs = (intervals: readonly Interval[]): number =>
  uniteIntervals(intervals).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);

/** How much of `intervals` none of `others` covers. */
export const lengthWithoutMs = (intervals: readonly Interval[], others: readonly Interval[]): number =>
  lengthMs([...intervals, ...others]) - lengthMs(others);

/** The part of an interval within `bounds`. Where they do not meet, it is empty and still within. */
export function clipInterval({ fromMs, toMs }: Interval, bounds: Interval): Interval {
  const within = (atMs: number) => Math.min(Math.max(atMs, bounds.fromMs), bounds.toMs);
  return { fromMs: within(fromMs), toMs: within(toMs) };
}

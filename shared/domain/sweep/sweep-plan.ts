const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How often, how far back and how patiently ended meetings are looked for; milliseconds. None of it is a capture's wait. */
export const sweepPlan = {
  /** From the beginning of one sweep to the next. */
  everyMs: hour,
  /**
   * Each sweep begins so far behind the one before: Zoom's reports lag by half an hour, its dashboards have been seen to
   * lag by hours, and a day more costs a call per 300 meetings.
   */
  overlapMs: day,
  /** Zoom sends an event for the last time 85 minutes after the end; until then it is not missed. */
  graceMs: 90 * minute,
} as const;

/** Zoom lists a month at once; 28 days are within any. */
const mostDays = 28;

/** UTC days, both included, and the instant (epoch ms) until which all has been looked for once it is drained. */
export type SweepWindow = { readonly from: string; readonly to: string; readonly until: number };

export const utcDayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The first day that Zoom lists: it refuses those of more than six months ago. A day is left for clocks that differ. */
export function firstListedDay(now: number): string {
  const { year, month, date } = dateParts(now);
  const lastOfMonth = new Date(Date.UTC(year, month - 5, 0)).getUTCDate();
  return utcDayOf(Date.UTC(year, month - 6, Math.min(date, lastOfMonth)) + day);
}

function dateParts(at: number) {
  const instant = new Date(at);
  return { year: instant.getUTCFullYear(), month: instant.getUTCMonth(), date: instant.getUTCDate() };
}

/**
 * What the next sweep looks at: from a day before the last one's beginning until now, a month at most, the oldest first.
 * `sweptUntil` in epoch ms; absent before the first sweep, which looks back as far as any.
 */
export function nextWindow(sweptUntil: number | undefined, now: number): SweepWindow {
  const wanted = utcDayOf((sweptUntil ?? now) - sweepPlan.overlapMs);
  const first = firstListedDay(now);
  const from = wanted < first ? first : wanted;
  const [window] = windowsOf(from, utcDayOf(now), now);
  if (!window) throw new RangeError(`There is no day from ${from} until now.`);
  return window;
}

/** The days from one to another, in windows that Zoom takes, the oldest first; none when `from` is after `to`. */
export function windowsOf(from: string, to: string, now: number): SweepWindow[] {
  const windows: SweepWindow[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += mostDays * day) {
    const last = Math.min(at + (mostDays - 1) * day, Date.parse(to));
    windows.push({ from: utcDayOf(at), to: utcDayOf(last), until: Math.min(last + day, now) });
  }
  return windows;
}

/** Calls to the dashboard's lists that Zoom allows a minute are few: milliseconds between two, with a little to spare. */
export const listSpacingMs = { free: 7_000, pro: 7_000, business: 3_500 } as const;

const turnMs = 300_000;

/** The same values, begun with another one every five minutes: of more than there is time for, each is among the first at times. */
export function inTurn<Value>(values: readonly Value[], now: number): readonly Value[] {
  // A prime: with steps of one the same ones would be first for hours.
  const first = values.length === 0 ? 0 : (Math.floor(now / turnMs) * 7_919) % values.length;
  return [...values.slice(first), ...values.slice(0, first)];
}

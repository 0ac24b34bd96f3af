/** A time zone: what its clocks show, and when its days begin. Instants are milliseconds since 1970. */
export type Zone = {
  /** Its name in the IANA database, such as `Europe/Zurich`, or `UTC`. */
  readonly id: string;
  /** How far its clocks are ahead of UTC at an instant; below 0 where they are behind. */
  readonly offsetMs: (atMs: number) => number;
  /** The first instant of a day such as `2026-11-20`: not midnight where the clocks skip it. */
  readonly startOf: (day: string) => number;
};

/** Whether the runtime's database has a zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const utc: Zone = { id: 'UTC', offsetMs: () => 0, startOf: (day) => Date.parse(day) };

/** What a clock there shows: `2026-11-20T11:00:07`. */
export const wallText = (atMs: number, zone: Zone): string =>
  new Date(atMs + zone.offsetMs(atMs)).toISOString().slice(0, 19);

/** The day that a calendar there shows: `2026-11-20`. */
export const dayAt = (atMs: number, zone: Zone): string => wallText(atMs, zone).slice(0, 10);

/** Behind a time, short: `Z`, `+01`, `-03:30`. */
export function offsetText(atMs: number, zone: Zone): string {
  if (zone.id === utc.id) return 'Z';
  const minutes = Math.round(zone.offsetMs(atMs) / 60_000);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const digits = [hours, ...(rest > 0 ? [rest] : [])].map((number) => String(number).padStart(2, '0'));
  return `${minutes < 0 ? '-' : '+'}${digits.join(':')}`;
}

/** The day so many days later; earlier where `count` is below 0. */
export const addDays = (day: string, count: number): string => {
  const date = new Date(day);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
};

/**
 * The instants of whole days, both ends included, as ISO 8601.
 * @throws RangeError when there were no such days there: a zone that crosses the date line leaves one out
 */
export function instantsOf(
  { from, to }: { readonly from: string; readonly to: string },
  zone: Zone,
): { readonly from: string; readonly to: string } {
  const [fromMs, toMs] = [zone.startOf(from), zone.startOf(addDays(to, 1)) - 1];
  if (fromMs > toMs) throw new RangeError(`There was no ${from} in ${zone.id}: its calendar left it out.`);
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}

/** The UTC days that a span of instants touches, in order. */
export function utcDaysOf({ from, to }: { readonly from: string; readonly to: string }): string[] {
  const days: string[] = [];
  for (let day = from.slice(0, 10); day <= to.slice(0, 10); day = addDays(day, 1)) days.push(day);
  return days;
}

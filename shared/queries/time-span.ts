/** Both ends are included. Each is a UTC day (`2026-11-20`: from its first, or to its last millisecond) or an ISO 8601 instant. */
export type TimeSpan = { readonly from: string; readonly to: string };

/** A UTC day such as `2026-11-20`, whole. */
export const wholeDay = (day: string): TimeSpan => ({ from: day, to: day });

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** Both ends as `2026-11-20T00:00:00.000Z`. @throws RangeError when one is no time, or they are the wrong way round */
export function readTimeSpan({ from, to }: TimeSpan): TimeSpan {
  const instants = {
    from: readInstant(isDay(from) ? `${from}T00:00:00.000Z` : from, from),
    to: readInstant(isDay(to) ? `${to}T23:59:59.999Z` : to, to),
  };
  if (instants.from > instants.to) throw new RangeError(`${from} is after ${to}: change them over.`);
  return instants;
}

function readInstant(text: string, given: string): string {
  const at = Date.parse(text);
  // 31 November would become 1 December.
  if (!Number.isNaN(at) && (!isDay(given) || new Date(at).toISOString().startsWith(given))) {
    return new Date(at).toISOString();
  }
  throw new RangeError(`A time is written as 2026-11-20 or 2026-11-20T10:00:00Z, not as ${given}.`);
}

/** @throws RangeError when the text is no UTC day such as `2026-11-20` */
export function checkDay(day: string): void {
  if (!isDay(day)) throw new RangeError(`A day is written as 2026-11-20, not as ${day}.`);
  readTimeSpan(wholeDay(day));
}

const written = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*(?:Z|([+-])(\d\d):?(\d\d))?$/i;

/**
 * Milliseconds since 1970 of a time as Zoom writes it, or undefined when it is blank or no time.
 *
 * Takes `…Z`, with milliseconds or without, and `2022-03-01T10:15:14.0000000+00:00`. Without a zone it is UTC, as all of
 * Zoom's times are: `Date.parse` would take this machine's zone. What is finer than a millisecond is cut off.
 */
export function parseInstant(value: unknown): number | undefined {
  const match = typeof value === 'string' ? written.exec(value.trim()) : null;
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', sign, zoneHours = '0', zoneMinutes = '0'] =
    match;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const date = [Number(year), Number(month) - 1, Number(day)] as const;
  const time = [Number(hour), Number(minute), Number(second)] as const;
  const atMs = Date.UTC(...date, ...time, milliseconds);
  // 30 February would become 2 March.
  const given = `${year}-${month}-${day}T${hour}:${minute}:${second.padStart(2, '0')}`;
  if (new Date(atMs).toISOString().slice(0, 19) !== given) return undefined;
  const zoneMs = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  return sign === '-' ? atMs + zoneMs : atMs - zoneMs;
}

/** ISO 8601 in UTC, with milliseconds. */
export const instantText = (atMs: number): string => new Date(atMs).toISOString();

import { Temporal } from 'temporal-polyfill';
import { utc, type Zone } from './zone.ts';

// A file of its own: what shows UTC alone does not load Temporal, which Node has not built in yet.

/** The zone of this name in the IANA database. @throws RangeError when there is none */
export function zoneNamed(name: string): Zone {
  const id = zoneId(name);
  if (id === utc.id) return utc;
  return {
    id,
    offsetMs: (atMs) =>
      Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(id).offsetNanoseconds / 1_000_000,
    startOf: (day) => Temporal.PlainDate.from(day).toZonedDateTime(id).epochMilliseconds,
  };
}

function zoneId(name: string): string {
  const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
  return ['GMT', 'Etc/UTC', 'Etc/GMT', 'Etc/UCT', 'UCT', 'Zulu'].includes(timeZone) ? utc.id : timeZone;
}

import { Temporal } from 'temporal-polyfill';
import { utc, type Zone } from './zone.ts';

// A file of its own: what shows UTC alone does not load Temporal, which Node has not built in yet.

/** The zone of this name in the IANA database. @throws RangeError when there is none */
export function zoneNamed(name: string): Zone {
  const id = zoneId(name);
  if (id === utc.id) return utc;
  return {
    id,
    offsetMs: rememberMinutes(
      (atMs) => Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(id).offsetNanoseconds / 1_000_000,
    ),
    startOf: (day) => Temporal.PlainDate.from(day).toZonedDateTime(id).epochMilliseconds,
  };
}

/** More minutes than a long meeting has. */
const mostMinutes = 5_000;

/** Clocks are set on whole minutes, and a page of thousands of people asks for the same ones over and over. */
function rememberMinutes(offsetMs: (atMs: number) => number): (atMs: number) => number {
  const known = new Map<number, number>();
  return (atMs) => {
    const minute = Math.floor(atMs / 60_000);
    const offset = known.get(minute) ?? offsetMs(minute * 60_000);
    if (known.size >= mostMinutes) known.clear();
    known.set(minute, offset);
    return offset;
  };
}

/** As it was named, with its own capitals: the runtime would say `Asia/Katmandu` for Kathmandu. */
function zoneId(name: string): string {
  const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
  if (['UTC', 'GMT', 'Etc/UTC', 'Etc/GMT', 'Etc/UCT', 'UCT', 'Zulu'].includes(timeZone)) return utc.id;
  return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
}

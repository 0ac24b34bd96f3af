import type { Person } from '../../shared/analysis/attendance/people.ts';
import type { StreamName } from '../../shared/domain/quality/summary.ts';
import { offsetText, utc, wallText, type Zone } from '../../shared/domain/zone/zone.ts';
import { printable } from './printable.ts';

// Values as people read them, in tables and in sentences.

/** `1 row`, `3,402 rows`. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

/** Minutes with a decimal. */
export const minutesText = (minutes: number): string => minutes.toFixed(1);

export const roundedTo = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** A share of 0 to 1 as `12.5%`. */
export const percentText = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** A time to the second: `2026-11-20 10:00:07` in UTC, else with the offset: `2026-11-20 11:00:07+01`. */
export function secondText(instant: string | undefined, zone: Zone = utc): string {
  if (instant === undefined) return '';
  const atMs = Date.parse(instant);
  if (zone === utc || Number.isNaN(atMs)) return instant.slice(0, 19).replace('T', ' ');
  return `${wallText(atMs, zone).replace('T', ' ')}${offsetText(atMs, zone)}`;
}

/** A time to the minute: `2026-11-20 10:00Z`, `2026-11-20 11:00+01`; a text that is none as it is. */
export function minuteText(instant: string, zone: Zone = utc): string {
  const atMs = Date.parse(instant);
  if (Number.isNaN(atMs)) return printable(instant);
  return `${wallText(atMs, zone).slice(0, 16).replace('T', ' ')}${offsetText(atMs, zone)}`;
}

/** Minutes between two times; undefined where one of them is not known. */
export function minutesBetween(start: string | undefined, end: string): number | undefined {
  const minutes = (Date.parse(end) - Date.parse(start ?? '')) / 60_000;
  return Number.isFinite(minutes) && minutes >= 0 ? roundedTo(minutes, 1) : undefined;
}

/** `video output` for people, also where Zoom's prefix is `as`. */
export const streamText = (name: StreamName): string => name.replace(/^as_/, 'screen_').replace('_', ' ');

/** By what several stays are known to be one person's, each sign once: `email ada@example.com`. */
export const unionsText = (unions: readonly { readonly kind: string; readonly value: string }[]): string =>
  [...new Set(unions.map(({ kind, value }) => `${kind} ${value}`))].join('; ');

/** What to know before trusting somebody's minutes. */
export function flagsText({ oddities, knownBy }: Pick<Person, 'oddities' | 'knownBy'>): string {
  const unknown = knownBy === 'nothing' ? ['unidentified'] : [];
  const words = oddities.map((oddity) => oddity.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
  return [...unknown, ...words].join(', ');
}

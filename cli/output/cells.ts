import type { Person } from '../../shared/analysis/attendance/people.ts';
import type { StreamName } from '../../shared/domain/quality/summary.ts';
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

/** A time to the second, in UTC: `2026-11-20 10:00:07`. */
export const secondText = (instant: string | undefined): string =>
  instant === undefined ? '' : instant.slice(0, 19).replace('T', ' ');

/** A time to the minute, in UTC: `2026-11-20 10:00Z`; a text that is none as it is. */
export function minuteText(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? printable(instant) : `${at.toISOString().slice(0, 16).replace('T', ' ')}Z`;
}

/** Minutes between two times; undefined where one of them is not known. */
export function minutesBetween(start: string | undefined, end: string): number | undefined {
  const minutes = (Date.parse(end) - Date.parse(start ?? '')) / 60_000;
  return Number.isFinite(minutes) && minutes >= 0 ? roundedTo(minutes, 1) : undefined;
}

/** `video output` for people, also where Zoom's prefix is `as`. */
export const streamText = (name: StreamName): string => name.replace(/^as_/, 'screen_').replace('_', ' ');

/** What to know before trusting somebody's minutes. */
export function flagsText({ oddities, knownBy }: Pick<Person, 'oddities' | 'knownBy'>): string {
  const unknown = knownBy === 'nothing' ? ['unidentified'] : [];
  const words = oddities.map((oddity) => oddity.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
  return [...unknown, ...words].join(', ');
}

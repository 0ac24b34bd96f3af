import { dayAt, offsetText, utc, wallText, type Zone } from '../../shared/domain/zone/zone.ts';
import { html, type Markup } from './markup.ts';

/** `5,000`. */
export const numberText = (number: number): string => number.toLocaleString('en');

/** `1 person`, `5,000 people`. */
export const countText = (count: number, one: string, many = `${one}s`): string =>
  `${numberText(count)} ${count === 1 ? one : many}`;

/** `at least 12` where more is possible, else `12`. */
export const boundText = (isBound: boolean, text: string): string => (isBound ? `at least ${text}` : text);

/** `0 %`, `< 1 %`, `12 %`, `> 99 %`, `100 %`, with blanks that no line breaks at: rounding makes neither nothing nor all of a part. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.005) return '<\u00a01\u00a0%';
  if (share < 1 && share >= 0.995) return '>\u00a099\u00a0%';
  return `${Math.round(share * 100)}\u00a0%`;
}

/** Three digits at the most where there are decimals: `0.42`, `12.3`, `126`. */
export function measureText(value: number): string {
  if (value < 10) return numberText(Math.round(value * 100) / 100);
  if (value < 100) return numberText(Math.round(value * 10) / 10);
  return numberText(Math.round(value));
}

/** `1 h 05 min`, `12 min`, `40 s`, `0 s`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** `09:05`, as a clock there shows it. */
export const clockText = (atMs: number, zone: Zone): string => wallText(atMs, zone).slice(11, 16);

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `20 Nov 2026`, as a calendar there shows it. */
export function dayText(atMs: number, zone: Zone): string {
  const [year, month, day] = dayAt(atMs, zone).split('-').map(Number);
  return `${day} ${months[(month ?? 1) - 1]} ${year}`;
}

/** Writes an instant (milliseconds since 1970) as a short time. */
export type Clock = (atMs: number) => string;

/** Times of a meeting that began then, short: `09:05`, and with the day before it where it is another one. */
export function createClock(startMs: number, zone: Zone): Clock {
  const day = dayText(startMs, zone);
  return (atMs) => {
    const own = dayText(atMs, zone);
    return own === day ? clockText(atMs, zone) : `${own.slice(0, -5)} ${clockText(atMs, zone)}`;
  };
}

/** The same for an instant in ISO 8601, blank where there is none. */
export const shortTimeText = (clock: Clock, instant: string | undefined): string =>
  instant === undefined ? '' : clock(Date.parse(instant));

/** `20 Nov 2026, 09:05:30 UTC` for an instant in ISO 8601, `… 10:05:30 +01` elsewhere; the text itself where it is none. */
export function instantMarkup(instant: string, zone: Zone): Markup {
  const atMs = Date.parse(instant);
  if (Number.isNaN(atMs)) return html`<bdi>${instant.slice(0, 40)}</bdi>`;
  const iso = new Date(atMs).toISOString();
  const offset = zone.id === utc.id ? utc.id : offsetText(atMs, zone);
  return html`<time datetime="${iso}">${dayText(atMs, zone)}, ${wallText(atMs, zone).slice(11)} ${offset}</time>`;
}

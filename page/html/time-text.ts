import { html, type Markup } from './markup.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `09:05`, in UTC. */
export const clockText = (atMs: number): string => new Date(atMs).toISOString().slice(11, 16);

/** `20 Nov 2026`, in UTC. */
export function dayText(atMs: number): string {
  const date = new Date(atMs);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `20 Nov 2026, 09:05:30 UTC` for an instant in ISO 8601; the text itself where it is none. */
export function instantMarkup(instant: string): Markup {
  const atMs = Date.parse(instant);
  if (Number.isNaN(atMs)) return html`<bdi>${instant.slice(0, 40)}</bdi>`;
  const iso = new Date(atMs).toISOString();
  return html`<time datetime="${iso}">${dayText(atMs)}, ${iso.slice(11, 19)} UTC</time>`;
}

/** `1 h 05 min`, `12 min`, `40 s`, `0 s`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

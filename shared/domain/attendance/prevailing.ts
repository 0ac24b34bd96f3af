import { fieldText } from '../field-text.ts';
import { lengthMs } from './interval.ts';
import type { MeasuredSession } from './measured-session.ts';

/**
 * The values of a field in a person's sessions that are not blank: first the one it had for the longest time, then the
 * one that came first.
 */
export function prevailing(sessions: readonly MeasuredSession[], field: string): string[] {
  const stays = Map.groupBy(sessions, ({ fields }) => fieldText(fields, field) ?? '');
  stays.delete('');
  return [...stays]
    .map(([text, own]) => ({ text, durationMs: lengthMs(own.map(({ stay }) => stay.counted)) }))
    .sort((a, b) => b.durationMs - a.durationMs)
    .map(({ text }) => text);
}

/** A person is host if they were it for a second; then panelist, then what else Zoom calls them. */
export function highestRole(sessions: readonly MeasuredSession[]): string | undefined {
  const roles = prevailing(sessions, 'role');
  return ['host', 'panelist'].find((role) => roles.includes(role)) ?? roles[0];
}

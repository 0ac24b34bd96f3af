import { CliError } from './cli-error.ts';
import { printable } from './printable.ts';

/** The error for a UUID that the store does not have; digits alone are no UUID. */
export function unknownMeeting(uuid: string): CliError {
  if (/^\d+$/.test(uuid)) return new CliError(`${uuid} is a meeting id: \`cli meeting ${uuid}\` lists its UUIDs.`);
  const escaped = /%2[bf]|%3d/i.test(uuid)
    ? 'give it unescaped, as Zoom writes it'
    : 'check its spelling and what is read';
  return new CliError(`The store has no meeting ${printable(uuid)}: ${escaped}; \`status\` lists those it has.`);
}

import { CliError } from './cli-error.ts';
import { printable } from './printable.ts';

/** The error for a UUID that the store does not have. */
export function unknownMeeting(uuid: string): CliError {
  const escaped = /%2[bf]|%3d/i.test(uuid)
    ? 'give it unescaped, as Zoom writes it'
    : 'check its spelling and what is read';
  return new CliError(`The store has no meeting ${printable(uuid)}: ${escaped}; \`status\` lists those it has.`);
}

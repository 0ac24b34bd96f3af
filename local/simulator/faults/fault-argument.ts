import * as z from 'zod';
import { type Fault, faultSchema } from './fault.ts';

const alwaysText = new Set(['match.uuid', 'match.meetingId', 'message', 'reason', 'error', 'from', 'until', 'body']);

const readValue = (name: string, value: string): string | number =>
  !alwaysText.has(name) && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : value;

/** `kind,name=value,match.name=value` as an object. */
function readPairs(text: string): Record<string, unknown> {
  const [kind, ...pairs] = text.split(',');
  const fields: Record<string, unknown> = { kind };
  const match: Record<string, unknown> = {};
  for (const pair of pairs) {
    const [name = '', ...rest] = pair.split('=');
    const value = readValue(name, rest.join('='));
    if (name.startsWith('match.')) match[name.slice('match.'.length)] = value;
    else fields[name] = value;
  }
  return Object.keys(match).length === 0 ? fields : { ...fields, match };
}

/**
 * A fault from the command line: `server-error,status=503,times=2,match.dataset=qos`, or the JSON of a scenario's fault
 * (needed for lists).
 * @throws Error that says what is wrong.
 */
export function parseFault(text: string): Fault {
  const value: unknown = text.startsWith('{') ? JSON.parse(text) : readPairs(text);
  const result = faultSchema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(`The fault "${text}" is not understood:\n${z.prettifyError(result.error)}`);
}

import * as z from 'zod';
import { knownDatasets } from '../../../shared/domain/dataset.ts';
import { kinds } from '../../../shared/domain/meeting/kind.ts';
import { ConfigurationError } from '../../../shared/runtime/errors.ts';
import { endpointNames } from '../zoom/endpoint.ts';

/** Which calls a fault is meant for; everything named must fit. Without `endpoint: 'oauth'` only API calls do. */
const matchSchema = z.strictObject({
  uuid: z.string().optional(),
  meetingId: z.string().optional(),
  kind: z.enum(kinds).optional(),
  dataset: z.enum(knownDatasets).optional(),
  endpoint: z.enum([...endpointNames, 'oauth']).optional(),
  /** 1 for the first page. */
  page: z.int().positive().optional(),
  /** Only the n-th of the calls that fit all the rest, from 1. */
  nthCall: z.int().positive().optional(),
  /** From the n-th of the calls that fit all the rest on, counted from 1. With `times` it ends again. */
  fromCall: z.int().positive().optional(),
  /** Of the calls that fit all the rest, this share, by the simulator's seeded dice. */
  probability: z.number().min(0).max(1).optional(),
});

const limits = {
  match: matchSchema.optional(),
  /** How many calls it spoils, in all. @default no end */
  times: z.int().positive().optional(),
  /** Only the first n polls of each list; a poll begins with a call for the first page. */
  polls: z.int().positive().optional(),
  /** The former name of `polls`. */
  looks: z.int().positive().optional(),
  /** Only from this instant on, ISO 8601. */
  from: z.iso.datetime({ offset: true }).optional(),
  /** Only before this instant, ISO 8601. */
  until: z.iso.datetime({ offset: true }).optional(),
  /** Only this long after the faults were set. */
  forSeconds: z.number().positive().optional(),
  /** Only this long after the meeting ended. */
  secondsAfterEnd: z.number().positive().optional(),
};

const httpStatus = z.int().min(200).max(599).optional();

const fault = <K extends string, S extends z.ZodRawShape>(kind: K, fields: S) =>
  z.strictObject({ kind: z.literal(kind), ...fields, ...limits });

const rateFields = {
  /** Which headers come with it. @default 'all' */
  headers: z.enum(['all', 'category', 'none']).optional(),
  /** How Retry-After is written. @default 'iso' on the daily limit, 'missing' on the other */
  retryAfter: z.enum(['iso', 'http-date', 'seconds', 'missing', 'absurd']).optional(),
  /** From now to what Retry-After names. @default to 00:00 UTC (daily), 1 second (other) */
  retryAfterSeconds: z.number().optional(),
};

/** Everything that can be made to go wrong; README.md in this folder explains each one. */
export const faultSchema = z.discriminatedUnion('kind', [
  fault('rate-limit-per-second', rateFields),
  fault('rate-limit-daily', rateFields),
  fault('server-error', { status: httpStatus, body: z.enum(['json', 'html', 'empty']).optional() }),
  fault('connection-reset', {}),
  fault('timeout', {}),
  fault('slow', { delayMs: z.number().nonnegative() }),
  fault('broken-json', {}),
  fault('truncated', {}),
  fault('error-in-200', { code: z.int().optional(), message: z.string().optional() }),
  fault('page-token-expired', { status: httpStatus }),
  fault('page-token-repeated', {}),
  fault('access-token-revoked', {}),
  fault('not-ready', {}),
  fault('early-data', {
    shows: z.enum(['nothing', 'zero-duration', 'fewer-rows', 'short-pages', 'other-leave-times', 'other-order']),
    /** Of the rows, for fewer-rows and short-pages. @default 0.5 */
    share: z.number().min(0).max(1).optional(),
  }),
  fault('omitted-fields', { fields: z.array(z.enum(['page_count', 'page_size', 'total_records', 'next_page_token'])) }),
  fault('moving-rows', {}),
  fault('empty-page', {}),
  /** `total` is written as it is: a number, a text, a truth value, or null. */
  fault('odd-total', { total: z.union([z.number(), z.string(), z.boolean(), z.null()]) }),
  fault('missing-scope', { scopes: z.array(z.string()).nonempty().optional() }),
  fault('dashboard-off', { status: httpStatus }),
  fault('no-permission', {}),
  fault('no-access', { status: httpStatus }),
  fault('foreign-user', {}),
  fault('too-old', {}),
  fault('forbidden-html', {}),
  fault('oauth-refused', { status: httpStatus, error: z.string().optional(), reason: z.string().optional() }),
  fault('answer', {
    status: httpStatus,
    body: z.union([z.string(), z.record(z.string(), z.unknown())]),
    headers: z.record(z.string(), z.string()).optional(),
  }),
]);

export type Fault = z.infer<typeof faultSchema>;
export type FaultKind = Fault['kind'];

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
 * @throws ConfigurationError that says what is wrong.
 */
export function parseFault(text: string): Fault {
  const value: unknown = text.startsWith('{') ? JSON.parse(text) : readPairs(text);
  const result = faultSchema.safeParse(value);
  if (result.success) return result.data;
  throw new ConfigurationError(`The fault "${text}" is not understood:\n${z.prettifyError(result.error)}`);
}

import * as z from 'zod/mini';
import { knownDatasets } from '../../domain/dataset.ts';
import { kinds, listTypes } from '../../domain/meeting/kind.ts';
import { ProductError } from '../../runtime/errors.ts';
import { listSource } from '../sweep-state.ts';

const optional = z.exactOptional;
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

/** Where the last answer broke off: given back as it came, the next one goes on there. */
export const cursor = z.object({
  /** Our name of the account. */
  account: z.string(),
  from: day,
  source: listSource,
  list: z.int(),
  pageToken: optional(z.string()),
  pageTokenAt: optional(z.number()),
});

const sweepRequest = z.object({
  action: z.literal('sweep'),
  /** UTC days, both included. */
  from: day,
  to: day,
  /** Our name of a Zoom account, or Zoom's id of it; all accounts when absent. */
  account: optional(z.string()),
  /** Compares only: nothing is registered or queued. */
  dryRun: optional(z.boolean()),
  cursor: optional(cursor),
});

const account = optional(z.string());
const backfillRequest = z.discriminatedUnion('command', [
  z.object({
    action: z.literal('backfill'),
    command: z.literal('start'),
    account,
    from: day,
    to: day,
    /** @default what the stage captures of the account's meetings */
    datasets: optional(z.array(z.enum(knownDatasets))),
    /** Calls a day. @default four tenths of the plan's */
    budgetPerDay: optional(z.int().check(z.positive())),
    /** Meetings that the plan counted, by our name of the account. */
    planned: optional(z.record(z.string(), z.int())),
  }),
  z.object({
    action: z.literal('backfill'),
    command: z.enum(['status', 'pause', 'resume', 'cancel']),
    account,
  }),
]);

const captureRequest = z.object({
  action: z.literal('capture'),
  /** A UUID; with `live` also a meeting id. */
  id: z.string().check(z.minLength(1), z.maxLength(200)),
  /** @default whichever Zoom has */
  kind: optional(z.enum(kinds)),
  /** @default any that has ended */
  type: optional(z.enum(listTypes)),
  account,
  /** @default what the stage captures of the account's meetings */
  datasets: optional(z.array(z.enum(knownDatasets))),
});

const accountsRequest = z.object({ action: z.literal('accounts'), account });

export type AccountsRequest = z.infer<typeof accountsRequest>;
export type CaptureRequest = z.infer<typeof captureRequest>;
export type Request = SweepRequest | BackfillRequest | CaptureRequest | AccountsRequest;
export type BackfillRequest = z.infer<typeof backfillRequest>;
export type SweepRequest = z.infer<typeof sweepRequest>;
export type SweepCursor = z.infer<typeof cursor>;

/** A request that the function does not understand: it comes from another version. */
export class MalformedRequestError extends ProductError {
  override readonly name = 'MalformedRequestError';
  override readonly retry = 'no';
}

/**
 * What a command asks of the sweep function; undefined for the schedule's event, which has no `action`.
 * @throws MalformedRequestError
 */
export function decodeRequest(event: unknown): Request | undefined {
  if (typeof event !== 'object' || event === null || !('action' in event)) return undefined;
  const result = schemaOf(event.action).safeParse(event);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`);
  throw new MalformedRequestError(`The sweep function does not understand the request: ${faults.join('; ')}.`);
}

function schemaOf(action: unknown): z.ZodMiniType<Request> {
  switch (action) {
    case 'backfill':
      return backfillRequest;
    case 'capture':
      return captureRequest;
    case 'accounts':
      return accountsRequest;
    default:
      return sweepRequest;
  }
}

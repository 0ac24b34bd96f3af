import * as z from 'zod/mini';
import { plans } from '../../domain/account/plan.ts';
import { knownDatasets } from '../../domain/dataset.ts';
import { kinds } from '../../domain/meeting/kind.ts';
import { backfillPhases, leftOut } from '../backfill/backfill-state.ts';
import { listSource, tally } from '../sweep-state.ts';
import { cursor } from './request.ts';

const optional = z.exactOptional;
const count = z.int();

/** The request names an account that is not configured; nothing was done. */
export const unknownAccount = z.object({
  unknownAccount: z.string(),
  /** Our names of those that are. */
  accounts: z.array(z.string()),
});

const foundMeeting = {
  uuid: z.string(),
  kind: z.enum(kinds),
  meetingId: z.string(),
  topic: optional(z.string()),
  startTime: optional(z.string()),
  endTime: z.string(),
};

/** One answer of a sweep by hand; what is left is asked for with `next`. */
export const sweptNow = z.object({
  /** Our name of the account that this part is about. */
  account: z.string(),
  plan: z.enum(plans),
  /** What is captured of its meetings. */
  datasets: z.readonly(z.array(z.enum(knownDatasets))),
  /** The lists that Zoom let us read. */
  source: listSource,
  tally,
  missing: z.array(
    z.object({ ...foundMeeting, datasets: z.array(z.enum(knownDatasets)), participants: optional(count) }),
  ),
  /** Absent once all is looked at. */
  next: optional(cursor),
  /** Why this account could not be looked at; `next` then leads to the next account. */
  fault: optional(z.string()),
});

/** The accounts of the stage, whose secrets the function can read. */
export const accountsAnswer = z.object({
  stageAccounts: z.array(
    z.object({
      /** Our name of it, and Zoom's id. */
      name: z.string(),
      accountId: z.string(),
      plan: z.enum(plans),
    }),
  ),
});

/** The backfill of one account, for a person. Instants are ISO 8601. */
const backfillStatus = z.object({
  /** Our name of the account. */
  account: z.string(),
  phase: z.enum(backfillPhases),
  from: z.string(),
  to: z.string(),
  datasets: z.array(z.enum(knownDatasets)),
  day: z.string(),
  planned: count,
  queued: count,
  captured: count,
  /** Meetings queued and not polled yet. */
  pending: count,
  /** Meetings that were polled and wait for another poll. */
  unsettled: count,
  /** Nothing is left to queue; it is done when the captures are. */
  allQueued: z.boolean(),
  leftOut: optional(leftOut),
  budgetPerDay: count,
  callsToday: count,
  calls: count,
  startedAt: z.string(),
  endedAt: optional(z.string()),
  retryAt: optional(z.string()),
  fault: optional(z.string()),
});

export const backfillAnswer = z.object({
  /** Accounts without a backfill are left out. */
  backfills: z.array(backfillStatus),
  /** Why nothing was done. */
  fault: optional(z.string()),
});

export const captureAnswer = z.object({
  /** Absent where Zoom has none. */
  meeting: optional(z.object(foundMeeting)),
  /** Polls that were queued. */
  captures: z.array(z.object({ dataset: z.enum(knownDatasets), poll: z.int() })),
  /** Why there are none. */
  fault: optional(z.string()),
});

export type SweptNow = z.infer<typeof sweptNow>;
export type BackfillStatus = z.infer<typeof backfillStatus>;
export type BackfillAnswer = z.infer<typeof backfillAnswer>;
export type CaptureAnswer = z.infer<typeof captureAnswer>;
export type AccountsAnswer = z.infer<typeof accountsAnswer>;
export type RequestAnswer = SweptNow | BackfillAnswer | CaptureAnswer | AccountsAnswer | z.infer<typeof unknownAccount>;

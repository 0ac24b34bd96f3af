import * as z from 'zod/mini';
import { knownDatasets } from '../../domain/dataset.ts';

const optional = z.exactOptional;
const count = z.int();
const instant = z.number();

export const backfillPhases = ['running', 'paused', 'cancelled', 'done'] as const;

/** Meetings of days that are read, and days that Zoom lists no more. */
export const leftOut = z.object({
  known: count,
  young: count,
  expired: count,
  /** Of a kind that the settings leave out. */
  bySettings: z._default(count, 0),
  unlistedDays: count,
});

const backfillState = z.object({
  phase: z.enum(backfillPhases),
  /** UTC days, both included. */
  from: z.string(),
  to: z.string(),
  datasets: z.array(z.enum(knownDatasets)),
  startedAt: instant,
  endedAt: optional(instant),
  /** What the plan counted: meetings to capture. */
  planned: count,
  /** The day under way; all before it are queued. */
  day: z.string(),
  /** Queued, and not polled yet. */
  pending: z.array(z.string()),
  /** Polled, and not done: another poll is planned. Of very many the first ones. */
  unsettled: optional(z.array(z.string())),
  /** Meetings of the day under way that were queued before it was listed last. */
  queuedOfDay: optional(count),
  /** What was left out of the days that are read, counted as they were read; absent for none yet. */
  leftOut: optional(leftOut),
  /** Meetings queued so far, and those of them that have had their first polls. */
  queued: count,
  captured: count,
  retryAt: optional(instant),
  fault: optional(z.object({ at: instant, name: z.string(), message: z.string() })),
});

/** The backfill of one Zoom account; instants in epoch ms. */
export type BackfillState = z.infer<typeof backfillState>;

/** @throws when the item was not written by a backfill. */
export const decodeBackfillState = (value: unknown): BackfillState => backfillState.parse(value);

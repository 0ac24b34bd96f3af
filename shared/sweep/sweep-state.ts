import * as z from 'zod/mini';
import type { ListSource } from '../zoom/lists/meeting-lists.ts';

const optional = z.exactOptional;
const count = z.int();
const instant = z.number();
export const listSource = z.enum(['history', 'dashboard']);

/** Meetings of a window, by how they stood. */
export const tally = z.object({
  listed: count,
  known: count,
  young: count,
  expired: count,
  /** By the settings, which capture no dataset of meetings of their kind. */
  leftOut: z._default(count, 0),
  /** Of which nothing was known: their events never came. */
  missed: count,
  /** Messages sent. */
  queued: count,
  /** Calls to Zoom. */
  calls: count,
});

const sweepState = z.object({
  /** Since when this account is swept: what ended before was nobody's to catch. */
  watchingSince: instant,
  /** All meetings that ended before were looked for; absent before the first sweep is done. */
  sweptUntil: optional(instant),
  source: listSource,
  /** The window under way, and where in it: which list of the source, after which page. */
  window: optional(
    z.object({
      from: z.string(),
      to: z.string(),
      until: instant,
      list: count,
      pageToken: optional(z.string()),
      pageTokenAt: optional(instant),
      /** What was registered before is in the tally. */
      countedUntil: instant,
      tally,
    }),
  ),
  /** The last window that was drained. */
  last: optional(z.object({ from: z.string(), to: z.string(), finishedAt: instant, tally })),
  /** Not before: Zoom's word, or a fault of the account that is looked at again then. */
  retryAt: optional(instant),
  /** What is in the way; gone with the next sweep that comes through. */
  fault: optional(z.object({ at: instant, name: z.string(), message: z.string() })),
});

/** How far the sweep of one Zoom account is; instants in epoch ms. */
export type SweepState = z.infer<typeof sweepState>;
export type Tally = z.infer<typeof tally>;

/** @throws when the item was not written by a sweep. */
export const decodeSweepState = (value: unknown): SweepState => sweepState.parse(value);

export const emptyTally: Tally = {
  listed: 0,
  known: 0,
  young: 0,
  expired: 0,
  leftOut: 0,
  missed: 0,
  queued: 0,
  calls: 0,
};

export const addTallies = (one: Tally, other: Tally): Tally => ({
  listed: one.listed + other.listed,
  known: one.known + other.known,
  young: one.young + other.young,
  expired: one.expired + other.expired,
  leftOut: one.leftOut + other.leftOut,
  missed: one.missed + other.missed,
  queued: one.queued + other.queued,
  calls: one.calls + other.calls,
});

export const firstSource = 'history' satisfies ListSource;

import { sweepPlan } from '../../domain/sweep/sweep-plan.ts';
import { functionRun, meetingItem } from './measured.ts';
import { busyHours, datasetsOf, eventsPerDay, type Workload } from './workload.ts';

/** What the search for missed meetings takes in a day when nothing is missing. */
export type SweepUse = {
  /** Invocations of the sweep function, most of which find nothing due. */
  readonly ticks: number;
  /** Calls to Zoom's list of ended meetings. */
  readonly calls: number;
  readonly seconds: number;
  readonly writes: number;
  readonly reads: number;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The usual of `sweepTickMinutes`. */
const tickMs = 5 * 60_000;
/** Zoom's largest page of a list. */
const listPageSize = 300;
/** Zoom's tokens last an hour; the sweep is there to renew each. */
const tokensPerDay = 24;
const openPageSize = 100;
/** Participants and report, for an hour. */
const openPerEvent = 2;
/** Of the index, and of the meetings' items. Measured. */
const readsPerOpen = 0.37;

const nothing: SweepUse = { ticks: 0, calls: 0, seconds: 0, writes: 0, reads: 0 };

/**
 * All events belong to one Zoom account; each further one, and each sub-account, has its own items and lists to read. Nothing
 * without an account.
 */
export function sweepUse({
  events,
  zoomAccounts,
  subAccounts = 0,
  ...captured
}: Pick<Workload, 'events' | 'zoomAccounts' | 'subAccounts' | 'datasets'>): SweepUse {
  if (zoomAccounts === 0) return nothing;
  const ticks = dayMs / tickMs;
  const sweeps = dayMs / sweepPlan.everyMs;
  const perDay = eventsPerDay({ events });
  // Whole UTC days: yesterday, what is over of today, half of it on average, and once the day before, after midnight.
  const listed = perDay * ((sweepPlan.overlapMs + sweepPlan.everyMs) / dayMs + 0.5);
  const pages = Math.max(1, Math.ceil(listed / listPageSize));
  const swept = zoomAccounts + subAccounts;
  const calls = sweeps * (pages + swept - 1 + Math.ceil(subAccounts / listPageSize));
  // Captures that wait for their last poll, of which a tick reads the first page.
  const openReads = Math.min(openPageSize, (perDay / busyHours) * openPerEvent) * readsPerOpen;
  return {
    ticks,
    calls,
    seconds: ticks * functionRun.secondsPerTick + calls * functionRun.secondsPerCall,
    // Of each meeting once: its row of the list, and whether somebody of it was erased. A lease taken and given back by each tick; a window begun, and each page of it; the access token, locked and stored.
    writes: perDay * meetingItem.rowWrites + swept * (2 * ticks + sweeps) + zoomAccounts * 2 * tokensPerDay + 2 * calls,
    // The meeting's item and its captures', consistent; two items of each account, and whether captures are open.
    reads:
      perDay +
      sweeps * listed * (1 + datasetsOf(captured).length) +
      ticks * (2 * swept + 2 + openReads * (busyHours / 24)),
  };
}

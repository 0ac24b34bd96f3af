import { datasets } from '../dataset.ts';
import { sweepPlan } from '../sweep/sweep-plan.ts';
import { functionRun } from './measured.ts';
import { eventsPerDay, type Workload } from './workload.ts';

/** What looking for missed meetings takes in a day when nothing is missing. */
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

const nothing: SweepUse = { ticks: 0, calls: 0, seconds: 0, writes: 0, reads: 0 };

/** All events belong to one Zoom account; each further one has its own items to look at. Nothing without an account. */
export function sweepUse({ events, zoomAccounts }: Pick<Workload, 'events' | 'zoomAccounts'>): SweepUse {
  if (zoomAccounts === 0) return nothing;
  const ticks = dayMs / tickMs;
  const sweeps = dayMs / sweepPlan.everyMs;
  // Whole UTC days: yesterday, and what is over of today, half of it on average.
  const listed = eventsPerDay({ events }) * (sweepPlan.overlapMs / dayMs + 0.5);
  const pages = Math.max(1, Math.ceil(listed / listPageSize));
  const calls = sweeps * (pages + zoomAccounts - 1);
  return {
    ticks,
    calls,
    seconds: ticks * functionRun.secondsPerTick + calls * functionRun.secondsPerCall,
    // A lease taken and given back by each tick; a window begun, and each page of it.
    writes: zoomAccounts * 2 * ticks + sweeps * zoomAccounts + 2 * calls,
    // The meeting's item and its captures', consistent; two items of each account and the captures that are open, by each tick.
    reads: sweeps * listed * (1 + datasets.length) + ticks * (2 * zoomAccounts + 2),
  };
}

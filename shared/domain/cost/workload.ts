import type { Dataset } from '../dataset.ts';
import type { Waits } from '../waits.ts';
import { plannedLooks } from './looks.ts';

/** Some meetings or webinars that are alike. */
export type Events = {
  readonly perDay: number;
  /** Rows of each dataset: who joins again counts again. */
  readonly participants: number;
  /** How long each stays. */
  readonly minutes: number;
  /** From their end until we hear of them; 0, as where their events come, unless it is given. */
  readonly heardAfterMs?: number;
};

export type Workload = {
  readonly events: readonly Events[];
  /** Rows that Zoom gives on a page. */
  readonly pageSizes: Readonly<Record<Dataset, number>>;
  readonly waits: Waits;
  readonly zoomAccounts: number;
  /** 0 for ever. */
  readonly retentionDays: number;
};

export const daysPerMonth = 30;

/** Hours of a day in which its meetings are taken to end, one like the other. */
export const busyHours = 10;

export const eventsPerDay = ({ events }: Pick<Workload, 'events'>): number =>
  events.reduce((sum, { perDay }) => sum + perDay, 0);

/** The work that one dataset of one event makes. */
export type CaptureWork = {
  readonly dataset: Dataset;
  readonly rows: number;
  readonly pages: number;
  readonly looks: number;
  /** Calls to Zoom, over all looks. */
  readonly calls: number;
  /** Messages received, those that only wait among them. */
  readonly deliveries: number;
};

/** The longest delay that SQS knows. */
const longestHopMs = 900_000;

/** What capturing one dataset of one event takes when nothing fails and Zoom does not change its data later. */
export function captureWork(
  dataset: Dataset,
  { participants, heardAfterMs = 0 }: Events,
  { pageSizes, waits }: Pick<Workload, 'pageSizes' | 'waits'>,
): CaptureWork {
  const looks = plannedLooks(dataset, waits, { heardAfterMs });
  const pages = Math.max(1, Math.ceil(participants / pageSizes[dataset]));
  const gaps = looks.map((at, index) => at - (looks[index - 1] ?? heardAfterMs));
  const hops = gaps.reduce((sum, gap) => sum + Math.ceil(gap / longestHopMs), 0);
  return {
    ...{ dataset, rows: participants, pages, looks: looks.length, calls: pages * looks.length },
    // The event's own message comes at once, and then waits.
    deliveries: 1 + hops,
  };
}

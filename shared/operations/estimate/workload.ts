import type { DatasetDescription } from '../../datasets/dataset.ts';
import { descriptions } from '../../datasets/datasets.ts';
import { type Capture, newCapture, type Progress } from '../../domain/capture/capture.ts';
import { finishPoll } from '../../domain/capture/poll-plan.ts';
import type { Waits } from '../../domain/capture/waits.ts';
import { type Dataset, hasKind, datasets as usualDatasets } from '../../domain/dataset.ts';
import type { Kind } from '../../domain/meeting/kind.ts';
import type { QosSampleForm } from '../../domain/quality/qos-samples.ts';
import { emptyContentHash } from '../../domain/row/content-hash.ts';

/** Some meetings or webinars that are alike. */
export type Events = {
  /** Absent: as either. */
  readonly kind?: Kind;
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
  /** What is captured of them. @default the usual datasets */
  readonly datasets?: readonly Dataset[] | undefined;
  /** Rows that Zoom gives on a page. */
  readonly pageSizes: Readonly<Record<Dataset, number>>;
  readonly waits: Waits;
  readonly zoomAccounts: number;
  /** Of these accounts, together. @default 0 */
  readonly subAccounts?: number | undefined;
  /** @default 'packed' */
  readonly qosSamples?: QosSampleForm;
  /** Of the stage's lake; absent where it has none. */
  readonly lakeTables?: number | undefined;
  /** The stage tells news of captures. */
  readonly news?: boolean | undefined;
  /** 0 for ever. */
  readonly retentionDays: number;
};

export const daysPerMonth = 30;

/** Hours of a day in which its meetings are taken to end, one like the other. */
export const busyHours = 10;

export const eventsPerDay = ({ events }: Pick<Workload, 'events'>): number =>
  events.reduce((sum, { perDay }) => sum + perDay, 0);

/** What is captured of a workload's events. */
export const datasetsOf = ({ datasets = usualDatasets }: Pick<Workload, 'datasets'>): readonly Dataset[] => datasets;

/** What is captured of these events. */
export const capturedOf = (workload: Pick<Workload, 'datasets'>, { kind }: Pick<Events, 'kind'>): readonly Dataset[] =>
  datasetsOf(workload).filter((dataset) => kind === undefined || hasKind(dataset, kind));

/** The work that one dataset of one event makes. */
export type CaptureWork = {
  readonly dataset: Dataset;
  readonly rows: number;
  readonly pages: number;
  readonly polls: number;
  /** Calls to Zoom, over all polls. */
  readonly calls: number;
  /** Messages received, those that only wait among them. */
  readonly deliveries: number;
};

/** The longest delay that SQS knows. */
const longestDelayMs = 900_000;

/** What capturing one dataset of one event takes when nothing fails and Zoom does not change its data later. */
export function captureWork(
  dataset: Dataset,
  { participants, heardAfterMs = 0 }: Events,
  { pageSizes, waits }: Pick<Workload, 'pageSizes' | 'waits'>,
): CaptureWork {
  const polls = planPolls(dataset, waits, { heardAfterMs });
  const { lists = [{}] }: DatasetDescription['zoom'] = descriptions[dataset].zoom;
  // Of several lists, each has a page at the least.
  const pages = Math.max(1, Math.ceil(participants / pageSizes[dataset])) + lists.length - 1;
  const gaps = polls.map((at, index) => at - (polls[index - 1] ?? heardAfterMs));
  const deferrals = gaps.reduce((sum, gap) => sum + Math.ceil(gap / longestDelayMs), 0);
  return {
    dataset,
    rows: participants,
    pages,
    polls: polls.length,
    calls: pages * polls.length,
    // The event's own message comes at once, and is then deferred.
    deliveries: 1 + deferrals,
  };
}

type PollPlanInput = {
  /** From the meeting's end until we heard of it; 0 for one whose event came. */
  readonly heardAfterMs?: number;
  /** How many of the later polls find that Zoom has changed its data. */
  readonly corrections?: number;
};

/** When a dataset is polled, in milliseconds after the meeting's end, as the settling policy itself plans it. */
export function planPolls(
  dataset: Dataset,
  waits: Waits,
  { heardAfterMs = 0, corrections = 0 }: PollPlanInput = {},
): number[] {
  const end = new Date(0).toISOString();
  const meeting = { account: '', kind: 'meeting', uuid: '', meetingId: '', endTime: end } as const;
  let capture: Capture = newCapture(meeting, dataset, { nextPollAt: end, now: new Date(heardAfterMs) });
  const polls: number[] = [];
  const first = Math.max(heardAfterMs, waits.firstPoll[dataset]);
  for (let at: number | undefined = first; at !== undefined; at = dueAtMs(capture)) {
    const contentHash = String(Math.min(polls.length, corrections));
    capture = finishPoll({ ...capture, progress: { ...onePage, contentHash } }, at, waits);
    polls.push(at);
  }
  return polls;
}

const dueAtMs = ({ nextPollAt }: Capture): number | undefined =>
  nextPollAt === undefined ? undefined : Date.parse(nextPollAt);

const onePage: Progress = {
  type: 'past',
  segments: [],
  pages: 1,
  rows: 1,
  expectedRows: 1,
  contentHash: emptyContentHash,
  halfReadyRows: 0,
  complete: true,
  prune: false,
  restarts: 0,
};

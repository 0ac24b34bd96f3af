import type { Capture } from '../../domain/capture/capture.ts';
import type { Dataset } from '../../domain/dataset.ts';
import type { Store } from '../../dynamo/store.ts';
import {
  type CaptureEntry,
  capturesInState,
  capturesOf,
  countInState,
  type IndexedState,
  type StateQuestion,
} from '../../queries/captures-by-state.ts';

import { readTimeSpan, type TimeSpan } from '../../queries/time-span.ts';
import { type CauseGroup, groupByCause } from './cause-groups.ts';
import type { NeedyState } from './next-step.ts';

/** Of which captures it is asked. */
export type AttentionScope = {
  /** Ids of the Zoom accounts. @default all */
  readonly accounts?: readonly string[] | undefined;
  /** When their meetings ended. @default ever */
  readonly ended?: TimeSpan | undefined;
};

export type AttentionDeps = {
  readonly store: Store;
  /** Messages in a dataset's dead-letter queue; undefined where it cannot be asked. */
  /** What the stage captures. */
  readonly datasets: readonly Dataset[];
  readonly countDeadLetters: (dataset: Dataset) => Promise<number | undefined>;
  /** Epoch ms. */
  readonly now: () => number;
};

/** Captures that go on by themselves. */
type Waiting = {
  readonly state: WaitingState;
  readonly captures: number;
  /** When the first and the last of them are due; ISO 8601. */
  readonly nextAt: string;
  readonly lastAt: string;
};

export type Attention = {
  readonly needsYou: {
    readonly captures: number;
    readonly meetings: number;
    readonly groups: readonly CauseGroup<NeedyState>[];
    /** Captures beyond those that were read: in these states, of whatever cause. */
    readonly unread: number;
    /** Messages in the dead-letter queues; absent where they cannot be asked, and of some accounts or days alone. */
    readonly deadLetters?: Readonly<Partial<Record<Dataset, number>>>;
  };
  readonly waiting: {
    readonly states: readonly Waiting[];
    /** Out of those that are due first: what delays them. */
    readonly delayed: readonly CauseGroup<WaitingState>[];
  };
  /** Captures that Zoom never had data for. */
  readonly unavailable: number;
};

const waitingStates = ['waiting', 'running', 'captured'] as const;
type WaitingState = (typeof waitingStates)[number];

/** Captures of a state that are read, each, to tell their causes. */
const mostRead = 1_000;
/** Captures of a state that are counted: where there are as many, there may be more. */
export const mostCounted = 5_000;
/** Captures that are due first, and read to tell what delays them. */
const dueFirst = 25;
/** The sweep puts back to work what is an hour late, every five minutes: what is later than this has nobody. */
const overdueMs = 90 * 60_000;

/**
 * What needs a person, and what waits by itself, over all that is stored: asked of the index by state, so that what is
 * done costs nothing. Reads no more than it tells of, and at most so much.
 */
export async function readAttention(scope: AttentionScope, deps: AttentionDeps): Promise<Attention> {
  const [failed, parked, overdue] = await Promise.all([
    readNeedy('failed', scope, deps),
    readNeedy('parked', scope, deps),
    readOverdue(scope, deps),
  ]);
  const [waiting, unavailable, deadLetters] = await Promise.all([
    readWaiting(overdue, scope, deps),
    countCaptures('unavailable', scope, deps),
    countDeadLetters(scope, deps),
  ]);
  const late = new Set(overdue.map(nameOf));
  const groups = [
    ...groupByCause(failed.captures, 'failed'),
    ...groupByCause(
      parked.captures.filter((capture) => !late.has(nameOf(capture))),
      'parked',
    ),
    ...groupByCause(overdue, 'overdue'),
  ];
  const unread = failed.unread + parked.unread;
  return {
    needsYou: {
      captures: groups.reduce((sum, { captures }) => sum + captures, unread),
      meetings: new Set(groups.flatMap(({ uuids }) => uuids)).size,
      groups,
      unread,
      ...(deadLetters && { deadLetters }),
    },
    waiting,
    unavailable,
  };
}

/** Whether anything has to be done by a person. */
export const needsPerson = ({ needsYou: { captures, deadLetters = {} } }: Attention): boolean =>
  captures > 0 || Object.values(deadLetters).some((messages) => messages > 0);

const nameOf = ({ uuid, dataset }: Capture): string => `${uuid} ${dataset}`;

/** Captures in a state, those of the newest meetings first, and how many there are beyond. */
async function readNeedy(state: 'failed' | 'parked', scope: AttentionScope, deps: AttentionDeps) {
  const question = { state, accounts: scope.accounts };
  const entries = capturesInState({ ...question, lastFirst: true, most: mostRead }, deps.store);
  const captures = await readEntries(entries, { ...scope, state }, deps);
  if (captures.length < mostRead) return { captures, unread: 0 };
  const all = await countInState({ ...question, most: mostCounted }, deps.store);
  return { captures, unread: all - captures.length };
}

async function readOverdue(scope: AttentionScope, deps: AttentionDeps): Promise<Capture[]> {
  const dueUntil = new Date(deps.now() - overdueMs).toISOString();
  const read = async (state: WaitingState | 'parked') => {
    const question = { state, accounts: scope.accounts, dueUntil, most: mostRead };
    return readEntries(capturesInState(question, deps.store), { ...scope, state }, deps);
  };
  return (await Promise.all([...waitingStates, 'parked' as const].map(read))).flat();
}

/** The captures that are in the state still, of the meetings that are asked about. */
async function readEntries(
  entries: AsyncGenerator<CaptureEntry>,
  { state, ended }: AttentionScope & { readonly state: IndexedState },
  { store }: Pick<AttentionDeps, 'store'>,
): Promise<Capture[]> {
  const span = ended && readTimeSpan(ended);
  const isWithin = (instant: string) => span === undefined || (span.from <= instant && instant <= span.to);
  const captures = await capturesOf(await Array.fromAsync(entries), store);
  return captures.filter((capture) => capture.state === state && isWithin(new Date(capture.endTime).toISOString()));
}

/** By the index alone, unless the meetings' ends matter, which it does not know: then of those that are due last. */
async function countCaptures(state: IndexedState, scope: AttentionScope, deps: AttentionDeps): Promise<number> {
  const question = { state, accounts: scope.accounts };
  if (scope.ended === undefined) return countInState({ ...question, most: mostCounted }, deps.store);
  const entries = capturesInState({ ...question, lastFirst: true, most: mostRead }, deps.store);
  return (await readEntries(entries, { ...scope, state }, deps)).length;
}

async function readWaiting(
  overdue: readonly Capture[],
  scope: AttentionScope,
  deps: AttentionDeps,
): Promise<Attention['waiting']> {
  const ofStates = await Promise.all(
    waitingStates.map((state) => {
      const late = overdue.filter((capture) => capture.state === state).length;
      return readWaitingState({ state, late }, scope, deps);
    }),
  );
  return {
    states: ofStates.flatMap(({ waiting }) => waiting ?? []),
    delayed: ofStates.flatMap(({ delayed }) => delayed),
  };
}

/** `late`: those of them that are overdue, and wait no more. */
async function readWaitingState(
  { state, late }: { readonly state: WaitingState; readonly late: number },
  scope: AttentionScope,
  deps: AttentionDeps,
) {
  const question = { state, accounts: scope.accounts };
  const dueAfter = new Date(deps.now() - overdueMs).toISOString();
  const firstOf = (ends: Omit<StateQuestion, 'state' | 'accounts'>) =>
    capturesInState({ ...question, ...ends }, deps.store);
  const captures = (await countCaptures(state, scope, deps)) - late;
  const [first] = await Array.fromAsync(firstOf({ dueAfter, most: 1 }));
  if (captures <= 0 || !first) return { delayed: [] };
  const [last = first] = await Array.fromAsync(firstOf({ lastFirst: true, most: 1 }));
  const soon = await readEntries(firstOf({ dueAfter, most: dueFirst }), { ...scope, state }, deps);
  const delayed = groupByCause(soon.filter(isDelayed), state);
  return { waiting: { state, captures, nextAt: first.dueAt, lastAt: last.dueAt }, delayed };
}

/** What is at work is not delayed; and that nobody calls for the account is the account's fact, told once. */
const isDelayed = ({ state, lastError }: Capture): boolean =>
  state !== 'running' && lastError !== undefined && lastError.name !== 'ZoomStoppedError';

async function countDeadLetters(
  { accounts, ended }: AttentionScope,
  deps: AttentionDeps,
): Promise<Attention['needsYou']['deadLetters']> {
  // A message's account and end are not to be had without receiving it.
  if (accounts !== undefined || ended !== undefined) return undefined;
  const counts = await Promise.all(
    deps.datasets.map(async (dataset) => [dataset, await deps.countDeadLetters(dataset)]),
  );
  const known = counts.filter(([, messages]) => messages !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

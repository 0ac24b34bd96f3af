import { randomUUID } from 'node:crypto';
import { knownAs, personSigns } from '../../analysis/attendance/person-rows.ts';
import { datasets } from '../../domain/dataset.ts';
import type { PersonKey } from '../../domain/person-key.ts';
import { isPseudonym } from '../../domain/privacy/disguise.ts';
import { createErasureReader } from '../../dynamo/control/erasure-reader.ts';
import { createErasureWriter, type Erasure } from '../../dynamo/control/erasure-writer.ts';
import { meetingsUntil } from '../../dynamo/meetings/every-meeting.ts';
import { RowEraser, type RowEraserDeps } from '../../dynamo/rows/erase-rows.ts';
import { UnfinishedError } from '../errors.ts';
import { type BusyCapture, type ErasureRun, type ErasureTally, eraseFromMeeting, mark } from './erase-meeting.ts';

export type EraseRequest = {
  readonly person: PersonKey;
  /** What stages pseudonymize with, so that the person is known by their pseudonyms too. */
  readonly pseudonymKeys: readonly string[];
  /** Counts, and changes nothing. */
  readonly dryRun: boolean;
};

export type EraseDependencies = {
  readonly captures: Omit<RowEraserDeps, 'sleep'>;
  /** The `Control` table, on the same client. */
  readonly controlTable: string;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Told how it goes on, in a sentence without personal data. */
  readonly tell: (sentence: string) => Promise<void>;
  /** Gets the days, in UTC, on which meetings ended that anything was removed of: what holds copies by day needs them. */
  readonly erasedDays?: Set<string>;
};

/** What was removed, in numbers. */
type ErasureCounts = {
  /** By dataset; each that is captured is there, also with 0. */
  readonly rows: Readonly<Record<string, number>>;
  /** Items of QoS samples. */
  readonly sampleItems: number;
  /** Meetings whose host they were. */
  readonly hosted: number;
  /** Meetings that anything was removed of. */
  readonly meetings: number;
};

/**
 * What a run has done. Nothing in it is personal: with `receipt` and `erasedAt` it can be kept as the proof. A rehearsal has
 * neither, nor has a run that found nothing to erase, which wrote the person's marks alone, at `markedAt`.
 */
export type Receipt = Partial<Erasure> & { readonly dryRun: boolean; readonly markedAt?: string } & ErasureCounts;

/** Meetings worked at the same time. */
const meetingsAtOnce = 8;
/** Each round finds what the one before has taught, and the last one nothing. More than a few is a fault. */
const mostRounds = 10;
/** The index of meetings may be late by so much, or less. */
const indexDelayMs = 2_000;
/** Between two reads of a capture that a worker has. */
const pauseMs = 5_000;

/**
 * Removes all rows of a person. First their marks are written, so that a capture which begins from then on stores none of
 * their rows. Then all meetings are gone through and the rows removed, and again when the workers that were at it before
 * have ended, until nothing is found in any meeting. Killed and run again, it goes on; twice, it finds nothing more.
 * @throws OperationError when there is no end to the rows, or a pseudonym's key is missing
 */
export async function erase(request: EraseRequest, deps: EraseDependencies): Promise<Receipt> {
  const { dryRun } = request;
  const { captures, now, sleep, tell, erasedDays = new Set() } = deps;
  const erasure = { receipt: randomUUID(), erasedAt: new Date(now()).toISOString() };
  const run = beginRun(request, erasure, deps);
  await mark(run, personSigns(run.known));
  let tally = emptyTally();
  for (let round = 1; round <= mostRounds; round += 1) {
    // A rehearsal removes nothing, so each round counts all.
    if (dryRun) tally = emptyTally();
    const before = { removed: removedCount(tally), signs: personSigns(run.known).size };
    const busy: BusyCapture[] = [];
    let meetings = 0;
    const found = meetingsUntil(erasure.erasedAt, captures.client, captures.table);
    await eachOf(found, meetingsAtOnce, async (meeting) => {
      busy.push(...(await eraseFromMeeting(run, meeting, tally)));
      if (tally.meetings.has(meeting.uuid)) erasedDays.add(new Date(meeting.endTime).toISOString().slice(0, 10));
      meetings += 1;
      if (meetings % 1_000 === 0) await tell(`Round ${round}: ${meetings} meetings gone through.`);
    });
    const hasLearned = personSigns(run.known).size > before.signs;
    const hasRemoved = !dryRun && (round === 1 || removedCount(tally) > before.removed);
    if (!hasLearned && !hasRemoved && busy.length === 0) return receiptOf(erasure, dryRun, tally);
    if (busy.length > 0) {
      await tell(`${busy.length} captures are under way: waiting until they know of it, some 2 minutes at the most.`);
      for (const capture of busy) await awaitWorker(capture, run, sleep);
    }
    if (!dryRun) await sleep(indexDelayMs);
  }
  throw new UnfinishedError(`Rows of them still appear after ${mostRounds} rounds: run it again, it goes on.`);
}

function beginRun(
  { person, pseudonymKeys, dryRun }: EraseRequest,
  erasure: Erasure,
  { captures, controlTable, now, sleep }: EraseDependencies,
): ErasureRun {
  return {
    erasure,
    known: knownAs(person, pseudonymKeys),
    marked: new Map(),
    dryRun,
    knowsPseudonyms: pseudonymKeys.length > 0 || isPseudonym(person),
    rows: new RowEraser({ ...captures, sleep }),
    erasures: createErasureReader(captures.client, controlTable),
    marks: createErasureWriter(captures.client, controlTable),
    now,
  };
}

const emptyTally = (): ErasureTally => ({
  rows: Object.fromEntries(datasets.map((dataset) => [dataset, 0])),
  sampleItems: 0,
  hosted: 0,
  meetings: new Set(),
});

const removedCount = ({ rows, hosted }: ErasureTally): number =>
  Object.values(rows).reduce((sum, removed) => sum + removed, hosted);

function receiptOf(erasure: Erasure, dryRun: boolean, tally: ErasureTally): Receipt {
  const counts = { ...tally, meetings: tally.meetings.size };
  if (dryRun) return { dryRun, ...counts };
  return { dryRun, ...(counts.meetings > 0 ? erasure : { markedAt: erasure.erasedAt }), ...counts };
}

/** Waits until the capture's worker has ended, which takes as long as a function may run at the most. */
async function awaitWorker(
  { uuid, dataset, run, until }: BusyCapture,
  { rows, now }: ErasureRun,
  sleep: (ms: number) => Promise<void>,
): Promise<void> {
  while (now() < until) {
    const capture = await rows.readCapture(uuid, dataset);
    if (capture?.leasedUntil === undefined || capture.run !== run) return;
    await sleep(Math.min(pauseMs, Math.max(1, until - now())));
  }
}

/** Does the work for each value, for so many at the same time. The first fault ends it, when the work under way has ended. */
export async function eachOf<Value>(
  values: AsyncGenerator<Value>,
  atOnce: number,
  work: (value: Value) => Promise<void>,
): Promise<void> {
  const takeTurns = async () => {
    try {
      for (let next = await values.next(); !next.done; next = await values.next()) await work(next.value);
    } finally {
      // Nothing more for the others either: the list is at its end, or the work is.
      await values.return(undefined);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, takeTurns));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

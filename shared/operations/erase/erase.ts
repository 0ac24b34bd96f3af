import { randomUUID } from 'node:crypto';
import { knownAs, personSigns } from '../../domain/erasure/person-rows.ts';
import type { PersonKey } from '../../domain/person-key.ts';
import { isPseudonym } from '../../domain/privacy/disguise.ts';
import type { BatchWriteDeps } from '../../dynamo/batch-write.ts';
import { createErasureReader, type ErasureReader } from '../../dynamo/control/erasure-reader.ts';
import { createErasureWriter, type ErasureWriter } from '../../dynamo/control/erasure-writer.ts';
import { type KnownMeeting, meetingsUntil } from '../../dynamo/meetings/every-meeting.ts';
import { createRowEraser, type RowEraser } from '../../dynamo/rows/erase-rows.ts';
import { OperationError } from '../errors.ts';
import { type BusyCapture, type ErasureRun, eraseFromMeeting, markPerson } from './erase-meeting.ts';
import { ErasureTally, type Receipt, receiptOf } from './receipt.ts';

export type EraseRequest = {
  readonly person: PersonKey;
  /** What stages pseudonymize with, so that the person is known by their pseudonyms too. */
  readonly pseudonymKeys: readonly string[];
  /** Counts, and changes nothing. */
  readonly dryRun: boolean;
};

export type EraseStores = {
  readonly rows: RowEraser;
  /** Every meeting that ended by an instant, or runs. */
  readonly meetingsUntil: (instant: string) => AsyncGenerator<KnownMeeting>;
  readonly erasures: ErasureReader;
  readonly marks: ErasureWriter;
};

export type EraseDependencies = {
  readonly stores: EraseStores;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Told how it goes on, in a sentence without personal data. */
  readonly tell: (sentence: string) => Promise<void>;
};

/** Meetings worked at the same time. */
const meetingsAtOnce = 8;
/** Each round finds what the one before has taught, and the last one nothing. More than a few is a fault. */
const mostRounds = 10;
/** The index of meetings may be late by so much, or less. */
const indexDelayMs = 2_000;
/** Between two reads of a capture that a worker has. */
const pauseMs = 5_000;

/** The stores of both tables. */
export function createEraseStores(
  deps: BatchWriteDeps & { readonly capturesTable: string; readonly controlTable: string },
): EraseStores {
  const { client, capturesTable, controlTable } = deps;
  return {
    rows: createRowEraser({ ...deps, table: capturesTable }),
    meetingsUntil: (instant) => meetingsUntil(instant, client, capturesTable),
    erasures: createErasureReader(client, controlTable),
    marks: createErasureWriter(client, controlTable),
  };
}

/**
 * Removes all rows of a person. First their marks are written, so that a capture which begins from then on stores none of
 * their rows. Then all meetings are looked through and the rows removed, and again when the workers that were at it before
 * have ended, until nothing is found in any meeting. Killed and run again, it goes on; twice, it finds nothing more.
 * @throws OperationError when there is no end to the rows, or a pseudonym's key is missing
 */
export async function erase(request: EraseRequest, deps: EraseDependencies): Promise<Receipt> {
  const { dryRun, pseudonymKeys } = request;
  const { stores, now, sleep, tell } = deps;
  const erasure = { receipt: randomUUID(), erasedAt: new Date(now()).toISOString() };
  const marks = dryRun ? undefined : stores.marks;
  const person = await markPerson(knownAs(request.person, pseudonymKeys), erasure, { marks, now });
  const knowsPseudonyms = pseudonymKeys.length > 0 || isPseudonym(request.person);
  const run: ErasureRun = { ...stores, person, dryRun, knowsPseudonyms, now };
  let tally = new ErasureTally();
  for (let round = 1; round <= mostRounds; round += 1) {
    // A rehearsal removes nothing, so each round counts all.
    if (dryRun) tally = new ErasureTally();
    const before = { removed: tally.removed, signs: personSigns(person.known()).size };
    const busy: BusyCapture[] = [];
    let meetings = 0;
    await eachOf(stores.meetingsUntil(erasure.erasedAt), meetingsAtOnce, async (meeting) => {
      busy.push(...(await eraseFromMeeting(run, meeting, tally)));
      meetings += 1;
      if (meetings % 1_000 === 0) await tell(`Round ${round}: ${meetings} meetings looked through.`);
    });
    const hasLearned = personSigns(person.known()).size > before.signs;
    const hasRemoved = !dryRun && (round === 1 || tally.removed > before.removed);
    if (!hasLearned && !hasRemoved && busy.length === 0) return receiptOf(erasure, dryRun, tally.counts);
    if (busy.length > 0) {
      await tell(`${busy.length} captures are under way: waiting until they know of it, some 2 minutes at the most.`);
      for (const capture of busy) await awaitWorker(capture, deps);
    }
    if (!dryRun) await sleep(indexDelayMs);
  }
  throw new OperationError(`Rows of them still appear after ${mostRounds} rounds: run it again, it goes on.`);
}

/** Waits until the capture's worker has ended, which takes as long as a function may run at the most. */
async function awaitWorker({ uuid, dataset, run, until }: BusyCapture, { stores, now, sleep }: EraseDependencies) {
  while (now() < until) {
    const capture = await stores.rows.readCapture(uuid, dataset);
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

import { randomUUID } from 'node:crypto';
import { PersonEvidence } from '../../analysis/attendance/person-evidence.ts';
import { datasets } from '../../domain/dataset.ts';
import { type Contradicted, knownAs, type ResolvedPerson, resolvePerson } from '../../domain/erasure/known-person.ts';
import type { PersonKey } from '../../domain/person-key.ts';
import { isPseudonym } from '../../domain/privacy/disguise.ts';
import { createErasureReader, readErasures } from '../../dynamo/control/erasure-reader.ts';
import { createErasureWriter, type Erasure } from '../../dynamo/control/erasure-writer.ts';
import { RowEraser, type RowEraserDeps } from '../../dynamo/rows/erase-rows.ts';
import { UnfinishedError } from '../errors.ts';
import { eachMeeting } from './each-meeting.ts';
import {
  type BusyCapture,
  type ErasureRun,
  type ErasureTally,
  eraseFromMeeting,
  mark,
  surveyMeeting,
} from './erase-meeting.ts';
import { dayOf, findLeftOvers, type LeftOvers } from './left-over.ts';

export type EraseRequest = {
  readonly person: PersonKey;
  /** More addresses and ids that are theirs, whatever the store shows of them. */
  readonly also?: readonly PersonKey[];
  /** Texts that are taken out of whatever holds them, such as their name. */
  readonly texts?: readonly string[];
  /** What stages pseudonymize with, so that the person is known by their pseudonyms too. */
  readonly pseudonymKeys: readonly string[];
  /** Counts, and changes nothing. */
  readonly dryRun: boolean;
};

export type EraseDependencies = {
  readonly captures: Omit<RowEraserDeps, 'sleep'>;
  /** The `Control` table, on the same client. */
  readonly controlTable: string;
  /** What the marks are kept with: the stage's, which stands in no table. */
  readonly storeSecret: () => Promise<string>;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Told how it goes on, in a sentence without personal data. */
  readonly tell: (sentence: string) => Promise<void>;
  /** Gets the days, in UTC, on which meetings ended that a row or a text was removed of: what holds copies by day needs them. */
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

/** Who was taken for the person: personal data, as the request was. */
type ErasedPerson = {
  /** Ids and addresses by which rows were theirs: those that were asked for, and those that rows led to. */
  readonly known: { readonly ids: readonly string[]; readonly addresses: readonly string[] };
  /** Addresses of theirs that are others' too, which lead to nobody. */
  readonly contradicted: readonly Contradicted[];
};

/**
 * What a run has done: with `receipt` and `erasedAt` it can be kept as the proof. A rehearsal has neither, nor has a run that
 * found nothing to erase, which wrote the person's marks alone, at `markedAt`.
 */
export type Receipt = Partial<Erasure> & { readonly dryRun: boolean; readonly markedAt?: string } & ErasureCounts &
  ErasedPerson &
  Partial<LeftOvers> & {
    /** ISO 8601: until then point-in-time recovery, kept as long as it can be, may bring back what was erased. */
    readonly recoverableUntil?: string;
  };

/** The longest that point-in-time recovery reaches back. */
const recoveryMs = 35 * 86_400_000;

/** Each round finds what the one before has taught, and the last one nothing. More than a few is a fault. */
const mostRounds = 10;
/** The index of meetings may be late by so much, or less. */
const indexDelayMs = 2_000;
/** Between two reads of a capture that a worker has. */
const pauseMs = 5_000;

/**
 * Removes all rows of a person. First all meetings are read, for who is who. Then the person's marks are written, so that a
 * capture which begins from then on stores none of their rows. Then all meetings are gone through and the rows removed, and
 * again when the workers that were at it before have ended, until nothing is found in any meeting. Killed and run again, it
 * goes on; twice, it finds nothing more.
 * @throws OperationError when there is no end to the rows, or a pseudonym's key is missing
 */
export async function erase(request: EraseRequest, deps: EraseDependencies): Promise<Receipt> {
  const { dryRun } = request;
  const { captures, now, sleep, tell, erasedDays = new Set() } = deps;
  const erasure = { receipt: randomUUID(), erasedAt: new Date(now()).toISOString() };
  const { run, resolve } = await beginRun(request, erasure, deps);
  await eachMeeting('Survey', { ...captures, tell, until: erasure.erasedAt }, (meeting) => surveyMeeting(run, meeting));
  let person = resolve();
  let tally = emptyTally();
  for (let round = 1; round <= mostRounds; round += 1) {
    await mark(run, person.signs);
    // A rehearsal removes nothing, so each round counts all.
    if (dryRun) tally = emptyTally();
    const before = removedCount(tally);
    const busy: BusyCapture[] = [];
    await eachMeeting(`Round ${round}`, { ...captures, tell, until: erasure.erasedAt }, async (meeting) => {
      busy.push(...(await eraseFromMeeting(run, meeting, tally)));
      if (tally.meetings.has(meeting.uuid)) erasedDays.add(dayOf(meeting.endTime));
    });
    const { signs } = person;
    person = resolve();
    const hasLearned = !person.signs.isSubsetOf(signs);
    const hasRemoved = !dryRun && (round === 1 || removedCount(tally) > before);
    if (!hasLearned && !hasRemoved && busy.length === 0) {
      if (dryRun) return receiptOf(run, tally, person);
      const known = [...person.known.ids, ...person.known.emails];
      const search = { known, texts: request.texts ?? [], until: erasure.erasedAt };
      const leftOvers = await findLeftOvers(search, { ...captures, tell, blankedDays: erasedDays });
      const recoverableUntil = new Date(now() + recoveryMs).toISOString();
      return { ...receiptOf(run, tally, person), ...leftOvers, recoverableUntil };
    }
    if (busy.length > 0) {
      await tell(`${busy.length} captures are under way: waiting until they know of it, some 2 minutes at the most.`);
      for (const capture of busy) await awaitWorker(capture, run, sleep);
    }
    if (!dryRun) await sleep(indexDelayMs);
  }
  throw new UnfinishedError(`Rows of them still appear after ${mostRounds} rounds: run it again, it goes on.`);
}

/** The run, and what makes of all evidence so far who the person is, for the round to come. */
async function beginRun(
  { person, also = [], pseudonymKeys, dryRun }: EraseRequest,
  erasure: Erasure,
  { captures, controlTable, storeSecret, now, sleep }: EraseDependencies,
) {
  const asked = knownAs([person, ...also], pseudonymKeys);
  const control = { client: captures.client, table: controlTable };
  const clues = { keys: pseudonymKeys, erasures: await readErasures(control, storeSecret) };
  const run: ErasureRun = {
    erasure,
    known: asked,
    evidence: new PersonEvidence(),
    marked: new Map(),
    dryRun,
    knowsPseudonyms: pseudonymKeys.length > 0 || isPseudonym(person),
    rows: new RowEraser({ ...captures, sleep }),
    erasures: createErasureReader(control, storeSecret),
    marks: createErasureWriter(control, storeSecret),
    storeSecret,
    now,
  };
  const resolve = () => {
    const resolved = resolvePerson(asked, run.evidence, clues);
    run.known = resolved.known;
    return resolved;
  };
  return { run, resolve };
}

const emptyTally = (): ErasureTally => ({
  rows: Object.fromEntries(datasets.map((dataset) => [dataset, 0])),
  sampleItems: 0,
  hosted: 0,
  meetings: new Set(),
});

const removedCount = ({ rows, hosted }: ErasureTally): number =>
  Object.values(rows).reduce((sum, removed) => sum + removed, hosted);

function receiptOf({ erasure, dryRun }: ErasureRun, tally: ErasureTally, person: ResolvedPerson): Receipt {
  const { ids, emails } = person.known;
  const counts = {
    ...tally,
    meetings: tally.meetings.size,
    known: { ids: [...ids].sort(), addresses: [...emails].sort() },
    contradicted: person.contradicted,
  };
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

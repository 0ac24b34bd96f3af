import { randomUUID } from 'node:crypto';
import { type KnownPerson, personSigns } from '../../shared/analysis/attendance/person-rows.ts';
import { createErasureReader } from '../../shared/dynamo/control/erasure-reader.ts';
import { createErasureWriter } from '../../shared/dynamo/control/erasure-writer.ts';
import { CliError } from '../cli-error.ts';
import { awaitWorkers, type BusyCapture } from './busy-captures.ts';
import { eachOf } from './each-of.ts';
import { createMeetingEraser } from './erase-meeting.ts';
import { meetingsUntil } from './meeting-items.ts';
import { type Receipt, receiptOf } from './receipt.ts';
import type { RemoveDeps } from './remove-rows.ts';
import { createTally } from './tally.ts';

export type EraseDeps = RemoveDeps & {
  readonly controlTable: string;
  /** Whether the person is known by their pseudonyms too. */
  readonly hasPseudonymKeys: boolean;
  /** Epoch ms. */
  readonly now: () => number;
  /** Told how it goes on, in a sentence without personal data. */
  readonly told: (sentence: string) => Promise<void>;
};

/** Meetings worked at the same time. */
const atOnce = 8;
/** Each round finds what the one before has taught, and the last one nothing. More than a few is a fault. */
const mostRounds = 10;
/** The index of meetings may be late by so much, or less. */
const indexDelayMs = 2_000;

/**
 * Removes all rows of a person. First their marks are written, so that a capture which begins from then on stores none of
 * their rows; then all meetings are looked through and the rows removed, and again when the workers that were at it before
 * have ended, until a look through everything finds nothing. Killed and run again, it goes on; twice, it finds nothing more.
 * @throws CliError when there is no end to the rows
 */
export async function erase(person: KnownPerson, dryRun: boolean, deps: EraseDeps): Promise<Receipt> {
  const { client, controlTable, told } = deps;
  const erasure = { receipt: randomUUID(), erasedAt: new Date(deps.now()).toISOString() };
  const writer = dryRun ? undefined : createErasureWriter(client, controlTable);
  const erasures = createErasureReader(client, controlTable);
  const eraser = await createMeetingEraser(person, erasure, { ...deps, erasures, writer });
  let tally = createTally();
  for (let round = 1; round <= mostRounds; round += 1) {
    // A rehearsal removes nothing, so each round counts all.
    if (dryRun) tally = createTally();
    const before = { removed: tally.removed(), signs: personSigns(eraser.known()).size };
    const busy: BusyCapture[] = [];
    let meetings = 0;
    await eachOf(meetingsUntil(erasure.erasedAt, deps), atOnce, async (meeting) => {
      busy.push(...(await eraser.visit(meeting, tally)));
      meetings += 1;
      if (meetings % 1_000 === 0) await told(`Round ${round}: ${meetings} meetings looked through.`);
    });
    const learned = personSigns(eraser.known()).size > before.signs;
    const again = learned || busy.length > 0 || (!dryRun && (round === 1 || tally.removed() > before.removed));
    if (!again) return receiptOf(erasure, dryRun, tally.counts());
    if (busy.length > 0) {
      await told(`${busy.length} captures are under way: waiting until they know of it, some 2 minutes at the most.`);
      await awaitWorkers(busy, deps);
    }
    if (!dryRun) await deps.sleep(indexDelayMs);
  }
  throw new CliError(`Rows of them still appear after ${mostRounds} rounds: run it again, it goes on.`);
}

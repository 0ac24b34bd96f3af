import type { KnownPerson, PersonRows } from '../../analysis/attendance/person-rows.ts';
import { learn, personRows, personSigns } from '../../analysis/attendance/person-rows.ts';
import { rowSigns, signText } from '../../domain/erasure/marks.ts';
import { isPseudonym } from '../../domain/privacy/disguise.ts';
import type { ErasureReader } from '../../dynamo/control/erasure-reader.ts';
import type { Erasure, ErasureWriter } from '../../dynamo/control/erasure-writer.ts';
import type { KnownMeeting } from '../../dynamo/meetings/every-meeting.ts';
import type { MeetingItems, RowEraser, StoredRow } from '../../dynamo/rows/erase-rows.ts';
import { OperationError } from '../errors.ts';

/** A capture whose worker may have begun before it could know of the marks. */
export type BusyCapture = {
  readonly uuid: string;
  readonly dataset: string;
  /** Another one means another worker, which has begun since and knows. */
  readonly run: number;
  /** Epoch ms; its worker has surely ended then. */
  readonly until: number;
};

/** A worker lives for the function's time-out of 2 minutes, and its lease 15 seconds longer. */
const longestLeaseMs = 135_000;
/** By how much this machine's clock may differ from the functions'. */
const clockErrorMs = 5 * 60_000;

/** What was removed so far, by all who work at it. */
export type ErasureTally = {
  readonly rows: Record<string, number>;
  sampleItems: number;
  hosted: number;
  readonly meetings: Set<string>;
};

/** An erasure under way. */
export type ErasureRun = {
  readonly erasure: Erasure;
  /** The person as known so far: what a meeting teaches of them counts from then on, and is marked before any row goes. */
  known: KnownPerson;
  /** When marks were written last, by meeting, and under no UUID those that hold everywhere. Epoch ms. */
  readonly markedAt: Map<string | undefined, number>;
  /** Counts, and changes nothing. */
  readonly dryRun: boolean;
  /** Whether rows that are stored under pseudonyms can be found. */
  readonly knowsPseudonyms: boolean;
  readonly rows: RowEraser;
  readonly erasures: ErasureReader;
  readonly marks: ErasureWriter;
  /** Epoch ms. */
  readonly now: () => number;
};

/** Marks these signs of the person, within one meeting or everywhere. */
export async function mark(run: ErasureRun, signs: Iterable<string>, uuid?: string): Promise<void> {
  const texts = [...signs];
  if (run.dryRun || texts.length === 0) return;
  await run.marks.mark(run.erasure, texts, uuid);
  run.markedAt.set(uuid, run.now());
}

/**
 * Removes the person from one meeting, except where a worker that may not know of it is at work.
 * @returns the captures with such a worker
 * @throws OperationError when rows bear pseudonyms and their key is missing
 */
export async function eraseFromMeeting(
  run: ErasureRun,
  meeting: KnownMeeting,
  tally: ErasureTally,
): Promise<readonly BusyCapture[]> {
  const { uuid } = meeting;
  let own = await findOwn(run, meeting);
  if (!run.knowsPseudonyms && own.items.rows.some(bearsPseudonym)) {
    throw new OperationError(
      "Rows are stored under pseudonyms: set PSEUDONYM_KEY to pseudonymKey out of the Zoom account's secret, so that theirs are found.",
    );
  }
  const learned = learn(run.known, own.shown);
  const fresh = personSigns(learned).difference(personSigns(run.known));
  run.known = learned;
  await mark(run, fresh);
  if (!run.dryRun && (own.rows.length > 0 || own.hostId !== undefined)) {
    await mark(run, signsWithin(uuid, own.shown), uuid);
    // Read again: who has begun before the marks were there, and what it has stored.
    own = await findOwn(run, meeting);
  }
  const busy = run.dryRun ? [] : busyCaptures(own, run);
  await removeOwn(run, { ...own, busy }, tally);
  return busy;
}

const signsWithin = (uuid: string, { stays, others }: PersonRows): string[] => [
  ...stays.map((stay) => signText.stay(uuid, stay)),
  ...others.map((other) => signText.other(uuid, other)),
];

type OwnItems = {
  readonly uuid: string;
  readonly items: MeetingItems;
  /** Rows that are the person's, or that marks say were to go already. */
  readonly rows: readonly StoredRow[];
  /** Absent unless the person was the host. */
  readonly hostId?: string;
  /** What the person's rows show of them. */
  readonly shown: PersonRows;
};

/**
 * An erasure that was killed has removed rows that tied the others to the person, but has marked those first: so rows go by
 * marks too.
 */
async function findOwn({ known, rows, erasures }: ErasureRun, meeting: KnownMeeting): Promise<OwnItems> {
  const { uuid } = meeting;
  const items = await rows.read(uuid);
  const erased = await erasures(meeting);
  const shown = personRows(known, items.rows);
  const own = new Set(shown.rows);
  const found = items.rows.filter(({ row }, at) => own.has(at) || erased.hasRow(row));
  const { hostId } = items;
  const isHost = hostId !== undefined && (known.ids.has(hostId) || erased.hasUser(hostId));
  return { uuid, items, rows: found, ...(isHost && { hostId }), shown };
}

/**
 * Those captures of a meeting whose worker may not know of its marks. Which of them is alive the lease tells; how long to wait
 * is measured on our own clock alone, from the writing of the marks.
 */
function busyCaptures({ uuid, items }: OwnItems, { markedAt, now }: ErasureRun): BusyCapture[] {
  const until = Math.max(markedAt.get(undefined) ?? 0, markedAt.get(uuid) ?? 0) + longestLeaseMs;
  if (now() >= until) return [];
  return items.captures
    .filter(({ leasedUntil }) => leasedUntil !== undefined && Date.parse(leasedUntil) > now() - clockErrorMs)
    .map(({ dataset, run }) => ({ uuid, dataset, run, until }));
}

/** What a busy capture's worker stores and counts is removed and counted when it has ended. */
async function removeOwn(
  { dryRun, rows }: ErasureRun,
  { uuid, items, hostId, busy, ...own }: OwnItems & { readonly busy: readonly BusyCapture[] },
  tally: ErasureTally,
): Promise<void> {
  if (hostId !== undefined && (dryRun || (await rows.removeHost(uuid, hostId)))) {
    tally.hosted += 1;
    tally.meetings.add(uuid);
  }
  for (const [dataset, ofDataset] of Map.groupBy(own.rows, (row) => row.dataset)) {
    if (busy.some((capture) => capture.dataset === dataset)) continue;
    const samples = await rows.sampleKeys(ofDataset);
    if (!dryRun) {
      const capture = items.captures.find((one) => one.dataset === dataset);
      const stored = items.rows.filter((row) => row.dataset === dataset).length;
      if (capture) await rows.recount(uuid, capture, { stored, removed: ofDataset.length });
      const keys = ofDataset.map(({ sk }) => sk);
      await rows.remove(uuid, samples, keys);
    }
    tally.rows[dataset] = (tally.rows[dataset] ?? 0) + ofDataset.length;
    tally.sampleItems += samples.length + ofDataset.filter((row) => row.hasSamplesInside).length;
    tally.meetings.add(uuid);
  }
}

function bearsPseudonym({ row }: StoredRow): boolean {
  const { ids, emails } = rowSigns(row);
  return [...ids, ...emails].some(isPseudonym);
}

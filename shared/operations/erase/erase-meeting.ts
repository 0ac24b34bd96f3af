import { rowSigns, signText } from '../../domain/erasure/marks.ts';
import { type KnownPerson, learn, type PersonRows, personRows, personSigns } from '../../domain/erasure/person-rows.ts';
import { isPseudonym } from '../../domain/privacy/disguise.ts';
import type { ErasureReader } from '../../dynamo/control/erasure-reader.ts';
import type { Erasure, ErasureWriter } from '../../dynamo/control/erasure-writer.ts';
import type { KnownMeeting } from '../../dynamo/meetings/every-meeting.ts';
import type { MeetingItems, RowEraser, StoredRow } from '../../dynamo/rows/erase-rows.ts';
import { OperationError } from '../errors.ts';
import type { ErasureTally } from './receipt.ts';

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

/** The person as known so far. What a meeting teaches of them counts from then on, and is marked before any row goes. */
export type MarkedPerson = {
  readonly known: () => KnownPerson;
  /** Marks what these rows show of the person everywhere, unless it is marked already. */
  readonly learn: (found: Pick<PersonRows, 'ids' | 'emails'>) => Promise<void>;
  /** Marks what tells the person within one meeting. */
  readonly markWithin: (uuid: string, found: Pick<PersonRows, 'stays' | 'others'>) => Promise<void>;
  /** When marks that concern this meeting were written last: epoch ms, or 0. */
  readonly markedAt: (uuid: string) => number;
};

/** Without a writer nothing is marked: a rehearsal. */
export async function markPerson(
  person: KnownPerson,
  erasure: Erasure,
  { marks, now }: { readonly marks: ErasureWriter | undefined; readonly now: () => number },
): Promise<MarkedPerson> {
  let known = person;
  let everywhereAt = 0;
  const withinAt = new Map<string, number>();
  const markEverywhere = async (signs: ReadonlySet<string>) => {
    if (!marks || signs.size === 0) return;
    await marks.mark(erasure, [...signs]);
    everywhereAt = now();
  };
  await markEverywhere(personSigns(known));
  return {
    known: () => known,
    async learn(found) {
      const learned = learn(known, found);
      const fresh = personSigns(learned).difference(personSigns(known));
      known = learned;
      await markEverywhere(fresh);
    },
    async markWithin(uuid, { stays, others }) {
      const signs = [
        ...stays.map((stay) => signText.stay(uuid, stay)),
        ...others.map((other) => signText.other(uuid, other)),
      ];
      if (!marks || signs.length === 0) return;
      await marks.mark(erasure, signs, uuid);
      withinAt.set(uuid, now());
    },
    markedAt: (uuid) => Math.max(everywhereAt, withinAt.get(uuid) ?? 0),
  };
}

/** An erasure under way. */
export type ErasureRun = {
  readonly person: MarkedPerson;
  /** Counts, and changes nothing. */
  readonly dryRun: boolean;
  /** Whether rows that are stored under pseudonyms can be found. */
  readonly knowsPseudonyms: boolean;
  readonly rows: RowEraser;
  readonly erasures: ErasureReader;
  /** Epoch ms. */
  readonly now: () => number;
};

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
  const { person, dryRun, now } = run;
  const { uuid } = meeting;
  const found = await findOwn(run, meeting);
  if (!run.knowsPseudonyms && found.items.rows.some(bearsPseudonym)) throw pseudonymKeyIsMissing();
  await person.learn(found.shown);
  if (dryRun) {
    await removeOwn(run, { ...found, busy: [] }, tally);
    return [];
  }
  const hasAny = found.rows.length > 0 || found.hostId !== undefined;
  if (hasAny) await person.markWithin(uuid, found.shown);
  // Read again: who has begun before the marks were there, and what it has stored.
  const marked = hasAny ? await findOwn(run, meeting) : found;
  const busy = busyCaptures(marked, person.markedAt(uuid), now());
  await removeOwn(run, { ...marked, busy }, tally);
  return busy;
}

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
async function findOwn({ person, rows, erasures }: ErasureRun, meeting: KnownMeeting): Promise<OwnItems> {
  const items = await rows.read(meeting.uuid);
  const erased = await erasures(meeting);
  const shown = personRows(person.known(), items.rows);
  const own = new Set(shown.rows);
  const { hostId } = items;
  const isHost = hostId !== undefined && (person.known().ids.has(hostId) || erased.hasUser(hostId));
  return {
    uuid: meeting.uuid,
    items,
    rows: items.rows.filter(({ row }, at) => own.has(at) || erased.hasRow(row)),
    ...(isHost && { hostId }),
    shown,
  };
}

/**
 * Those captures of a meeting whose worker may not know of its marks. Which of them is alive the lease tells; how long to wait
 * is measured on our own clock alone, from the writing of the marks.
 */
function busyCaptures({ uuid, items }: OwnItems, markedAt: number, now: number): BusyCapture[] {
  const until = markedAt + longestLeaseMs;
  if (now >= until) return [];
  return items.captures
    .filter(({ leasedUntil }) => leasedUntil !== undefined && Date.parse(leasedUntil) > now - clockErrorMs)
    .map(({ dataset, run }) => ({ uuid, dataset, run, until }));
}

/** What a busy capture's worker stores and counts is removed and counted when it has ended. */
async function removeOwn(
  { dryRun, rows }: ErasureRun,
  { uuid, items, hostId, busy, ...own }: OwnItems & { readonly busy: readonly BusyCapture[] },
  tally: ErasureTally,
): Promise<void> {
  if (hostId !== undefined && (dryRun || (await rows.removeHost(uuid, hostId)))) tally.addHosted(uuid);
  for (const [dataset, ofDataset] of Map.groupBy(own.rows, (row) => row.dataset)) {
    if (busy.some((capture) => capture.dataset === dataset)) continue;
    const samples = await rows.sampleKeys(ofDataset);
    if (!dryRun) {
      const capture = items.captures.find((one) => one.dataset === dataset);
      const stored = items.rows.filter((row) => row.dataset === dataset).length;
      if (capture) await rows.recount(uuid, capture, { stored, removed: ofDataset.length });
      await rows.remove(ofDataset, samples);
    }
    tally.addRows(uuid, dataset, { rows: ofDataset.length, sampleItems: samples.length });
  }
}

function bearsPseudonym({ row }: StoredRow): boolean {
  const { ids, emails } = rowSigns(row);
  return [...ids, ...emails].some(isPseudonym);
}

const pseudonymKeyIsMissing = () =>
  new OperationError(
    "Rows are stored under pseudonyms: set PSEUDONYM_KEY to pseudonymKey out of the Zoom account's secret, so that theirs are found.",
  );

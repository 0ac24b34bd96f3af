import type { PersonEvidence } from '../../analysis/attendance/person-evidence.ts';
import { type MeetingRow, type PersonRows, personRows } from '../../analysis/attendance/person-rows.ts';
import { isPerson, type KnownPerson } from '../../domain/erasure/known-person.ts';
import { rowSigns, signText } from '../../domain/erasure/marks.ts';
import { hostSigns, showsHost } from '../../domain/meeting/listed-row.ts';
import { isPseudonym } from '../../domain/privacy/disguise.ts';
import type { Row } from '../../domain/row/row.ts';
import type { ErasureReader } from '../../dynamo/control/erasure-reader.ts';
import type { Erasure, ErasureWriter } from '../../dynamo/control/erasure-writer.ts';
import type { KnownMeeting } from '../../dynamo/meetings/every-meeting.ts';
import type { MeetingItems, RowEraser, StoredHost, StoredRow } from '../../dynamo/rows/erase-rows.ts';
import { OperationError } from '../errors.ts';
import { sealMeeting } from './seal-meeting.ts';

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
  /** The person as known in this round; what its rows teach counts from the next one on. */
  known: KnownPerson;
  /** What the rows of all meetings that were read have shown. */
  readonly evidence: PersonEvidence;
  /** What this run has marked, and when last (epoch ms); by meeting, and under no UUID what holds everywhere. */
  readonly marked: Map<string | undefined, { readonly signs: ReadonlySet<string>; readonly at: number }>;
  /** Counts, and changes nothing. */
  readonly dryRun: boolean;
  /** Whether rows that are stored under pseudonyms can be found. */
  readonly knowsPseudonyms: boolean;
  readonly rows: RowEraser;
  readonly erasures: ErasureReader;
  readonly marks: ErasureWriter;
  readonly storeSecret: () => Promise<string>;
  /** Epoch ms. */
  readonly now: () => number;
};

/**
 * Marks these signs of the person, within one meeting or everywhere. What this run has marked already is not marked again:
 * workers are waited for from the last mark on, and each wait would begin another.
 */
export async function mark(run: ErasureRun, signs: Iterable<string>, meeting?: KnownMeeting): Promise<void> {
  const uuid = meeting?.uuid;
  const before = run.marked.get(uuid)?.signs ?? new Set<string>();
  const fresh = new Set(signs).difference(before);
  if (run.dryRun || fresh.size === 0) return;
  await run.marks.mark(run.erasure, [...fresh], meeting);
  run.marked.set(uuid, { signs: before.union(fresh), at: run.now() });
}

/**
 * Reads what one meeting shows of who is who, and removes nothing. What former versions kept open of erased persons is sealed.
 * @throws OperationError when rows bear pseudonyms and their key is missing
 */
export async function surveyMeeting(run: ErasureRun, meeting: KnownMeeting): Promise<void> {
  const items = await run.rows.read(meeting.uuid);
  takeEvidence(run, meeting.uuid, items);
  if (!run.dryRun) await sealMeeting(meeting, items, run);
}

function takeEvidence({ evidence, knowsPseudonyms }: ErasureRun, uuid: string, { rows, host }: MeetingItems): void {
  const shown: readonly MeetingRow[] = [...rows, { uuid, dataset: 'host', row: hostRow(host) }];
  if (!knowsPseudonyms && shown.some(({ row }) => bearsPseudonym(row))) {
    throw new OperationError(
      "Rows are stored under pseudonyms: set PSEUDONYM_KEY to pseudonymKey out of the Zoom account's secret, so that theirs are found.",
    );
  }
  evidence.add(shown);
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
  takeEvidence(run, uuid, own.items);
  if (!run.dryRun && (own.rows.length > 0 || own.host)) {
    await mark(run, [...signsWithin(uuid, own.shown), ...(own.host ? [signText.host(uuid)] : [])], meeting);
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
  /** Absent unless the person was the host, and something says so. */
  readonly host?: StoredHost;
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
  const { host } = items;
  const isHost = showsSome(host) && (isPerson(known, hostRow(host)) || erased.hasHost || erased.hasRow(hostRow(host)));
  return { uuid, items, rows: found, ...(isHost && { host }), shown };
}

const hostRow = ({ hostId, listed }: StoredHost): Row => hostSigns(hostId, listed?.row);
const showsSome = ({ hostId, listed }: StoredHost): boolean =>
  hostId !== undefined || (listed !== undefined && showsHost(listed.row));

/**
 * Those captures of a meeting whose worker may not know of its marks. Which of them is alive the lease tells; how long to wait
 * is measured on our own clock alone, from the writing of the marks.
 */
function busyCaptures({ uuid, items }: OwnItems, { marked, now }: ErasureRun): BusyCapture[] {
  const until = Math.max(marked.get(undefined)?.at ?? 0, marked.get(uuid)?.at ?? 0) + longestLeaseMs;
  if (now() >= until) return [];
  return items.captures
    .filter(({ leasedUntil }) => leasedUntil !== undefined && Date.parse(leasedUntil) > now() - clockErrorMs)
    .map(({ dataset, run }) => ({ uuid, dataset, run, until }));
}

/** What a busy capture's worker stores and counts is removed and counted when it has ended. */
async function removeOwn(
  { dryRun, rows }: ErasureRun,
  { uuid, items, host, busy, ...own }: OwnItems & { readonly busy: readonly BusyCapture[] },
  tally: ErasureTally,
): Promise<void> {
  if (host && (dryRun || (await rows.removeHost(uuid, host)))) {
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

function bearsPseudonym(row: Row): boolean {
  const { ids, emails } = rowSigns(row);
  return [...ids, ...emails].some(isPseudonym);
}

import {
  type KnownPerson,
  learn,
  type PersonRows,
  personRows,
  personSigns,
} from '../../shared/analysis/attendance/person-rows.ts';
import { signText } from '../../shared/domain/erasure/marks.ts';
import { rowSigns } from '../../shared/domain/erasure/row-signs.ts';
import { isPseudonym } from '../../shared/domain/privacy/disguise.ts';
import type { ErasureReader } from '../../shared/dynamo/control/erasure-reader.ts';
import type { Erasure, ErasureWriter } from '../../shared/dynamo/control/erasure-writer.ts';
import { CliError } from '../cli-error.ts';
import { type BusyCapture, busyCaptures, createMarkTimes } from './busy-captures.ts';
import { type EndedMeeting, type MeetingItems, readMeetingItems, type StoredRow } from './meeting-items.ts';
import { type RemoveDeps, recount, removeHost, removeRows, sampleKeys } from './remove-rows.ts';
import type { Tally } from './tally.ts';

export type MeetingEraser = {
  /** What is known of the person by now. */
  readonly known: () => KnownPerson;
  /**
   * Removes the person from one meeting, except where a worker that may not know of it is at work.
   * @returns the captures with such a worker
   */
  readonly visit: (meeting: EndedMeeting, tally: Tally) => Promise<readonly BusyCapture[]>;
};

export type MeetingEraserDeps = RemoveDeps & {
  readonly now: () => number;
  /** Whether the person is known by their pseudonyms too. */
  readonly hasPseudonymKeys: boolean;
  readonly erasures: ErasureReader;
  /** Absent in a rehearsal, which writes nothing. */
  readonly writer: ErasureWriter | undefined;
};

/** Writes the person's marks, and then erases meeting by meeting. What a meeting teaches of the person counts from then on. */
export async function createMeetingEraser(
  person: KnownPerson,
  erasure: Erasure,
  { writer, erasures, hasPseudonymKeys, ...deps }: MeetingEraserDeps,
): Promise<MeetingEraser> {
  const { now } = deps;
  const markTimes = createMarkTimes(now);
  const mark = async (signs: readonly string[], uuid?: string) => {
    if (!writer || signs.length === 0) return;
    await writer.mark(erasure, signs, uuid);
    markTimes.marked(uuid);
  };
  let known = person;
  await mark([...personSigns(known)]);

  /**
   * Whose rows go: the person's, and what marks say was to go already. An erasure that was killed has removed rows that tied
   * the others to the person, but has marked those first.
   */
  const sought = async (meeting: EndedMeeting, { rows, hostId }: MeetingItems): Promise<Sought> => {
    const erased = await erasures(meeting);
    const found = personRows(known, rows);
    const indexes = new Set([...found.rows, ...rows.keys().filter((at) => erased.hasRow(rows[at]?.row ?? {}))]);
    const isHost = hostId !== undefined && (known.ids.has(hostId) || erased.hasUser(hostId));
    return { found, rows: rows.filter((_, at) => indexes.has(at)), ...(isHost && { hostId }) };
  };

  const remove = async (
    uuid: string,
    items: MeetingItems,
    going: Sought,
    busy: readonly BusyCapture[],
    tally: Tally,
  ) => {
    const { hostId, rows } = going;
    if (hostId !== undefined && (!writer || (await removeHost(uuid, hostId, deps)))) tally.addHosted(uuid);
    for (const [dataset, own] of Map.groupBy(rows, (row) => row.dataset)) {
      // What its worker stores and counts is removed and counted when it has ended.
      if (busy.some((capture) => capture.dataset === dataset)) continue;
      const samples = dataset === 'qos' ? await sampleKeys(uuid, own, deps) : [];
      if (writer) {
        const capture = items.captures.find((one) => one.dataset === dataset);
        const stored = items.rows.filter((row) => row.dataset === dataset).length;
        if (capture) await recount(uuid, capture, { stored, going: own.length }, deps);
        await removeRows(uuid, own, samples, deps);
      }
      tally.addRows(uuid, dataset, own.length, samples.length);
    }
  };

  return {
    known: () => known,
    async visit(meeting, tally) {
      const { uuid } = meeting;
      let items = await readMeetingItems(uuid, deps);
      if (!hasPseudonymKeys && !isKnownByPseudonym(person) && items.rows.some(bearsPseudonym)) throw keyIsMissing();
      let going = await sought(meeting, items);
      const learned = learn(known, going.found);
      const fresh = personSigns(learned).difference(personSigns(known));
      known = learned;
      await mark([...fresh]);
      if (writer && (going.rows.length > 0 || going.hostId !== undefined)) {
        await mark(signsWithin(uuid, going.found), uuid);
        // Read again: who has begun before the marks were there, and what it has stored.
        items = await readMeetingItems(uuid, deps);
        going = await sought(meeting, items);
      }
      const busy = writer ? busyCaptures(uuid, items, markTimes.of(uuid), now()) : [];
      await remove(uuid, items, going, busy, tally);
      return busy;
    },
  };
}

type Sought = { readonly found: PersonRows; readonly rows: readonly StoredRow[]; readonly hostId?: string };

const signsWithin = (uuid: string, { stays, others }: PersonRows): string[] => [
  ...stays.map((stay) => signText.stay(uuid, stay)),
  ...others.map((other) => signText.other(uuid, other)),
];

const isKnownByPseudonym = ({ ids, emails }: KnownPerson): boolean => [...ids, ...emails].some(isPseudonym);

function bearsPseudonym({ row }: StoredRow): boolean {
  const { ids, emails } = rowSigns(row);
  return [...ids, ...emails].some(isPseudonym);
}

const keyIsMissing = () =>
  new CliError(
    "Rows are stored under pseudonyms: set PSEUDONYM_KEY to pseudonymKey out of the Zoom account's secret, so that theirs are found.",
  );

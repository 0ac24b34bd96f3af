import { signText } from '../../shared/domain/erasure/marks.ts';
import { type KnownPerson, learn, personRows, personSigns } from '../../shared/domain/erasure/person-rows.ts';
import { rowSigns } from '../../shared/domain/erasure/row-signs.ts';
import { isPseudonym } from '../../shared/domain/privacy/disguise.ts';
import type { Erasure, ErasureWriter } from '../../shared/dynamo/erasure-writer.ts';
import { CliError } from '../cli-error.ts';
import { type BusyCapture, busyCaptures, createMarkTimes } from './busy-captures.ts';
import { type MeetingItems, readMeetingItems, type StoredRow } from './meeting-items.ts';
import { type RemoveDeps, recount, removeHost, removeRows, sampleKeys } from './remove-rows.ts';
import type { Tally } from './tally.ts';

export type MeetingEraser = {
  /** What is known of the person by now. */
  readonly known: () => KnownPerson;
  /**
   * Removes the person from one meeting, except where a worker that may not know of it is at work.
   * @returns the captures with such a worker
   */
  readonly visit: (uuid: string, tally: Tally) => Promise<readonly BusyCapture[]>;
};

export type MeetingEraserDeps = RemoveDeps & {
  readonly now: () => number;
  /** Whether the person is known by their pseudonyms too. */
  readonly hasPseudonymKeys: boolean;
  /** Absent in a rehearsal, which writes nothing. */
  readonly writer: ErasureWriter | undefined;
};

/** Writes the person's marks, and then erases meeting by meeting. What a meeting teaches of the person counts from then on. */
export async function createMeetingEraser(
  person: KnownPerson,
  erasure: Erasure,
  { writer, hasPseudonymKeys, ...deps }: MeetingEraserDeps,
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

  const hostOf = ({ hostId }: MeetingItems) => (hostId !== undefined && known.ids.has(hostId) ? hostId : undefined);

  const remove = async (uuid: string, items: MeetingItems, tally: Tally): Promise<readonly BusyCapture[]> => {
    const busy = writer ? busyCaptures(uuid, items, markTimes.of(uuid), now()) : [];
    const hostId = hostOf(items);
    if (hostId !== undefined && (!writer || (await removeHost(uuid, hostId, deps)))) tally.addHosted(uuid);
    const own = personRows(known, items.rows).rows.flatMap((index) => items.rows[index] ?? []);
    for (const [dataset, rows] of Map.groupBy(own, (row) => row.dataset)) {
      // What its worker stores and counts is removed and counted when it has ended.
      if (busy.some((capture) => capture.dataset === dataset)) continue;
      const samples = dataset === 'qos' ? await sampleKeys(uuid, rows, deps) : [];
      if (writer) {
        const capture = items.captures.find((one) => one.dataset === dataset);
        const stored = items.rows.filter((row) => row.dataset === dataset).length;
        if (capture) await recount(uuid, capture, { stored, going: rows.length }, deps);
        await removeRows(uuid, rows, samples, deps);
      }
      tally.addRows(uuid, dataset, rows.length, samples.length);
    }
    return busy;
  };

  return {
    known: () => known,
    async visit(uuid, tally) {
      const items = await readMeetingItems(uuid, deps);
      if (!hasPseudonymKeys && !isKnownByPseudonym(person) && items.rows.some(bearsPseudonym)) throw keyIsMissing();
      const found = personRows(known, items.rows);
      const learned = learn(known, found);
      const fresh = personSigns(learned).difference(personSigns(known));
      known = learned;
      await mark([...fresh]);
      if (found.rows.length === 0 && hostOf(items) === undefined) {
        return writer ? busyCaptures(uuid, items, markTimes.of(uuid), now()) : [];
      }
      const { stays, others } = found;
      const here = [
        ...stays.map((stay) => signText.stay(uuid, stay)),
        ...others.map((other) => signText.other(uuid, other)),
      ];
      await mark(here, uuid);
      // Read again: who has begun before the marks were there, and what it has stored.
      return remove(uuid, writer ? await readMeetingItems(uuid, deps) : items, tally);
    },
  };
}

const isKnownByPseudonym = ({ ids, emails }: KnownPerson): boolean => [...ids, ...emails].some(isPseudonym);

function bearsPseudonym({ row }: StoredRow): boolean {
  const { ids, emails } = rowSigns(row);
  return [...ids, ...emails].some(isPseudonym);
}

const keyIsMissing = () =>
  new CliError(
    "Rows are stored under pseudonyms: set PSEUDONYM_KEY to pseudonymKey out of the Zoom account's secret, so that theirs are found.",
  );

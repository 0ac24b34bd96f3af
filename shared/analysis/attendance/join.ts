import { byUsualDataset, type Dataset, type UsualDataset } from '../../domain/dataset.ts';
import { isBlank } from '../../domain/row/field-text.ts';
import type { Row } from '../../domain/row/row.ts';
import { datasetsByRank, readStayRecords, type SourceRow, type StayRecord, stayTraits } from './records.ts';

export type Place = 'meeting' | 'breakout' | 'waiting-room';

/** One stay, from joining to leaving, as all datasets together tell of it. */
export type Session = {
  /** Of the meeting, as Zoom writes it. */
  readonly uuid: string;
  readonly place: Place;
  /** `bo_mtg_id`; only where `place` is `breakout`. */
  readonly breakoutId?: string;
  /** Every field of its rows under the dashboard's name, with the first value that is not blank. Times as Zoom wrote them. */
  readonly fields: Row;
  /** Which dataset gave each field. */
  readonly givenBy: Readonly<Record<string, Dataset>>;
  /** Its rows: more than one of a dataset only where these are equal. Every source row belongs to exactly one session. */
  readonly rows: RowIndexes;
};

/** Rows of each dataset, as indexes into the list of source rows. */
type RowIndexes = Readonly<Record<UsualDataset, readonly number[]>>;

/** What the datasets say of one stay: at most one record of each, and one at the least. */
type JoinedRecords = readonly StayRecord[];

/**
 * The sessions of these meetings: the rows of the datasets joined per stay, by `user_id` and time of joining within one
 * meeting. Rows without a counterpart, or with nothing to tell whose they are, make sessions of their own. The waiting
 * room and each breakout room are kept apart.
 *
 * Sorted by meeting as the UUIDs sort, then by joining. The order of `rows` matters to nothing but the indexes.
 * @see https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/participants
 */
export function joinSessions(rows: readonly SourceRow[]): Session[] {
  const meetings = Map.groupBy(rows.entries(), ([, { uuid }]) => uuid);
  return [...meetings.keys()].sort().flatMap((uuid) => {
    const byDataset = Map.groupBy(meetings.get(uuid) ?? [], ([, { dataset }]) => dataset);
    let stays: JoinedRecords[] = [];
    for (const dataset of datasetsByRank) stays = joinRecords(stays, readStayRecords(byDataset.get(dataset) ?? []));
    return stays.sort((a, b) => joinMs(a) - joinMs(b)).map((records) => createSession(uuid, records));
  });
}

function createSession(uuid: string, records: JoinedRecords): Session {
  const breakoutId = records.map((record) => record.breakoutId).find((id) => id !== undefined);
  const place = choosePlace(records, breakoutId);
  const indexesOf = (dataset: Dataset) =>
    records.filter((record) => record.dataset === dataset).flatMap(({ indexes }) => indexes);
  return {
    uuid,
    place,
    ...(place === 'breakout' && breakoutId !== undefined && { breakoutId }),
    ...mergeFields(records),
    rows: byUsualDataset(indexesOf),
  };
}

function choosePlace(records: JoinedRecords, breakoutId: string | undefined): Place {
  if (records.some(({ waiting }) => waiting)) return 'waiting-room';
  return breakoutId === undefined ? 'meeting' : 'breakout';
}

/** A number also where no time is known: those come last. */
const joinMs = (records: JoinedRecords): number =>
  records.find(({ joinAtMs }) => joinAtMs !== undefined)?.joinAtMs ?? Number.MAX_SAFE_INTEGER;

const timeFields = ['join_time', 'leave_time'];

/**
 * The fields of one stay's records under the dashboard's names. A value that is not blank goes before one that is, then
 * participants before report before QoS. Both times come from one dataset where one has both: mixed ones, rounded
 * differently, could make a leaving come before its joining.
 */
function mergeFields(records: JoinedRecords): Pick<Session, 'fields' | 'givenBy'> {
  const ranked = datasetsByRank.flatMap((dataset) => records.filter((record) => record.dataset === dataset));
  const fields: Record<string, unknown> = {};
  const givenBy: Record<string, Dataset> = {};
  const offer = (name: string, value: unknown, dataset: Dataset) => {
    if (Object.hasOwn(fields, name) && (isBlank(value) || !isBlank(fields[name]))) return;
    defineField(fields, name, value);
    defineField(givenBy, name, dataset);
  };
  const timed = ranked.find(({ joinAtMs, leaveAtMs }) => joinAtMs !== undefined && leaveAtMs !== undefined);
  if (timed) for (const name of timeFields) offer(name, timed.row[name], timed.dataset);
  for (const { row, dataset } of ranked) {
    const { dashboardNames } = stayTraits(dataset);
    for (const [name, value] of Object.entries(row)) offer(dashboardNames.get(name) ?? name, value, dataset);
  }
  return { fields, givenBy };
}

/** Not an assignment: a field called `__proto__` is a field like any other. */
const defineField = (fields: object, name: string, value: unknown) =>
  Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true });

/**
 * Adds one more dataset's records to the stays: each to the one it fits best, and as a stay of its own when it fits none.
 * The best fitting pair of all is joined first. Where pairs fit alike, the order of the two lists decides.
 */
function joinRecords(stays: readonly JoinedRecords[], records: readonly StayRecord[]): JoinedRecords[] {
  const joined: StayRecord[][] = stays.map((stay) => [...stay]);
  const takenStays = new Set<number>();
  const takenRecords = new Set<number>();
  for (const { stay, record } of findFittingPairs(stays, records)) {
    const added = records[record];
    if (takenStays.has(stay) || takenRecords.has(record) || !added) continue;
    joined[stay]?.push(added);
    takenStays.add(stay);
    takenRecords.add(record);
  }
  const alone = records.filter((_, index) => !takenRecords.has(index)).map((record) => [record]);
  return [...joined, ...alone];
}

/** Indexes of a stay and of a record that fit. */
type FittingPair = { readonly stay: number; readonly record: number; readonly misfit: Misfit };

/** All pairs that fit, the best first. */
function findFittingPairs(stays: readonly JoinedRecords[], records: readonly StayRecord[]): FittingPair[] {
  const staysByKey = new Map<string, Set<number>>();
  for (const [index, stay] of stays.entries()) {
    for (const key of stay.flatMap(indexKeys)) {
      const known = staysByKey.get(key) ?? new Set();
      staysByKey.set(key, known.add(index));
    }
  }
  const pairs = records.flatMap((record, recordIndex) => {
    const candidates = new Set(lookupKeys(record).flatMap((key) => [...(staysByKey.get(key) ?? [])]));
    return [...candidates].flatMap((stayIndex): FittingPair[] => {
      const misfit = measureMisfitToAll(stays[stayIndex] ?? [], record);
      return misfit ? [{ stay: stayIndex, record: recordIndex, misfit }] : [];
    });
  });
  return pairs.sort((a, b) => compareMisfits(a.misfit, b.misfit));
}

/** Keys under which a record is indexed. Two records that fit share one of these and of {@link lookupKeys}. */
const indexKeys = ({ sessionId, personKeys }: StayRecord): string[] =>
  sessionId === undefined
    ? [...personKeys, ...personKeys.map(keyWithoutSession)]
    : [`session ${sessionId}`, ...personKeys];

/** Keys by which the records that may fit are looked up: few, also when one person joined a thousand times. */
const lookupKeys = ({ sessionId, personKeys }: StayRecord): string[] =>
  sessionId === undefined ? [...personKeys] : [`session ${sessionId}`, ...personKeys.map(keyWithoutSession)];

const keyWithoutSession = (personKey: string): string => `without user_id, ${personKey}`;

/**
 * How far apart two datasets may put one joining. They round differently and their clocks differ by seconds; a
 * rejoining has another `user_id`, so a generous limit joins no two stays of one person.
 */
const joinToleranceMs = 10_000;

/** How badly two records fit: in the order of weight, each 0 or more, less is better. */
type Misfit = readonly [joinMs: number, waiting: number, breakout: number, leaveMs: number];

/** A record must fit all that is said of the stay; the best fit counts. */
function measureMisfitToAll(stay: JoinedRecords, record: StayRecord): Misfit | undefined {
  const misfits = stay.map((other) => measureMisfit(other, record));
  const known = misfits.filter((one) => one !== undefined).sort(compareMisfits);
  return known.length === misfits.length ? known[0] : undefined;
}

/** How well records of two datasets of one meeting fit one stay; undefined when they are of two. */
function measureMisfit(a: StayRecord, b: StayRecord): Misfit | undefined {
  const sameness = comparePersons(a, b);
  if (sameness === undefined || contradict(a.participantUserId, b.participantUserId)) return undefined;
  if (contradict(a.waiting, b.waiting) || contradict(a.breakoutId, b.breakoutId)) return undefined;
  // The QoS list does not say in which room a stay was. The others do: blank is the main one.
  const isRoomKnown = stayTraits(a.dataset).hasRooms && stayTraits(b.dataset).hasRooms;
  if (isRoomKnown && a.breakoutId !== b.breakoutId) return undefined;
  const apartMs = distance(a.joinAtMs, b.joinAtMs);
  if (apartMs === undefined && sameness !== 'by-session') return undefined;
  if (apartMs !== undefined && apartMs > joinToleranceMs) return undefined;
  return [
    apartMs ?? joinToleranceMs,
    measureWaitingMisfit(a, b),
    a.breakoutId === b.breakoutId ? 0 : 1,
    distance(a.leaveAtMs, b.leaveAtMs) ?? Number.MAX_SAFE_INTEGER,
  ];
}

/** Nobody sends or receives anything in a waiting room, so QoS is hardly about one. */
function measureWaitingMisfit(a: StayRecord, b: StayRecord): number {
  if (a.waiting === b.waiting) return 0;
  return (a.waiting ?? b.waiting) ? 2 : 1;
}

function compareMisfits(a: Misfit, b: Misfit): number {
  const decisive = a.findIndex((part, index) => part !== b[index]);
  return decisive < 0 ? 0 : (a[decisive] ?? 0) - (b[decisive] ?? 0);
}

/** Whether two records are one person's: by `user_id`, and by the person only where one of them has none. */
function comparePersons(a: StayRecord, b: StayRecord): 'by-session' | 'by-person' | undefined {
  if (a.sessionId !== undefined && b.sessionId !== undefined) {
    return a.sessionId === b.sessionId ? 'by-session' : undefined;
  }
  return a.personKeys.some((key) => b.personKeys.includes(key)) ? 'by-person' : undefined;
}

const contradict = <T>(a: T | undefined, b: T | undefined): boolean => a !== undefined && b !== undefined && a !== b;

const distance = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : Math.abs(a - b);

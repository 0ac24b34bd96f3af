import { compareMisfits, foundAs, type Misfit, misfit, soughtAs } from './same-stay.ts';
import type { StayRecord } from './stay-record.ts';

/** What the datasets say of one stay: at most one record of each, and one at the least. */
export type JoinedRecords = readonly StayRecord[];

type Pair = { readonly stay: number; readonly record: number; readonly misfit: Misfit };

/**
 * Adds one more dataset's records to the stays: each to the one it fits best, and as a stay of its own when it fits none.
 * The best fitting pair of all is joined first. Where pairs fit alike, the order of the two lists decides.
 */
export function joinRecords(stays: readonly JoinedRecords[], records: readonly StayRecord[]): JoinedRecords[] {
  const joined: StayRecord[][] = stays.map((stay) => [...stay]);
  const takenStays = new Set<number>();
  const takenRecords = new Set<number>();
  for (const { stay, record } of fittingPairs(stays, records)) {
    const added = records[record];
    if (takenStays.has(stay) || takenRecords.has(record) || !added) continue;
    joined[stay]?.push(added);
    takenStays.add(stay);
    takenRecords.add(record);
  }
  const alone = records.filter((_, index) => !takenRecords.has(index)).map((record) => [record]);
  return [...joined, ...alone];
}

function fittingPairs(stays: readonly JoinedRecords[], records: readonly StayRecord[]): Pair[] {
  const staysByName = new Map<string, Set<number>>();
  for (const [index, stay] of stays.entries()) {
    for (const name of stay.flatMap(foundAs)) {
      const there = staysByName.get(name) ?? new Set();
      staysByName.set(name, there.add(index));
    }
  }
  const pairs = records.flatMap((record, recordIndex) => {
    const candidates = new Set(soughtAs(record).flatMap((name) => [...(staysByName.get(name) ?? [])]));
    return [...candidates].flatMap((stayIndex): Pair[] => {
      const worst = misfitToAll(stays[stayIndex] ?? [], record);
      return worst ? [{ stay: stayIndex, record: recordIndex, misfit: worst }] : [];
    });
  });
  return pairs.sort((a, b) => compareMisfits(a.misfit, b.misfit));
}

/** A record must fit all that is said of the stay; the best fit counts. */
function misfitToAll(stay: JoinedRecords, record: StayRecord): Misfit | undefined {
  const misfits = stay.map((other) => misfit(other, record));
  const known = misfits.filter((one) => one !== undefined).sort(compareMisfits);
  return known.length === misfits.length ? known[0] : undefined;
}

import type { Usage } from '../engines/usage-meter.ts';
import { type Line, median } from '../figure.ts';
import type { Round, Turn } from './by-turns.ts';

/**
 * The time of some work on one store against that on the smallest: the median of the rounds' ratios, which the others who use the
 * machine disturb least. The note says how far they lay apart, and how much grew outside the engine, whose own time is no measure of
 * AWS's.
 */
export function timeLine(what: string, rounds: readonly Round[], store: number, least: string): Line {
  const pairs = rounds.flatMap(([small, ...larger]) => {
    const grown = larger[store - 1];
    return small && grown ? [{ small, grown }] : [];
  });
  const growth = (msOf: (turn: Turn) => number) => pairs.map(({ small, grown }) => msOf(grown) / msOf(small));
  const ratios = growth(({ ms }) => ms).toSorted((a, b) => a - b);
  const value = median(pairs.map(({ small }) => small.ms));
  const [low, high] = [0.25, 0.75].map((part) => ratios[Math.floor((ratios.length - 1) * part)]?.toFixed(2));
  const outside = median(growth(({ ms, engineMs }) => ms - engineMs));
  return {
    ...{ what, unit: 'ms', ours: median(ratios) * value, against: { what: least, value } },
    note: `half of ${ratios.length} pairs ${low} to ${high}; outside the engine ${outside.toFixed(2)}`,
  };
}

/** Of rounds of several kinds of work, each round's sum. */
export function sumOfRounds(kinds: readonly (readonly Round[])[]): readonly Round[] {
  const [first = []] = kinds;
  return first.map((turns, round) =>
    turns.map((_, store) => {
      const all = kinds.flatMap((rounds) => rounds[round]?.[store] ?? []);
      const sum = (of: (turn: Turn) => number) => all.reduce((total, turn) => total + of(turn), 0);
      return {
        ...{ ms: sum(({ ms }) => ms), engineMs: sum(({ engineMs }) => engineMs), calls: sum(({ calls }) => calls) },
        ...{ itemsRead: sum(({ itemsRead }) => itemsRead), readUnits: sum(({ readUnits }) => readUnits) },
        writeUnits: sum(({ writeUnits }) => writeUnits),
      };
    }),
  );
}

/** How many rounds asked more or less of one store than of another. */
export const unlikeRounds = (rounds: readonly Round[]): number =>
  rounds.filter((turns) => new Set(turns.map(exactText)).size > 1).length;

const exactText = ({ calls, itemsRead, readUnits, writeUnits }: Usage): string =>
  [calls, itemsRead, readUnits, writeUnits].join();

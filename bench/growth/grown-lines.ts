import type { Usage } from '../engines/usage-meter.ts';
import type { Line } from '../figure.ts';
import type { Round, Turn } from './by-turns.ts';

/** The quickest tenth of the rounds: what else the machine does only adds to a time, and disturbs this least. */
const quickest = (values: readonly number[]): number => quantile(values, 0.1);

/**
 * The time of some work on one store against that on the smallest. The note says how far the pairs of the rounds lay apart, and how
 * much grew outside the engine, whose own time is no measure of AWS's.
 */
export function timeLine(what: string, rounds: readonly Round[], store: number, least: string): Line {
  const pairs = rounds.flatMap(([small, ...larger]) => {
    const grown = larger[store - 1];
    return small && grown ? [{ small, grown }] : [];
  });
  const small = pairs.map((pair) => pair.small);
  const grown = pairs.map((pair) => pair.grown);
  const msOf = ({ ms }: Turn) => ms;
  const outsideMsOf = ({ ms, engineMs }: Turn) => ms - engineMs;
  const ratios = pairs.map((pair) => pair.grown.ms / pair.small.ms);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part).toFixed(2));
  const outside = quickest(grown.map(outsideMsOf)) / quickest(small.map(outsideMsOf));
  return {
    ...{ what, unit: 'ms', ours: quickest(grown.map(msOf)) },
    against: { what: least, value: quickest(small.map(msOf)) },
    note: `outside the engine ${outside.toFixed(2)}; ${ratios.length} pairs ${middle}, half of them ${low} to ${high}`,
  };
}

const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.round((values.length - 1) * part)] ?? Number.NaN;

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

import type { Usage } from '../engines/usage-meter.ts';
import type { Line } from '../figure.ts';
import type { Round, Turn } from './by-turns.ts';

type Timed = Pick<Turn, 'ms' | 'engineMs'>;
type TimedRound = readonly Timed[];

/** The quickest tenth of the rounds: what else the machine does only adds to a time, and disturbs this least. */
const quickest = (values: readonly number[]): number => quantile(values, 0.1);

/**
 * The time of some work on one store against that on the smallest. The note says how far the pairs of the rounds lay apart, and how
 * much grew outside the engine, whose own time is no measure of AWS's.
 */
export function timeLine(what: string, rounds: readonly TimedRound[], store: number, least: string): Line {
  const pairs = rounds.flatMap(([small, ...larger]) => {
    const grown = larger[store - 1];
    return small && grown ? [{ small, grown }] : [];
  });
  const small = pairs.map((pair) => pair.small);
  const grown = pairs.map((pair) => pair.grown);
  const msOf = ({ ms }: Timed) => ms;
  const outsideMsOf = ({ ms, engineMs }: Timed) => ms - engineMs;
  const ratios = pairs.map((pair) => pair.grown.ms / pair.small.ms);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part).toFixed(2));
  const outside = quickest(grown.map(outsideMsOf)) / quickest(small.map(outsideMsOf));
  return {
    what,
    unit: 'ms',
    ours: quickest(grown.map(msOf)),
    against: { what: least, value: quickest(small.map(msOf)) },
    note: `outside the engine ${outside.toFixed(2)}; ${ratios.length} pairs ${middle}, half of them ${low} to ${high}`,
  };
}

const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.round((values.length - 1) * part)] ?? Number.NaN;

/** All kinds of work of a round as one. */
export function sumOfRounds(kinds: readonly (readonly TimedRound[])[]): readonly TimedRound[] {
  const [first = []] = kinds;
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return first.map((turns, round) =>
    turns.map((_, store) => {
      const all = kinds.flatMap((rounds) => rounds[round]?.[store] ?? []);
      return { ms: sum(all.map(({ ms }) => ms)), engineMs: sum(all.map(({ engineMs }) => engineMs)) };
    }),
  );
}

/** How many rounds asked more or less of one store than of another. */
export const unlikeRounds = (rounds: readonly Round[]): number =>
  rounds.filter((turns) => new Set(turns.map(exactText)).size > 1).length;

const exactText = ({ calls, itemsRead, readUnits, writeUnits }: Usage): string =>
  [calls, itemsRead, readUnits, writeUnits].join();

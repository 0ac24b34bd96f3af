import type { MeetingRecipe } from '../../local/simulator/meetings.ts';
import { seededRandom } from '../../local/simulator/rows/random.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { billedAtLimit } from '../backlog/billed-at-limit.ts';
import { inAnyOrder } from '../backlog/in-any-order.ts';
import { type BilledPair, billedByTurns } from '../consumers/billed-by-turns.ts';
import { type Deployed, startDeployed } from '../consumers/start-deployed.ts';
import { mustBeSettled } from '../engines/must-be-settled.ts';
import type { Figure, Line, Told } from '../figure.ts';
import { mixRecipes } from '../meeting-mix.ts';

const batchSize = 10;
const latencyMs = { minMs: 100, maxMs: 500 };
const people = 10;
const twoDays = 2 * 86_400_000;

type Backlog = { readonly name: string; readonly recipes: readonly MeetingRecipe[] };

/** The consumers' bundles on a backlog, in real time: a batch of ten by turns with ten invocations of a message each. */
export const billed: Figure = {
  name: 'billed',
  about: 'billed milliseconds of batches (4)',
  async measure(told) {
    // A poll so late settles a capture: none is planned after it.
    const endTime = new Date(Date.now() - twoDays).toISOString();
    const alike = (batches: number, firstSeed: number) =>
      Array.from({ length: batches * batchSize }, (_, index) => {
        return { seed: firstSeed + index, participants: people, minutes: 2, endTime };
      });
    const backlogs: readonly Backlog[] = [
      { name: 'warm-up', recipes: alike(1, 2_000) },
      { name: `meetings of ${people}`, recipes: alike(3, 1_000) },
      { name: 'a mix of sizes', recipes: inAnyOrder(mixRecipes(6 * batchSize, endTime), seededRandom(1)) },
    ];
    const deployed = await startDeployed(
      backlogs.flatMap(({ recipes }) => recipes),
      latencyMs,
    );
    try {
      const pairs = await billedPairs(backlogs, deployed, told);
      for (const { url } of deployed.tables) await mustBeSettled(url, deployed.messages);
      const lines = backlogs.slice(1).map((backlog, index) => lineOf(backlog, pairs[index + 1] ?? []));
      told("the whole stack at the plan's limit");
      return [...lines, await billedAtLimit()];
    } finally {
      await deployed.close();
    }
  },
};

/** For each backlog a pair for each dataset. */
async function billedPairs(
  backlogs: readonly Backlog[],
  { messages, start, tables }: Deployed,
  told: Told,
): Promise<readonly BilledPair[][]> {
  const pairs: BilledPair[][] = backlogs.map(() => []);
  for (const dataset of datasets) {
    const functions = { batches: await start(dataset, tables[0]), singles: await start(dataset, tables[1]) };
    let from = 0;
    for (const [index, { name, recipes }] of backlogs.entries()) {
      told(`${dataset}, ${name}`);
      const backlog = messages.slice(from, from + recipes.length);
      pairs[index]?.push(await billedByTurns(backlog, batchSize, functions));
      from += recipes.length;
    }
    await Promise.all([functions.batches.close(), functions.singles.close()]);
  }
  return pairs;
}

function lineOf({ name, recipes }: Backlog, pairs: readonly BilledPair[]): Line {
  const each = (way: keyof BilledPair) => pairs.reduce((sum, pair) => sum + pair[way], 0) / recipes.length;
  const ratios = datasets.map((dataset, index) => {
    const { batches, singles } = pairs[index] ?? { batches: 0, singles: 0 };
    return `${dataset} ${(batches / singles).toFixed(2)}`;
  });
  return {
    what: `${recipes.length} ${name}, batches of ${batchSize}`,
    unit: 'billed ms a meeting',
    ours: each('batches'),
    against: { what: 'a message an invocation', value: each('singles') },
    bar: { of: 'ratio', most: 0.25 },
    note: ratios.join(', '),
  };
}

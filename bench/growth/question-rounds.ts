import { createQueries } from '../../shared/queries/index.ts';
import { benchQuestions } from '../questions.ts';
import { bareCalls } from './bare-calls.ts';
import { type Round, roundOf } from './by-turns.ts';
import { type GrownStore, meetingsPerMonth, sizeOf, table } from './grown-store.ts';

const warmUps = 20;

/**
 * Each question asked of each store, each time about another meeting, person and day of the first month, which is the same in all;
 * and the engine's own bare calls. By name. @throws when the stores answer otherwise
 */
export async function questionRounds(
  stores: readonly GrownStore[],
  rounds: number,
): Promise<ReadonlyMap<string, readonly Round[]>> {
  const measured = new Map<string, Round[]>();
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const about = {
      index: (round * 37) % meetingsPerMonth,
      day: `2026-10-${String(1 + (round % 30)).padStart(2, '0')}`,
    };
    const asked = stores.map(({ client }) => [
      ...benchQuestions(createQueries({ client, table }), { client, table }, sizeOf(meetingsPerMonth), about),
      ...bareCalls(client, about.index),
    ]);
    for (const [question, { name }] of (asked[0] ?? []).entries()) {
      const answers = new Set<number | undefined>();
      const turns = await roundOf(stores, round, async (_, at) => {
        answers.add((await asked[at]?.[question]?.ask())?.answers);
      });
      if (answers.size > 1) throw new Error(`${name}: the stores answered ${[...answers].join(', ')} things.`);
      if (round >= warmUps) measured.set(name, [...(measured.get(name) ?? []), turns]);
    }
  }
  return measured;
}

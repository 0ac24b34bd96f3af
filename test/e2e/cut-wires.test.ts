import { afterAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../local/simulator/rows/random.ts';
import { judgeAll, judgeTogether } from './judge-mutants.ts';
import { rehearsalFaults, rehearse } from './rehearsal.ts';
import { openBench } from './running-product.ts';
import { grantMutants, groupsOf, oneInstanceEach, wireMutants } from './wire-mutants.ts';

const bench = await openBench({ faults: rehearsalFaults, quota: { calls: 1_000, windowMs: 1_000 } });
afterAll(() => bench.close());

const mutants = [...wireMutants(bench.template), ...grantMutants(bench.template)];
/** Seen at once, and cheap: the stack is not deployed, or the webhook refuses. */
const isQuick = ({ name, victim }: (typeof mutants)[number]) =>
  victim === 'webhook' || /sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)/.test(name);
/** The others take seconds each: a few of them here, the same ones every time; `test/campaigns/cut-wires.ts` takes all. */
const sampleSize = 4;
const random = seededRandom(7);
const sample = mutants
  .filter((mutant) => !isQuick(mutant))
  .map((mutant) => ({ mutant, place: random() }))
  .sort((one, other) => one.place - other.place)
  .slice(0, sampleSize)
  .map(({ mutant }) => mutant);

const survivors = (verdicts: Awaited<ReturnType<typeof judgeAll>>) =>
  verdicts.filter(({ symptoms }) => symptoms.length === 0).map(({ mutant }) => mutant.name);

describe('the rehearsal', () => {
  test('comes through with every wire in place', async () => {
    const product = await bench.start({ change: oneInstanceEach(bench.template) });
    const { statuses, faults } = await rehearse(product, bench).finally(product.close);
    expect({ statuses, faults }).toEqual({
      statuses: [204, 204],
      faults: { participants: [], qos: [], report: [], sweep: [] },
    });
  });

  test.each(mutants.filter(isQuick).map((mutant) => [mutant.name, mutant] as const))('fails: %s', async (_, mutant) => {
    const verdicts = await judgeTogether([mutant], bench);
    expect(survivors(verdicts)).toEqual([]);
  });

  test('fails with any other wire cut, of those drawn', async () => {
    const verdicts = await judgeAll(groupsOf(sample), bench, 2);
    expect(verdicts).toHaveLength(sampleSize);
    expect(survivors(verdicts)).toEqual([]);
  });
});

import { afterAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../local/simulator/rows/random.ts';
import { judgeAll, judgeTogether } from '../support/product/judge-mutants.ts';
import { openProductFixture } from '../support/product/product-fixture.ts';
import { rehearsalFaults, rehearse } from '../support/product/rehearsal.ts';
import { grantMutants, groupsOf, oneInstanceEach, wireMutants } from '../support/product/wire-mutants.ts';

const fixture = await openProductFixture({ faults: rehearsalFaults, quota: { calls: 1_000, windowMs: 1_000 } });
afterAll(() => fixture.close());

const mutants = [...wireMutants(fixture.template), ...grantMutants(fixture.template)];
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

const survivors = (judged: Awaited<ReturnType<typeof judgeAll>>) =>
  judged.filter(({ symptoms }) => symptoms.length === 0).map(({ mutant }) => mutant.name);

describe('the rehearsal', () => {
  test('the rehearsal comes through with every wire in place', async () => {
    const product = await fixture.start({ change: oneInstanceEach(fixture.template) });
    const { statuses, faults } = await rehearse(product, fixture).finally(product.close);
    expect({ statuses, faults }).toEqual({
      statuses: [204, 204],
      faults: { participants: [], qos: [], report: [], sweep: [] },
    });
  });

  test.each(mutants.filter(isQuick).map((mutant) => [mutant.name, mutant] as const))(
    'the rehearsal fails when a wire is cut: %s',
    async (_, mutant) => {
      const judged = await judgeTogether([mutant], fixture);
      expect(survivors(judged)).toEqual([]);
    },
  );

  test('the rehearsal fails with any other wire cut, of those drawn', async () => {
    const judged = await judgeAll(groupsOf(sample), fixture, 2);
    expect(judged).toHaveLength(sampleSize);
    expect(survivors(judged)).toEqual([]);
  });
});

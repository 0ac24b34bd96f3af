import { TemplateError } from '../../../local/emulator/errors.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import type { ProductFixture } from './product-fixture.ts';
import { rehearse } from './rehearsal.ts';
import { changes } from './template-changes.ts';
import { type Mutant, oneInstanceEach } from './wire-mutants.ts';

export type JudgedMutant = {
  readonly mutant: Mutant;
  /** What nobody could miss: how the deployment, the webhook or the capture failed. None: the mutant survived. */
  readonly symptoms: readonly string[];
};

/**
 * Runs the product with all these wires cut at once and says of each what came of it. They must be of different
 * datasets, which share nothing that one could spoil for another; those that nothing was cut from are the control.
 * @throws when the control does not come through
 */
export async function judgeTogether(
  mutants: readonly Mutant[],
  fixture: ProductFixture,
): Promise<readonly JudgedMutant[]> {
  const change = changes(oneInstanceEach(fixture.template), ...mutants.map((mutant) => mutant.change));
  const product = await fixture.start({ change }).catch((error: unknown) => {
    if (error instanceof TemplateError) return error;
    throw error;
  });
  if (product instanceof TemplateError) {
    const [only] = mutants;
    if (only && mutants.length === 1) return [{ mutant: only, symptoms: [`not deployed: ${product.message}`] }];
    return (await Promise.all(mutants.map((mutant) => judgeTogether([mutant], fixture)))).flat();
  }
  try {
    const controls = datasets.filter((dataset) => !mutants.some(({ victim }) => victim === dataset));
    const sweeps = mutants.every(({ victim }) => victim === 'sweep');
    const { statuses, faults } = await rehearse(product, fixture, { controls, sweeps });
    const refused = statuses.filter((status) => status !== 204).map((status) => `the webhook answers ${status}`);
    const spoiled = controls.filter((dataset) => faults[dataset].length > 0);
    if (spoiled.length > 0 && mutants.every(({ victim }) => victim !== 'webhook')) {
      const names = mutants.map(({ name }) => name).join(', ');
      throw new Error(`${spoiled.join(', ')} did not come through either, with ${names}: ${JSON.stringify(faults)}`);
    }
    return mutants.map((mutant) => ({
      mutant,
      symptoms: mutant.victim === 'webhook' ? [...refused, ...Object.values(faults).flat()] : faults[mutant.victim],
    }));
  } finally {
    await product.close();
  }
}

/** Judges groups, a few at a time: most of it is waiting. */
export async function judgeAll(
  groups: readonly (readonly Mutant[])[],
  fixture: ProductFixture,
  parallel: number,
): Promise<readonly JudgedMutant[]> {
  const waiting = [...groups];
  const judged: JudgedMutant[] = [];
  const worker = async () => {
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      judged.push(...(await judgeTogether(group, fixture)));
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return judged;
}

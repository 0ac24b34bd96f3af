import { judgeAll } from '../support/product/judge-mutants.ts';
import { openProductFixture } from '../support/product/product-fixture.ts';
import { rehearsalFaults } from '../support/product/rehearsal.ts';
import { grantMutants, groupsOf, wireMutants } from '../support/product/wire-mutants.ts';

/**
 * Cuts every wire of the template, one after the other, and runs what is left of the product. Exits 1 when nobody would
 * notice one of them. Takes a minute: `node test/campaigns/cut-wires.ts`.
 */
const fixture = await openProductFixture({ faults: rehearsalFaults, quota: { calls: 1_000, windowMs: 1_000 } });
try {
  const groups = groupsOf([...wireMutants(fixture.template), ...grantMutants(fixture.template)]);
  const judged = await judgeAll(groups, fixture, 2);
  for (const { mutant, symptoms } of judged) console.log(`${mutant.name}: ${symptoms[0] ?? 'SURVIVES'}`);
  const survivors = judged.filter(({ symptoms }) => symptoms.length === 0);
  console.log(`${judged.length} wires cut, ${survivors.length} unnoticed.`);
  if (survivors.length > 0) process.exitCode = 1;
} finally {
  await fixture.close();
}

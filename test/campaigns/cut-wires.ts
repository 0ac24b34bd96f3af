import { judgeAll } from '../e2e/judge-mutants.ts';
import { rehearsalFaults } from '../e2e/rehearsal.ts';
import { openBench } from '../e2e/running-product.ts';
import { grantMutants, groupsOf, wireMutants } from '../e2e/wire-mutants.ts';

/**
 * Cuts every wire of the template, one after the other, and runs what is left of the product. Exits 1 when nobody would
 * notice one of them. Takes a minute: `node test/campaigns/cut-wires.ts`.
 */
const bench = await openBench({ faults: rehearsalFaults, quota: { calls: 1_000, windowMs: 1_000 } });
try {
  const groups = groupsOf([...wireMutants(bench.template), ...grantMutants(bench.template)]);
  const verdicts = await judgeAll(groups, bench, 2);
  for (const { mutant, symptoms } of verdicts) console.log(`${mutant.name}: ${symptoms[0] ?? 'SURVIVES'}`);
  const survivors = verdicts.filter(({ symptoms }) => symptoms.length === 0);
  console.log(`${verdicts.length} wires cut, ${survivors.length} unnoticed.`);
  if (survivors.length > 0) process.exitCode = 1;
} finally {
  await bench.close();
}

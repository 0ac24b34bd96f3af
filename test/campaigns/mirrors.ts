/**
 * Plays random histories with mirrors in between, some of which die: after each that comes to its end, folder and bucket must
 * equal a fresh export, byte for byte for CSV and JSON lines, value for value for Parquet.
 *
 *     node test/campaigns/mirrors.ts [histories] [seed]
 *
 * A second a history, or some on a busy machine. One that fails is printed with what plays it again. Exits 1 when one fails.
 */
import * as fc from 'fast-check';
import { startBuckets } from '../support/mirrors/bucket.ts';
import { anyMirroredHistory } from '../support/mirrors/mirror-steps.ts';
import { playMirrors } from '../support/mirrors/play-mirrors.ts';

const [numRuns = 300, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);
const buckets = await startBuckets();
const startedAt = performance.now();
let [played, compared, kills] = [0, 0, 0];
const property = fc.asyncProperty(anyMirroredHistory, async (mirrored) => {
  const result = await playMirrors(mirrored, buckets);
  played += 1;
  compared += result.compared;
  kills += result.kills;
  if (played % 50 === 0) console.log(`${played} played`);
  if (result.wrong !== undefined) throw new Error(result.wrong);
});
const result = await fc.check(property, { numRuns, seed, endOnFailure: true });
const seconds = Math.round((performance.now() - startedAt) / 1_000);
console.log(`${played} histories in ${seconds} s: ${compared} mirrors compared, ${kills} killed (seed ${seed})`);
if (result.failed) {
  const { counterexamplePath, counterexample, errorInstance } = result;
  console.log(errorInstance instanceof Error ? errorInstance.message : errorInstance);
  console.log(JSON.stringify(counterexample));
  const again = `MIRRORS_SEED=${seed} MIRRORS_PATH=${counterexamplePath}`;
  console.log(`${again} npx vitest run --project integration test/integration/operations/mirror-histories.test.ts`);
  process.exitCode = 1;
}
await buckets.close();

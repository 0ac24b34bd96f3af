import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fuzzTargets, type Target } from '../support/fuzz/fuzz-targets.ts';
import { randomOf, spoiled } from '../support/fuzz/spoiled.ts';

// `node test/campaigns/fuzz.ts <target> [minutes] [seed]`: bytes that were good are spoiled in many ways and read. Whatever
// comes is an answer, or an error that the reader is known to throw, within two seconds, and no memory is kept. A case that
// is neither is written to `fuzz-faults/` and printed with its seed, which is enough to see it again, as the only one:
// `node test/campaigns/fuzz.ts webhook 0 12345`.

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const heapMb = () => {
  collect();
  return Math.round(process.memoryUsage().heapUsed / 1e5) / 10;
};

const longestMs = 2_000;
/** The heap is measured so many times, after a tenth of the time, by when all is loaded and compiled. */
const measurements = 10;
const mostGrownMb = 10;

type Case = { readonly bytes: Buffer; readonly fault: string | undefined };

async function tryCase(target: Target, seed: number): Promise<Case> {
  const pick = randomOf(seed);
  const good = target.good[pick(target.good.length)]?.() ?? Buffer.alloc(0);
  const bytes = spoiled(good, pick);
  const startedAt = performance.now();
  try {
    await target.read(bytes);
  } catch (error) {
    if (!target.isKnown(error)) return { bytes, fault: String(error instanceof Error ? error.stack : error) };
  }
  const took = performance.now() - startedAt;
  return { bytes, fault: took > longestMs ? `It took ${Math.round(took)} ms.` : undefined };
}

const [name = '', minutes = '10', only] = process.argv.slice(2);
const dir = await mkdtemp(join(tmpdir(), 'fuzz-'));
const targets = fuzzTargets(dir);
const target = targets[name];
if (!target) {
  console.error(`Which one? ${Object.keys(targets).join(', ')}`);
  process.exit(2);
}
const first = only === undefined ? Date.now() % 1e9 : Number(only);
const beganAt = Date.now();
const lastsMs = Number(minutes) * 60_000;
const faults: object[] = [];
const heapsMb: number[] = [];
let cases = 0;
do {
  const seed = first + cases;
  const { bytes, fault } = await tryCase(target, seed);
  cases += 1;
  // What Node's own objects hold is let go of between turns of its loop alone.
  if (cases % 100 === 0) await nextTurn();
  if (fault !== undefined) {
    await mkdir('fuzz-faults', { recursive: true });
    const kept = join('fuzz-faults', `${name}-${seed}`);
    await writeFile(kept, bytes);
    faults.push({ seed, kept, fault });
  }
  if (Date.now() > beganAt + (lastsMs * (heapsMb.length + 1)) / (measurements + 1)) heapsMb.push(heapMb());
} while (Date.now() < beganAt + lastsMs && faults.length < 5);
await rm(dir, { recursive: true });
// A heap that is larger by chance is smaller again later.
const grownMb = Math.max(0, Math.min(...heapsMb.slice(-3)) - Math.min(...heapsMb.slice(0, 3)));
console.log(JSON.stringify({ target: name, firstSeed: first, cases, heapsMb, faults }, undefined, 2));
process.exit(faults.length === 0 && !(grownMb > mostGrownMb) ? 0 : 1);

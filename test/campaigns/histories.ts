/**
 * Plays random histories of a stage, in memory and virtual time, on both cores: none may end in a lie, and together they take
 * each arrow of the diagram of states often enough to tell.
 *
 *     npm run histories -- [count] [seed]
 *
 * Prints what was played, the states in which captures ended and how often each arrow was taken. A history that fails is
 * printed with the seed and the path that play it again:
 * `HISTORIES_SEED=<seed> HISTORIES_PATH=<path> npx vitest run --project model test/model/histories.test.ts`.
 *
 * Stopped by SIGINT or SIGTERM it prints what it has so far.
 *
 * Exits 1 when a history fails, or an arrow was taken too seldom, 2 on wrong usage.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { anyHistory } from '../support/histories/any-history.ts';
import { everyArrow } from '../support/histories/arrows.ts';
import { findWrongEnd } from '../support/histories/expected-end.ts';
import { Stage } from '../support/histories/stage.ts';

/** Each arrow, in 20,000 histories; in fewer, its share of that. */
const fewest = { taken: 50, of: 20_000 };
const cores = 2;
/** Histories of one seed, after which a core says how far it is. */
const batch = 250;

type Counts = Record<string, number>;
type Tally = {
  readonly histories: number;
  readonly effects: number;
  readonly calls: number;
  readonly states: Counts;
  readonly arrows: Counts;
  readonly failures: readonly string[];
};

const nothing: Tally = { histories: 0, effects: 0, calls: 0, states: {}, arrows: {}, failures: [] };

const sum = (one: Counts, other: Counts): Counts =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => [
      name,
      (one[name] ?? 0) + (other[name] ?? 0),
    ]),
  );

const add = (one: Tally, other: Tally): Tally => ({
  histories: one.histories + other.histories,
  effects: one.effects + other.effects,
  calls: one.calls + other.calls,
  states: sum(one.states, other.states),
  arrows: sum(one.arrows, other.arrows),
  failures: [...one.failures, ...other.failures],
});

/** Plays so many histories of a seed; one that fails is made small, and its path is told. */
async function playBatch(seed: number, numRuns: number): Promise<Tally> {
  let tally = nothing;
  let isShrinking = false;
  const property = fc.asyncProperty(anyHistory, async (history) => {
    const played = await new Stage(history).play();
    const wrong = findWrongEnd(history, played);
    if (!isShrinking) {
      const states = Object.entries(Object.groupBy(played.ends, ({ state }) => state));
      tally = add(tally, {
        histories: 1,
        effects: played.effects,
        calls: played.calls,
        states: Object.fromEntries(states.map(([state, ends]) => [state, ends.length])),
        arrows: Object.fromEntries(played.arrows),
        failures: [],
      });
    }
    if (wrong === undefined) return;
    isShrinking = true;
    throw new Error(wrong);
  });
  const result = await fc.check(property, { seed, numRuns, interruptAfterTimeLimit: 3_600_000 });
  const { counterexamplePath: path, errorInstance } = result;
  if (!result.failed || path === null) return tally;
  const told = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return add(tally, { ...nothing, failures: [`HISTORIES_SEED=${seed} HISTORIES_PATH=${path}: ${told}`] });
}

/** One core's share: every so many-th batch. */
async function playShare(first: number, count: number, seed: number): Promise<void> {
  for (let at = first; at * batch < count; at += cores) {
    process.send?.(await playBatch(seed + at, Math.min(batch, count - at * batch)));
  }
}

async function playAll(count: number, seed: number, told: (total: Tally) => void): Promise<Tally> {
  let total = nothing;
  const play = (first: number) =>
    new Promise<void>((done, failed) => {
      const core = fork(fileURLToPath(import.meta.url), [String(count), String(seed), String(first)]);
      core.on('message', (tally: Tally) => {
        const tenths = Math.floor((10 * total.histories) / count);
        total = add(total, tally);
        told(total);
        if (Math.floor((10 * total.histories) / count) > tenths) console.log(`${total.histories} played`);
        for (const failure of tally.failures) console.log(failure);
      });
      core.on('exit', (code) => (code === 0 ? done() : failed(new Error(`A core ended with ${code}.`))));
    });
  await Promise.all(Array.from({ length: cores }, (_, first) => play(first)));
  return total;
}

const inOrder = (counts: Counts): [string, number][] => Object.entries(counts).sort(([, a], [, b]) => b - a);

function report(tally: Tally, minutes: number): void {
  const { histories, effects, calls, states } = tally;
  const perMinute = Math.round(histories / minutes);
  console.log(`${histories} histories, ${effects} effects, ${calls} calls to Zoom, ${perMinute} histories a minute`);
  console.log(
    `ended: ${inOrder(states)
      .map(([state, count]) => `${count} ${state}`)
      .join(', ')}`,
  );
  for (const arrow of everyArrow) console.log(`${String(tally.arrows[arrow] ?? 0).padStart(9)}  ${arrow}`);
}

const [count = 20_000, seed = Date.now() % 2 ** 31, share] = process.argv.slice(2).map(Number);
if (![count, seed, share ?? 0].every(Number.isSafeInteger)) {
  process.stderr.write('npm run histories -- [count] [seed]\n');
  process.exit(2);
}
if (share !== undefined) {
  const endWithParent = () => process.exit(1);
  process.once('disconnect', endWithParent);
  await playShare(share, count, seed);
  process.off('disconnect', endWithParent);
  process.disconnect();
} else {
  const startedAt = performance.now();
  console.log(`seed ${seed}`);
  let soFar = nothing;
  const tell = () => report(soFar, (performance.now() - startedAt) / 60_000);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      tell();
      process.exit(1);
    });
  }
  const tally = await playAll(count, seed, (total) => {
    soFar = total;
  });
  tell();
  const least = Math.floor((fewest.taken * count) / fewest.of);
  const seldom = everyArrow.filter((arrow) => (tally.arrows[arrow] ?? 0) < least);
  for (const arrow of seldom) console.log(`taken fewer than ${least} times: ${arrow}`);
  process.exitCode = Number(tally.failures.length > 0 || seldom.length > 0 || tally.histories < count);
}

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { datasets, hasSamples } from '../../shared/domain/dataset.ts';
import { findWrongEnd } from '../support/histories/expected-end.ts';
import { type Accident, calmHistory, type History, versionOf } from '../support/histories/history.ts';
import { Stage } from '../support/histories/stage.ts';

const numRuns = Number(process.env.HISTORIES ?? 40);
const seed = Number(process.env.HISTORIES_SEED ?? Date.now() % 2 ** 31);

const minute = 60_000;
const hour = 60 * minute;

const people = fc.array(fc.nat(7), { minLength: 2, maxLength: 9 });
const edits = fc.array(fc.nat(9), { minLength: 1, maxLength: 3 });
const pageSize = fc.integer({ min: 1, max: 6 });
const dataset = fc.constantFrom(...datasets);
/** A page of QoS gives its turn away at each row, which virtual time takes for waiting: it is fetched again then. */
const withoutSamples = datasets.filter((one) => !hasSamples(one));

/** Plays a history, and counts what was sent to the table in batches: pages of rows, and rows to delete. */
async function play(history: History) {
  const stage = new Stage(history);
  const played = await stage.play();
  const batches = stage.effectNames.filter((name) => name === 'BatchWriteItem').length;
  return { wrong: findWrongEnd(history, played), batches };
}

test(`rows that no poll brings otherwise are written once, however often its event comes (seed ${seed})`, async () => {
  const again = fc.array(fc.integer({ min: minute, max: 30 * hour }), { maxLength: 3 });
  const property = fc.asyncProperty(
    fc.record({ people, edits, pageSize, dataset: fc.constantFrom(...withoutSamples), again }),
    async ({ people: rows, edits: ofRows, pageSize: size, dataset: captured, again: at }) => {
      const versions = [versionOf(0, { people: rows, edits: ofRows })];
      const happenings = at.map((atMs) => ({ atMs, what: 'event-again' as const }));
      const { wrong, batches } = await play({
        ...calmHistory,
        versions,
        pageSize: size,
        captured: [captured],
        happenings,
      });
      expect(wrong).toBeUndefined();
      const [version] = versions;
      expect(batches).toBe(Math.ceil((version?.rows[captured].length ?? 0) / size));
    },
  );
  await fc.assert(property, { numRuns, seed });
}, 300_000);

test(`rows are those of the last poll after any sequence of polls, under kills too (seed ${seed})`, async () => {
  const draft = fc.record({ people, edits });
  const later = fc.constantFrom(6 * minute, 16 * minute, 1 * hour, 5 * hour, 20 * hour, 25 * hour);
  const kill: fc.Arbitrary<Accident> = fc.record({
    effect: fc.nat(60),
    what: fc.constantFrom('die-before' as const, 'die-after' as const),
    ms: fc.constant(0),
  });
  const property = fc.asyncProperty(
    fc.record({
      first: draft,
      // The same draft again, rows that were corrected, rows that are gone, others that came.
      next: fc.array(fc.tuple(later, fc.oneof(fc.constant(undefined), draft)), { maxLength: 4 }),
      kills: fc.array(kill, { maxLength: 3 }),
      pageSize,
      dataset,
    }),
    async ({ first, next, kills, pageSize: size, dataset: captured }) => {
      const versions = [
        versionOf(0, first),
        ...next.toSorted(([a], [b]) => a - b).map(([atMs, other]) => versionOf(atMs, other ?? first)),
      ];
      const history = { ...calmHistory, versions, pageSize: size, captured: [captured], accidents: kills };
      const { wrong, batches } = await play(history);
      expect(wrong).toBeUndefined();
      const pages = versions.map(({ rows }) => Math.ceil(rows[captured].length / size));
      // Each change is written by one poll, and each death has pages written again; a batch more deletes what is gone.
      const most = (kills.length + 1) * pages.reduce((sum, one) => sum + one + 1, 0);
      expect(batches).toBeLessThanOrEqual(most);
    },
  );
  await fc.assert(property, { numRuns, seed });
}, 300_000);

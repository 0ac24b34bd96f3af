import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EndWithoutAnswer, endsWithoutAnswer } from '../../docs/answers-table.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { kinds } from '../../shared/domain/meeting/kind.ts';
import { answersOf, type Meaning } from '../support/answers/any-answer.ts';
import { playAnswer } from '../support/answers/play-answer.ts';

const seed = Number(process.env.ANSWERS_SEED ?? Date.now() % 2 ** 31);
/** Times as many runs. */
const scale = Number(process.env.ANSWERS ?? 1);

const aPage = '{"participants":[{"user_id":"1"}],"next_page_token":"","total_records":1}';
const anywhere = { dataset: fc.constantFrom(...datasets), kind: fc.constantFrom(...kinds) };

/** How often an answer may come before it is the last word. */
const passing = {
  page: 20,
  transient: 12,
  'not-understood': 12,
  // Pages that break off are asked for anew three times.
  'not-ready': 3,
  'no-access': 3,
  account: 5,
  limit: 6,
} as const satisfies Partial<Record<Meaning, number>>;

describe(`any answer that comes a few times, and then good ones, leads to a capture that is exact (seed ${seed})`, () => {
  for (const [means, most] of Object.entries(passing) as [keyof typeof passing, number][]) {
    test(`of those that mean: ${means}`, async () => {
      const drawn = fc.record({
        ...anywhere,
        answer: answersOf(means),
        page: fc.constantFrom('first' as const, 'later' as const),
        times: fc.integer({ min: 1, max: most }),
      });
      const property = fc.asyncProperty(drawn, async (spoilt) => {
        const played = await playAnswer(spoilt);
        expect(played).toMatchObject({ capture: { state: 'settled' }, isExact: true, deadLetters: 0 });
      });
      await fc.assert(property, { numRuns: 25 * scale, seed });
    });
  }
});

const daysPlayed = 1.2;

describe(`any answer that comes for ever leads to the end that is documented, within the calls that are (seed ${seed})`, () => {
  for (const [means, end] of Object.entries<EndWithoutAnswer>(endsWithoutAnswer)) {
    test(`of those that mean: ${means}`, async () => {
      const drawn = fc.record({ ...anywhere, answer: answersOf(means as Meaning) });
      const property = fc.asyncProperty(drawn, async (spoilt) => {
        const played = await playAnswer({ ...spoilt, page: 'first', times: Infinity }, daysPlayed);
        expect(played).toMatchObject({ capture: { state: end.state }, deadLetters: end.deadLetters });
        expect(played.calls).toBeLessThanOrEqual(end.calls * (end.hours === undefined ? daysPlayed : 1));
        expect(played.lastSpoiltAt - played.firstSpoiltAt).toBeLessThanOrEqual(end.hours ?? Infinity);
        if (end.state !== 'failed') return;
        const { lastError } = played.capture ?? {};
        expect(lastError?.status).toBe(spoilt.answer.make({ status: 200, body: aPage }).status);
        expect(lastError?.excerpt ?? '').toMatch(/^[\x20-\x7e…]{0,200}$/);
      });
      await fc.assert(property, { numRuns: 3 * scale, seed });
    });
  }

  test.each(['transient', 'not-understood'] as const)('of those to a later page that mean: %s', async (means) => {
    const drawn = fc.record({ ...anywhere, answer: answersOf(means) });
    const { callsForSecond, hours } = endsWithoutAnswer[means];
    const property = fc.asyncProperty(drawn, async (spoilt) => {
      const played = await playAnswer({ ...spoilt, page: 'later', times: Infinity }, daysPlayed);
      expect(played).toMatchObject({ capture: { state: 'failed' }, deadLetters: 1 });
      expect(played.calls).toBeLessThanOrEqual(callsForSecond);
      expect(played.lastSpoiltAt - played.firstSpoiltAt).toBeLessThanOrEqual(hours);
      expect(played.lastSpoiltAt - played.firstSpoiltAt).toBeGreaterThan(23);
    });
    await fc.assert(property, { numRuns: 3 * scale, seed });
  });
});

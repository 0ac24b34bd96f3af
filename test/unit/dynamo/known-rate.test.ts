import { expect, test } from 'vitest';
import { KnownRate } from '../../../shared/dynamo/control/rate/known-rate.ts';
import { type RateState, unknownRate } from '../../../shared/dynamo/control/rate/rate-item.ts';

function reading(found: RateState | undefined) {
  const clock = { at: 1_000 };
  let reads = 0;
  const item = {
    read: async () => {
      reads += 1;
      return found;
    },
  };
  return { known: new KnownRate(item, () => clock.at), clock, reads: () => reads };
}
const stored = { ...unknownRate, calls: 7 };

test('an account that nobody has called for is known as one of which nothing is known', async () => {
  const { known } = reading(undefined);
  expect(await known.read()).toBeUndefined();
  expect(known.state).toBe(unknownRate);
});

test('what was read so long ago, and no longer, is not read again', async () => {
  const { known, clock, reads } = reading(stored);
  await known.readWithin(250);
  expect([known.state, reads()]).toEqual([stored, 1]);
  clock.at += 250;
  await known.readWithin(250);
  expect(reads()).toBe(1);
  clock.at += 1;
  await known.readWithin(250);
  expect(reads()).toBe(2);
});

test('an answer that overtook a later one does not count', () => {
  const { known } = reading(undefined);
  known.learn(stored, 2_000);
  known.learn({ ...stored, calls: 6 }, 1_999);
  expect(known.state.calls).toBe(7);
  known.learn({ ...stored, calls: 8 }, 2_000);
  expect(known.state.calls).toBe(8);
});

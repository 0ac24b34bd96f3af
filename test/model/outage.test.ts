import { expect, test } from 'vitest';
import { type Outage, rehearseOutage } from '../support/outage/rehearse-outage.ts';

test.each<[Outage, number]>([
  ['503', 240],
  ['503', 60],
  ['reset', 240],
  ['HTML 403', 240],
  ['time-out', 240],
  ['time-out', 60],
])(
  'an hour of %s while %i captures become due costs 20 calls at most, fails none, and all are complete soon after',
  async (outage, captures) => {
    const done = await rehearseOutage({ outage, minutes: 60, captures, dueOverMinutes: 50 });
    expect(done.callsDuring).toBeLessThanOrEqual(20);
    expect(done).toMatchObject({ failed: 0, deadLetters: 0, complete: captures });
    expect(done.writesDuring).toBeLessThanOrEqual(3_000);
    expect(done.minutesToComplete).toBeLessThanOrEqual(16);
  },
);

test("a day's limit with a stale Retry-After that ends after 40 minutes costs 5 calls at most, and all go on within 30 minutes", async () => {
  const done = await rehearseOutage({ outage: 'daily limit', minutes: 40, captures: 60, dueOverMinutes: 30 });
  expect(done.callsDuring).toBeLessThanOrEqual(5);
  expect(done).toMatchObject({ failed: 0, deadLetters: 0, complete: 60 });
  expect(done.minutesToComplete).toBeLessThanOrEqual(30);
});

import { expect, test } from 'vitest';
import { type Outage, rehearseOutage } from '../support/outage/rehearse-outage.ts';

test.each<Outage>(['503', 'reset', 'HTML 403', 'time-out'])(
  'an hour of %s while 240 captures become due costs 20 calls at most, fails none, and all are complete soon after',
  async (outage) => {
    const done = await rehearseOutage({ outage, minutes: 60, captures: 240, dueOverMinutes: 50 });
    expect(done.callsDuring).toBeLessThanOrEqual(20);
    expect(done).toMatchObject({ failed: 0, deadLetters: 0, complete: 240 });
    expect(done.minutesToComplete).toBeLessThanOrEqual(16);
  },
);

test("a day's limit with a stale Retry-After that ends after 40 minutes costs 5 calls at most, and all go on within 30 minutes", async () => {
  const done = await rehearseOutage({ outage: 'daily limit', minutes: 40, captures: 60, dueOverMinutes: 30 });
  expect(done.callsDuring).toBeLessThanOrEqual(5);
  expect(done).toMatchObject({ failed: 0, deadLetters: 0, complete: 60 });
  expect(done.minutesToComplete).toBeLessThanOrEqual(30);
});

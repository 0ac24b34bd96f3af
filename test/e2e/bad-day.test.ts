import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import type { EngineAnswer } from '../../local/emulator/engines/engine-call.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { createEngineFaults } from '../support/engine-faults/engine-faults.ts';
import { openProductFixture } from '../support/product/product-fixture.ts';

const endTime = new Date(Date.now() - 60_000);
const meetings = [3, 8, 40].map((participants, index) =>
  generateMeeting({ seed: 70 + index, participants, minutes: 10, endTime }),
);
const fixture = await openProductFixture({ meetings });
afterAll(() => fixture.close());

/** A bad day of DynamoDB and SQS. */
const faults = {
  throttled: 0.1,
  unprocessed: 0.3,
  lost: 0.1,
  slow: { share: 0.1, delayMs: 300 },
  indexDelayMs: 500,
  repeated: 0.2,
  shuffled: 0.5,
};

test('meetings are captured exactly through throttling, lost answers and messages that come twice', async () => {
  const spoilt = new Set<string>();
  const inject = createEngineFaults(faults, { random: Math.random, now: Date.now, sleep });
  const product = await fixture.start({
    async intercept(call, next) {
      let real: EngineAnswer | undefined;
      const answer = await inject(call, async () => {
        real = await next();
        return real;
      });
      // Refused before it was done, done in part, or done and its answer lost.
      if (answer !== real) spoilt.add(call.operation);
      return answer;
    },
  });
  try {
    for (const meeting of meetings) expect(await product.sendEnded(meeting)).toBe(204);
    for (const { uuid } of meetings) expect(await product.missingDatasets(uuid, 60_000)).toEqual([]);
    expect([...spoilt]).toContain('BatchWriteItem');
  } finally {
    await product.close();
  }
});

import { expect, test } from 'vitest';
import { delaySeconds } from '../../../shared/queue/capture-queue.ts';

test.each([
  [0, 0],
  [-5_000, 0],
  [1, 1],
  [1_000, 1],
  [1_001, 2],
  [900_000, 900],
  [900_001, 900],
  [86_400_000, 900],
])('a delay of %d ms is %d s for SQS: never early, never beyond its limit', (ms, seconds) => {
  expect(delaySeconds(ms)).toBe(seconds);
});

import { expect, test } from 'vitest';
import { eachOf } from '../../../shared/operations/erase/each-meeting.ts';

async function* numbers(closed: () => void): AsyncGenerator<number> {
  try {
    for (let number = 1; number <= 100; number += 1) yield number;
  } finally {
    closed();
  }
}

test('eachOf works each value once, as many at a time as wanted', async () => {
  const worked: number[] = [];
  let [now, most] = [0, 0];
  await eachOf(
    numbers(() => {}),
    3,
    async (number) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
      worked.push(number);
    },
  );
  expect(worked.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
  expect(most).toBe(3);
});

test('eachOf ends with the first fault, with the work under way done and the list closed', async () => {
  let [worked, closed] = [0, false];
  const ended = eachOf(
    numbers(() => {
      closed = true;
    }),
    3,
    async (number) => {
      if (number === 5) throw new Error('five');
      await new Promise(setImmediate);
      worked += 1;
    },
  );
  await expect(ended).rejects.toThrow('five');
  expect(closed).toBe(true);
  expect(worked).toBeLessThan(10);
});

import { expect, test } from 'vitest';
import { eraseFromLake } from '../../../shared/lake/erase-from-lake.ts';

const days = new Set(['2026-11-20', '2026-11-19', '2026-11-18']);
const busy = new Error('The function failed: Another run is writing into the lake: try again in some minutes.');

test('days that the lake had no time for are asked for again, and all that was deleted is counted', async () => {
  const asked: unknown[] = [];
  const answers = [
    { done: ['2026-11-18'], files: 2, versions: 3 },
    { done: ['2026-11-19', '2026-11-20'], files: 1, versions: 1 },
  ];
  const invoke = async (request: object) => {
    asked.push(request);
    return answers.shift();
  };
  expect(await eraseFromLake(days, invoke, async () => {})).toEqual({ files: 3, versions: 4 });
  expect(asked).toEqual([
    { mirrorDays: ['2026-11-18', '2026-11-19', '2026-11-20'] },
    { mirrorDays: ['2026-11-19', '2026-11-20'] },
  ]);
});

test('another run is waited for, and not for ever; any other fault ends it', async () => {
  let pauses = 0;
  const sleep = async () => {
    pauses += 1;
  };
  await expect(eraseFromLake(days, () => Promise.reject(busy), sleep)).rejects.toThrow('Another run');
  expect(pauses).toBe(80);
  await expect(eraseFromLake(days, () => Promise.reject(new Error('denied')), sleep)).rejects.toThrow('denied');
  expect(pauses).toBe(80);
});

import { expect, test } from 'vitest';
import { type ReadCall, readUnits } from '../../../bench/read-units.ts';

/** Of so many bytes, the name included. */
const item = (bytes: number) => ({ a: { S: 'x'.repeat(bytes - 1) } });

test.each<[string, ReadCall, number]>([
  [
    'a consistent Query adds its items up',
    { operation: 'query', consistent: true, items: [item(3000), item(3000)] },
    2,
  ],
  ['4 KB are one unit', { operation: 'query', consistent: true, items: [item(4096)] }, 1],
  ['a byte more is two', { operation: 'query', consistent: true, items: [item(4097)] }, 2],
  ['an eventually consistent one is half', { operation: 'query', consistent: false, items: [item(4097)] }, 1],
  ['a Query that finds nothing is billed for one read', { operation: 'query', consistent: false, items: [] }, 0.5],
  [
    'each item of a BatchGetItem is rounded',
    { operation: 'batch-get', consistent: true, items: [item(1), item(4097)] },
    3,
  ],
  ['a key without an item counts', { operation: 'batch-get', consistent: true, items: [item(1)], missing: 2 }, 3],
])('read units: %s', (_rule, call, units) => {
  expect(readUnits(call)).toBe(units);
});

import { expect, test } from 'vitest';
import { createRefusalLog } from '../../../functions/webhook/refusal-log.ts';

test('a flood of refused requests has ten lines a minute in the log, and the next minute says how many it left out', () => {
  const lines: unknown[] = [];
  const tell = createRefusalLog({ warn: (message, fields) => void lines.push([message, fields]) });
  const at = (seconds: number) => new Date(Date.parse('2026-03-04T12:00:00Z') + seconds * 1_000);
  for (let request = 0; request < 1_000; request += 1) tell('forged', at(request / 100));
  expect(lines).toEqual(Array.from({ length: 10 }, () => ['request refused', { reason: 'forged' }]));
  tell('forged', at(59));
  expect(lines).toHaveLength(10);
  tell('late', at(60));
  tell('forged', at(61));
  expect(lines.slice(10)).toEqual([
    ['request refused', { reason: 'late', leftOut: 991 }],
    ['request refused', { reason: 'forged' }],
  ]);
});

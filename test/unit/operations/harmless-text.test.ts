import fc from 'fast-check';
import { expect, test } from 'vitest';
import { harmlessText } from '../../../shared/operations/export/harmless-text.ts';

test.each([
  ['=1+1', "'=1+1"],
  ["Ada;=cmd|' /C calc'!A0", "Ada;'=cmd|' /C calc'!A0"],
  ['Ada\n@SUM(A1)', "Ada\n'@SUM(A1)"],
  ['Ada;"=1"', 'Ada;"\'=1"'],
  ['1-2, a+b; c', '1-2, a+b; c'],
  ['{"a":-1}', '{"a":-1}'],
])('%j is %j in a cell of CSV', (text, safe) => {
  expect(harmlessText(text)).toBe(safe);
});

test('no part of a text between separators begins a formula', () => {
  const texts = fc.string({ unit: fc.constantFrom(';', '|', '\t', '\n', '=', '+', '-', '@', ' ', '"', "'", 'a') });
  fc.assert(
    fc.property(texts, (text) => {
      const cells = harmlessText(text).split(/[;|\t\n]/);
      for (const cell of cells) expect(cell.replace(/^["\s]*/, '')).not.toMatch(/^[=+\-@]/);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { harmlessText } from '../../../shared/operations/export/tables/harmless-text.ts';

test.each([
  ['=1+1', "'=1+1"],
  ["Ada;=cmd|' /C calc'!A0", "Ada;'=cmd|' /C calc'!A0"],
  ['Ada\n@SUM(A1)', "Ada\n'@SUM(A1)"],
  ['Ada;"=1"', 'Ada;"\'=1"'],
  ['\n=1', "'\n'=1"],
  ['\0=1', "'\0'=1"],
  ["'=1'", "''=1'"],
  ['a\u2028=1', "a\u2028'=1"],
  ['1-2, a+b; c', '1-2, a+b; c'],
  ['{"a":-1}', '{"a":-1}'],
])('%j is %j in a cell of CSV', (text, safe) => {
  expect(harmlessText(text)).toBe(safe);
});

test('no part of a text between separators begins a formula', () => {
  const texts = fc.string({
    unit: fc.constantFrom(';', '|', '\t', '\n', '\0', '\v', '\u0085', '=', '+', '-', '@', ' ', '"', "'", 'a'),
  });
  fc.assert(
    fc.property(texts, (text) => {
      const cells = harmlessText(text).split(/[;|\t\n\v\u0085]/);
      for (const cell of cells) expect(cell.replaceAll('\0', '').replace(/^["\s]*/, '')).not.toMatch(/^[=+\-@]/);
    }),
  );
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addToContentHash, canonicalText, emptyContentHash } from '../../../shared/domain/content-hash.ts';
import { parseExact } from '../../../shared/domain/exact-json.ts';
import { belongs } from '../../../shared/domain/segments.ts';

describe('which rows belong to a look', () => {
  const segments = [
    { run: 1, fromPage: 1 },
    { run: 3, fromPage: 4 },
    { run: 4, fromPage: 4 },
  ];
  test.each([
    [1, 1, true],
    [1, 3, true],
    [1, 4, false],
    [2, 1, false],
    // Run 3 took over and died before it stored a page.
    [3, 4, false],
    [4, 4, true],
    [4, 3, false],
    [4, 400, true],
    [Number.NaN, Number.NaN, false],
  ])('of run %i on page %i: %s', (run, page, ours) => {
    expect(belongs(segments, run, page)).toBe(ours);
  });
});

describe('the content hash', () => {
  const hashOf = (rows: readonly string[]) => addToContentHash(emptyContentHash, rows);

  test('is the same in any order and any cut into pages', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.nat(20), (rows, cut) => {
        const turned = [...rows.slice(cut), ...rows.slice(0, cut)];
        expect(hashOf(turned)).toBe(hashOf(rows));
        expect(addToContentHash(hashOf(rows.slice(0, cut)), rows.slice(cut))).toBe(hashOf(rows));
      }),
    );
  });

  test('counts equal rows', () => {
    expect(new Set([hashOf([]), hashOf(['a']), hashOf(['a', 'a']), hashOf(['b'])]).size).toBe(4);
  });

  test('wraps round at its end', () => {
    expect(addToContentHash('f'.repeat(32), ['a'])).toMatch(/^[0-9a-f]{32}$/);
  });

  test('of a row does not depend on the order of its fields', () => {
    expect(canonicalText({ b: [1, { d: 1, c: 2 }], a: null })).toBe(canonicalText({ a: null, b: [1, { c: 2, d: 1 }] }));
    expect(canonicalText({ a: [1, 2] })).not.toBe(canonicalText({ a: [2, 1] }));
    expect(canonicalText({ a: undefined })).not.toBe(canonicalText({}));
  });
});

describe('JSON', () => {
  test.each(['9007199254740993', '-12345678901234567890', '1e400', '1e-400', '0.1234567890123456789'])(
    'keeps the digits of %s',
    (number) => {
      expect(JSON.stringify(parseExact(`{"a":[${number}]}`))).toBe(`{"a":[${number}]}`);
    },
  );

  test.each(['1e400', '-1E+400', '9007199254740993', '-0.12345678901234567'])(
    'keeps %s wherever a number can stand',
    (number) => {
      for (const [before, after] of [
        ['', ''],
        ['[\n\t', ' ]'],
        ['[1 , ', ']'],
        ['{"a":\r\n', '}'],
        ['{"a":{"5e3":[', ']}}'],
        ['["5e3",', ']'],
      ]) {
        const exact = JSON.stringify(parseExact(`${before}${number}${after}`));
        expect(exact).toBe(`${before}${number}${after}`.replace(/\s/g, ''));
      }
    },
  );

  test.each(['1', '1.0', '1e3', '-0', '9007199254740991', '0.1'])('takes %s for the number that it is', (number) => {
    expect(parseExact(`[${number}]`)).toEqual([Number(number)]);
  });

  test('is read as JSON.parse reads it, where a double is enough', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseExact(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { belongs } from '../../../shared/domain/capture/segments.ts';
import {
  canonicalText,
  createContentHasher,
  emptyContentHash,
  isKeyed,
  sealedContentHash,
} from '../../../shared/domain/row/content-hash.ts';
import { isRow, parseExact, wholeNumber } from '../../../shared/domain/row/exact-json.ts';

/** The number that a text names, times 10^400: the rule written a second time and differently. */
function scaled(text: string): bigint {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return BigInt(whole + fraction) * 10n ** BigInt(400 + Number(power) - fraction.length);
}

describe('which rows belong to a poll', () => {
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
  const of = { uuid: 'u==', dataset: 'qos' };
  const addToContentHash = createContentHasher('secret', of);
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

  test('of a row does not depend on the order of its fields', () => {
    expect(canonicalText({ b: [1, { d: 1, c: 2 }], a: null })).toBe(canonicalText({ a: null, b: [1, { c: 2, d: 1 }] }));
    expect(canonicalText({ a: [1, 2] })).not.toBe(canonicalText({ a: [2, 1] }));
    expect(canonicalText({ a: undefined })).not.toBe(canonicalText({}));
  });

  test.each([
    [{ b: 1, a: 'x', '"': [] }, '{"\\"":[],"a":"x","b":1}'],
    [[1, [2, null], {}], '[1,[2,null],{}]'],
    [{ a: undefined }, '{"a":null}'],
    [{ a: JSON.rawJSON('1e400') }, '{"a":1e400}'],
    [undefined, 'null'],
    [true, 'true'],
  ])('of a row is made of a text that stays what it was: %j', (value, text) => {
    expect(canonicalText(value)).toBe(text);
  });

  test('is the same as stored ones, also where the sum goes over its end', () => {
    const one = 'dd0afa593a18897dbc4d6a9bfcba05f';
    expect(hashOf([])).toBe('k00000000000000000000000000000000');
    expect(hashOf(['a'])).toBe(`k${one}d`);
    expect(addToContentHash(`k${'f'.repeat(32)}`, ['a'])).toBe(`k${one}c`);
    expect(addToContentHash(`k${'f'.repeat(31)}e`, ['a'])).toBe(`k${one}b`);
  });

  test('is of one stage and of one capture alone', () => {
    const others = [
      createContentHasher('another secret', of),
      createContentHasher('secret', { ...of, uuid: 'v==' }),
      createContentHasher('secret', { ...of, dataset: 'report' }),
    ];
    expect(new Set([addToContentHash, ...others].map((add) => add(emptyContentHash, ['a']))).size).toBe(4);
  });

  test('that a version without a key had begun is gone on with, and has one at its end', () => {
    const open = 'ca978112ca1bbdcafac231b39a23dc4d';
    expect(isKeyed(open)).toBe(false);
    expect(isKeyed(addToContentHash(open, ['a']))).toBe(true);
    expect(addToContentHash(open, ['a'])).not.toBe(hashOf(['a', 'a']));
  });
});

describe('JSON', () => {
  test.each(['9007199254740993', '-12345678901234567890', '1e400', '1e-400', '0.1234567890123456789'])(
    'keeps the digits of %s',
    (number) => {
      expect(JSON.stringify(parseExact(`{"a":[${number}]}`))).toBe(`{"a":[${number}]}`);
    },
  );

  test.each(['1e400', '-1E+400', '12.5e400', '9007199254740993', '-0.12345678901234567'])(
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

  const short = '1 1.0 1e3 -0 9007199254740991 0.1 0e5 -0e5 1E+2 1e-3 120e-1 0.5e1 100E5'.split(' ');
  const long = '1.0000000000000000 -0.50000000000000000 0.00000000000000000'.split(' ');
  test.each([...short, ...long])('takes %s for the number that it is', (number) => {
    expect(parseExact(`[${number}]`)).toEqual([Number(number)]);
  });

  test('keeps a number as it is written exactly when the shortest text of the double is another number', () => {
    const digits = (maxLength: number) =>
      fc.array(fc.constantFrom('0', '0', '1', '5', '9'), { minLength: 1, maxLength, size: 'max' });
    const whole = digits(22).map((all) => all.join('').replace(/^0+(?=\d)/, ''));
    const fraction = fc.option(digits(22), { nil: [] }).map((all) => (all.length === 0 ? '' : `.${all.join('')}`));
    const exponent = fc.oneof(
      fc.constant(''),
      fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-'), fc.nat(40)).map(([e, power]) => `${e}${power}`),
    );
    const number = fc.tuple(fc.constantFrom('', '-'), whole, fraction, exponent).map((parts) => parts.join(''));
    const seen = { exact: 0, kept: 0 };
    fc.assert(
      fc.property(fc.oneof(number, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)), (text) => {
        const isExact = scaled(text) === scaled(String(Number(text)));
        seen[isExact ? 'exact' : 'kept']++;
        const parsed = parseExact(`{"a":${text}}`);
        expect(parsed).toEqual(isExact ? { a: Number(text) } : { a: JSON.rawJSON(text) });
        if (!isExact) expect(JSON.stringify(parsed)).toBe(`{"a":${text}}`);
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(seen.exact, seen.kept)).toBeGreaterThan(100);
  });

  test('names no number for what is none, and none beyond its bound', () => {
    const odd = ['7', '', true, null, undefined, {}, [7], Number.NaN, Number.POSITIVE_INFINITY, 1.5, -1, 2 ** 53];
    expect(odd.map((value) => wholeNumber(value))).toEqual(odd.map(() => undefined));
    expect([0, 7, Number.MAX_SAFE_INTEGER].map((value) => wholeNumber(value))).toEqual([0, 7, Number.MAX_SAFE_INTEGER]);
    expect([7, 8].map((value) => wholeNumber(value, 7))).toEqual([7, undefined]);
    expect(Object.is(wholeNumber(-0), 0)).toBe(true);
  });

  test.each(['{', '[1', '12345678901234567890,', '{"a":1e400'])('that is none is refused: %s', (text) => {
    expect(() => parseExact(text)).toThrow(SyntaxError);
  });

  test.each([
    [{}, true],
    [{ a: 1 }, true],
    [null, false],
    [[], false],
    ['{}', false],
    [undefined, false],
    [JSON.rawJSON('1e400'), false],
  ])('is a row where it is an object: %j, %s', (value, expected) => {
    expect(isRow(value)).toBe(expected);
  });

  test('is read as JSON.parse reads it, where a double is enough', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseExact(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('a hash that had no key', () => {
  const of = { uuid: 'u==', dataset: 'participants' };
  const sealed = sealedContentHash('secret', 'a'.repeat(32), of);

  test('is told by another that has one, and agrees with no poll', () => {
    expect(sealed).toMatch(/^k[0-9a-f]{32}$/);
    expect(sealed).not.toBe(`k${'a'.repeat(32)}`);
    expect(sealedContentHash('secret', 'a'.repeat(32), of)).toBe(sealed);
  });

  test('is another for another hash, capture or secret', () => {
    const others = [
      sealedContentHash('secret', 'b'.repeat(32), of),
      sealedContentHash('secret', 'a'.repeat(32), { ...of, uuid: 'v==' }),
      sealedContentHash('another', 'a'.repeat(32), of),
    ];
    expect(new Set([sealed, ...others]).size).toBe(4);
  });
});

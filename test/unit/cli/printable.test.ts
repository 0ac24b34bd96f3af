import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf, jsonText, printable, printableWithin } from '../../../cli/output/printable.ts';

test('a text of anybody’s keeps letters of all scripts and emoji on a terminal', () => {
  for (const text of ['Größe', '明けまして', 'שלום', '👩‍💻🚀', 'é']) expect(printable(text)).toBe(text);
});

test('a text of anybody’s shows control characters, marks of direction and lone surrogates as what they are on a terminal', () => {
  expect(printable('a\u001b[2Jb\u009bc\u202ed\u2066e\u200ff\ud800g\u0000')).toBe(
    'a\\u001b[2Jb\\u009bc\\u202ed\\u2066e\\u200ff\\ud800g\\u0000',
  );
  expect(printable('one\r\n\ttwo')).toBe('one two');
});

test('a text of anybody’s is harmless on a terminal, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, columns) => {
      const shown = printableWithin(text, columns);
      return !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(shown) && shown.isWellFormed();
    }),
  );
});

test('a text for a terminal is cut between letters, by the columns that they take', () => {
  expect(printableWithin('abcdef', 6)).toBe('abcdef');
  expect(printableWithin('abcdefg', 6)).toBe('abcde…');
  expect(printableWithin('明けまして', 10)).toBe('明けまして');
  expect(printableWithin('明けまして', 9)).toBe('明けまし…');
  expect(printableWithin('👩‍💻👩‍💻👩‍💻', 5)).toBe('👩‍💻👩‍💻…');
  expect(printableWithin(`z${'\u0301'.repeat(500)}`, 5)).toBe('�');
});

test('a text of anybody’s can be had back from what a terminal shows, but for tabs and line ends', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('\u202e', '\u001b', '\\', 'u', '202e', '005c', 'a', '\ufeff') }),
      (text) => {
        const back = printable(text).replace(/\\u([0-9a-f]{4})/g, (_, code) =>
          String.fromCharCode(Number.parseInt(code, 16)),
        );
        return back === text;
      },
    ),
  );
});

test('a line of JSON has nothing in it that deceives who looks at it, and is the same to a program', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = jsonText({ [text]: [text] });
      expect(JSON.parse(shown)).toEqual({ [text]: [text] });
      return !/[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u.test(shown);
    }),
  );
});

test.each([
  ['Ada', 3],
  ['Zoe\u0308', 3],
  ['明け', 4],
  // As wcwidth counts them.
  ['नेहा शर्मा', 8],
  ['👩\u200d💻', 2],
  ['𝒜da', 3],
])('%s takes %i columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, printableWithin } from '../../../cli/output/printable.ts';

test('a text of anybody’s keeps letters of all scripts and emoji on a terminal', () => {
  for (const text of ['Größe', '明けまして', 'שלום', '👩‍💻🚀', 'é']) expect(printable(text)).toBe(text);
});

test('a text of anybody’s has no control character, mark of direction or lone surrogate left on a terminal', () => {
  expect(printable('a\u001b[2Jb\u009bc\u202ed\u2066e\u200ff\ud800g\u0000')).toBe('a�[2Jb�c�d�e�f�g�');
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

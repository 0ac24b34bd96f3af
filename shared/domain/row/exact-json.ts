import type { Row } from './row.ts';

// A number long enough, or written with an exponent, so that a double might not give it back. Digits inside a text can
// match too: that costs a parse ten times as slow and nothing else. So an exponent counts only where a number can stand:
// Zoom's ids are full of `5e3`.
const suspiciousNumber = /(?:^|[:,[])\s*-?(?:[\d.]{16,}|[\d.]+[eE][+-]?\d)/;

/**
 * Parses JSON without losing a digit: a number that a double cannot give back becomes `JSON.rawJSON` of its own text.
 * @throws SyntaxError when the text is no JSON.
 */
export function parseExact(text: string): unknown {
  if (!suspiciousNumber.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && !givesBack(value, context.source)
      ? JSON.rawJSON(context.source)
      : value,
  );
}

/**
 * Whether the double stands for exactly the number that the text names. `1.0`, `1e3` and `1000` are the same number. The two are
 * nearly equal, so they are equal when their digits are.
 */
const givesBack = (value: number, source: string): boolean => digitsOf(String(value)) === digitsOf(source);

/** The digits of a number's text from the first to the last that is not zero. */
const digitsOf = (text: string): string =>
  text
    .replace(/e.*/i, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|(?<!0)0+$/g, '');

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);

/**
 * A whole number from 0 to `most`, or undefined for anything else: what every store holds and gives back. Numbers from
 * outside can have any size, a fraction, or a minus before a zero.
 */
export function wholeNumber(value: unknown, most: number = Number.MAX_SAFE_INTEGER): number | undefined {
  const number = Number.isSafeInteger(value) ? Number(value) : -1;
  return number >= 0 && number <= most ? Math.abs(number) : undefined;
}

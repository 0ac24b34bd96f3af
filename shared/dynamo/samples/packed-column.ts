import type { Codes } from './packed-bits.ts';
import {
  chooseNotation,
  largestNumber,
  type Notation,
  type ParsedNumber,
  parseNumber,
  scaled,
  writeNumber,
} from './packed-number.ts';

/**
 * The values of one metric, a code for each sample. A code below the number of `texts` stands for one of those; a higher one
 * for a number, which the header says how to write: see docs/data-model.md.
 */
export type PackedColumn = Codes & {
  /** `[bits, texts]`, and for numbers `unit, decimals, first, step` too. */
  readonly header: string;
};

/** In `texts`, of a sample without such a value: no value is an empty list, a sample with one is kept whole. */
const absent: readonly never[] = [];

/** Undefined stands for samples without such a value. */
export function chooseColumn(values: readonly unknown[]): PackedColumn {
  const [first] = values;
  if (values.every((value) => value === first)) return { bits: 0, codes: [], header: headerOf(0, [first]) };
  const numbers = readNumbers(values);
  if (!numbers) return textColumn(values);
  return numbers.notation.decimals === 'time' ? timeColumn(values, numbers) : numberColumn(values, numbers);
}

/** A code for each distinct value, in their order. */
function textColumn(values: readonly unknown[]): PackedColumn {
  const places = new Map<unknown, number>();
  const codes = values.map((value) => {
    const known = places.get(value);
    if (known !== undefined) return known;
    places.set(value, places.size);
    return places.size - 1;
  });
  const bits = bitsFor(places.size - 1);
  return { bits, codes, header: headerOf(bits, [...places.keys()]) };
}

type Numbers = {
  readonly notation: Notation;
  /** By sample; undefined for what is no such number. */
  readonly of: readonly (number | undefined)[];
  readonly least: number;
  readonly most: number;
};

function numberColumn(values: readonly unknown[], { notation, of, least: lowest, most }: Numbers): PackedColumn {
  const texts = [...new Set(values.filter((_, index) => of[index] === undefined))];
  const bits = bitsFor(texts.length + most - lowest);
  if (hasShorterTexts(values, bits)) return textColumn(values);
  // From 0 on where that takes no more bits: headers are alike then, which zlib likes.
  const least = lowest > 0 && bitsFor(texts.length + most) === bits ? 0 : lowest;
  const codes = of.map((number, index) =>
    number === undefined ? texts.indexOf(values[index]) : number - least + texts.length,
  );
  return { bits, codes, header: headerOf(bits, texts, [notation.unit, notation.decimals, least]) };
}

/** What a text takes in a header, in bits, whatever its letters. */
const bitsOfText = 48;

/** Numbers cost their spread in each sample, texts their letters once: better for a few values far apart. */
function hasShorterTexts(values: readonly unknown[], bitsOfNumber: number): boolean {
  const most = (bitsOfNumber * values.length) / bitsOfText;
  const distinct = new Set<unknown>();
  for (const value of values) if (distinct.add(value).size > most) return false;
  return bitsFor(distinct.size - 1) * values.length + distinct.size * bitsOfText < bitsOfNumber * values.length;
}

/** Times go on by a step, nearly always. */
function timeColumn(values: readonly unknown[], { notation, of: times }: Numbers): PackedColumn {
  const [first = 0, second = first] = times.filter((time) => time !== undefined);
  const step = second - first;
  const beyond = times.map((time, index) => (time === undefined ? undefined : time - step * index));
  const known = beyond.filter((one) => one !== undefined);
  const least = known.reduce((a, b) => Math.min(a, b));
  const most = known.reduce((a, b) => Math.max(a, b));
  if (most - least > largestNumber) return textColumn(values);
  const texts = [...new Set(values.filter((_, index) => times[index] === undefined))];
  const codes = beyond.map((one, index) =>
    one === undefined ? texts.indexOf(values[index]) : one - least + texts.length,
  );
  const bits = bitsFor(texts.length + most - least);
  return { bits, codes, header: headerOf(bits, texts, [notation.unit, 'time', least, step]) };
}

const bitsFor = (highest: number): number => (highest > 0 ? 32 - Math.clz32(highest) : 0);

function headerOf(bits: number, texts: readonly unknown[], number: readonly unknown[] = []): string {
  const rest = number.map((part) => `,${JSON.stringify(part)}`).join('');
  return `[${bits},[${texts.map(headerText).join()}]${rest}]`;
}

/** A value as headers have it. */
export const headerText = (value: unknown): string => JSON.stringify(value === undefined ? absent : value);

/** The values as numbers of one notation; undefined where fewer than two are. */
function readNumbers(values: readonly unknown[]): Numbers | undefined {
  let first: ParsedNumber | undefined;
  const alike: (ParsedNumber | undefined)[] = [];
  for (const value of values) {
    const one = parseNumber(value);
    first ??= one;
    alike.push(one !== undefined && one.unit === first?.unit && one.isTime === first.isTime ? one : undefined);
  }
  if (!first) return undefined;
  const notation = chooseNotation(first, alike);
  const of: (number | undefined)[] = [];
  let known = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const one of alike) {
    const number = one && scaled(one, notation);
    of.push(number);
    if (number === undefined) continue;
    known += 1;
    if (number < least) least = number;
    if (number > most) most = number;
  }
  // Times are compared without the step that they go on by.
  const isWithinReach = most - least <= largestNumber || first.isTime;
  return known > 1 && isWithinReach ? { notation, of, least, most } : undefined;
}

// ── Back again ──

export type ReadColumn = Notation & {
  readonly bits: number;
  readonly texts: readonly unknown[];
  readonly first: number;
  readonly step: number;
};

/** @throws TypeError where it is no header of a column */
export function readColumn(header: unknown): ReadColumn {
  const [bits, texts, unit = null, decimals = 0, first = 0, step = 0]: unknown[] = Array.isArray(header) ? header : [];
  const isOurs =
    isWithin(bits, 0, 31) &&
    Array.isArray(texts) &&
    (unit === null || typeof unit === 'string') &&
    (decimals === 'time' || isWithin(decimals, -5, 5)) &&
    Number.isSafeInteger(first) &&
    isWithin(step, -largestNumber, largestNumber);
  if (!isOurs) throw new TypeError('One of its columns has no header of ours.');
  return { bits, texts, unit, decimals, first: Number(first), step };
}

const isWithin = (value: unknown, least: number, most: number): value is number =>
  Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;

/** The value of sample `index`; undefined where it had none. */
export function valueAt(column: ReadColumn, code: number, index: number): unknown {
  const { texts, first, step } = column;
  return code < texts.length ? readText(texts[code]) : writeNumber(first + step * index + code - texts.length, column);
}

/** The value that {@link headerText} wrote; undefined for none. */
export const readText = (text: unknown): unknown => (Array.isArray(text) ? undefined : text);

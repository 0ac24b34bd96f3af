import type { Codes } from './packed-bits.ts';

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
/** Numbers beyond are kept as texts. So every code has 31 bits at the most. */
const largest = 2 ** 30;

/** How a number is written: `27.10 kbps` has the unit ` kbps` and two decimals. */
type Notation = {
  /** What stands behind the digits; null for a JSON number. */
  readonly unit: string | null;
  /** Below 0: so many at the most, without zeros at the end. */
  readonly decimals: number | 'time';
};

/** `values` may have holes: samples without such a value. */
export function chooseColumn(values: readonly unknown[], count: number): PackedColumn {
  const places = new Map<unknown, number>();
  const cells = new Array<number>(count);
  for (let index = 0; index < count; index += 1) {
    const value = values[index];
    let place = places.get(value);
    if (place === undefined) {
      place = places.size;
      places.set(value, place);
    }
    cells[index] = place;
  }
  const distinct = [...places.keys()];
  const numbers = distinct.length > 1 ? readNumbers(distinct) : undefined;
  if (numbers?.notation.decimals === 'time') return timeColumn(distinct, cells, numbers);
  return numbers && savesBytes(distinct, numbers, count)
    ? numberColumn(distinct, cells, numbers)
    : { ...codesOf(cells, distinct.length - 1), header: headerOf(bitsFor(distinct.length - 1), distinct) };
}

type Numbers = {
  readonly notation: Notation;
  /** By distinct value; undefined for what is no such number. */
  readonly of: readonly (number | undefined)[];
  readonly least: number;
  readonly most: number;
};

/** Numbers cost their spread in each sample, texts their letters once. */
function savesBytes(distinct: readonly unknown[], { of, least, most }: Numbers, count: number): boolean {
  const letters = distinct.reduce<number>(
    (sum, value, place) => sum + (of[place] === undefined ? 0 : String(value).length + 3),
    0,
  );
  const texts = of.filter((number) => number === undefined).length;
  const asNumbers = bitsFor(texts + most - least) * count;
  return asNumbers < bitsFor(distinct.length - 1) * count + letters * 6;
}

function numberColumn(distinct: readonly unknown[], cells: readonly number[], numbers: Numbers): PackedColumn {
  const { notation, of, least, most } = numbers;
  const texts = distinct.filter((_, place) => of[place] === undefined);
  let text = -1;
  const codes = of.map((number) => {
    if (number !== undefined) return number - least + texts.length;
    text += 1;
    return text;
  });
  const highest = texts.length + most - least;
  const header = headerOf(bitsFor(highest), texts, [notation.unit, notation.decimals, least]);
  return {
    ...codesOf(
      cells.map((place) => codes[place] ?? 0),
      highest,
    ),
    header,
  };
}

/** Times go on by a step, nearly always. */
function timeColumn(distinct: readonly unknown[], cells: readonly number[], numbers: Numbers): PackedColumn {
  const times = cells.map((place) => numbers.of[place]);
  const [first = 0, second = first] = times.filter((time) => time !== undefined);
  const step = second - first;
  const beyond = times.map((time, index) => (time === undefined ? undefined : time - step * index));
  const known = beyond.filter((one) => one !== undefined);
  const least = known.reduce((a, b) => Math.min(a, b));
  const most = known.reduce((a, b) => Math.max(a, b));
  if (most - least > largest) {
    return { ...codesOf(cells, distinct.length - 1), header: headerOf(bitsFor(distinct.length - 1), distinct) };
  }
  const texts = distinct.filter((_, place) => numbers.of[place] === undefined);
  const codes = beyond.map((one, index) =>
    one === undefined ? texts.indexOf(distinct[cells[index] ?? 0]) : one - least + texts.length,
  );
  const highest = texts.length + most - least;
  const header = headerOf(bitsFor(highest), texts, [numbers.notation.unit, 'time', least, step]);
  return { ...codesOf(codes, highest), header };
}

const codesOf = (codes: readonly number[], highest: number): Codes => ({ bits: bitsFor(highest), codes });

const bitsFor = (highest: number): number => (highest > 0 ? 32 - Math.clz32(highest) : 0);

function headerOf(bits: number, texts: readonly unknown[], number: readonly unknown[] = []): string {
  const shown = texts.map((text) => JSON.stringify(text === undefined ? absent : text));
  const rest = number.map((part) => `,${JSON.stringify(part)}`).join('');
  return `[${bits},[${shown.join()}]${rest}]`;
}

// ── Numbers in texts ──

const numberText = /^(-?(?:0|[1-9]\d{0,8}))(?:\.(\d{1,5}))?([^\d.].*)?$/su;
const timeText = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.0{1,9})?(Z|\+00:00)$/;

/** The distinct values as numbers of one notation; undefined where fewer than two are. */
function readNumbers(distinct: readonly unknown[]): Numbers | undefined {
  const parsed = distinct.map(knownNumber);
  const first = parsed.find((one) => one !== undefined);
  if (!first) return undefined;
  const alike = parsed.map((one) => (one && one.unit === first.unit && one.isTime === first.isTime ? one : undefined));
  const notation = chooseNotation(first, alike);
  const of = alike.map((one) => one && scaled(one, notation));
  const known = of.filter((number) => number !== undefined);
  if (known.length < 2) return undefined;
  const least = known.reduce((a, b) => Math.min(a, b));
  const most = known.reduce((a, b) => Math.max(a, b));
  // Times are compared without the step that they go on by.
  return most - least > largest && !first.isTime ? undefined : { notation, of, least, most };
}

type ParsedNumber = {
  readonly unit: string | null;
  readonly isTime: boolean;
  /** Its digits without the point. */
  readonly digits: number;
  readonly decimals: number;
};

// Short texts repeat from session to session: each is read once. Longer ones are bit rates and times.
const longestKnown = 8;
const mostKnown = 5_000;
const knownTexts = new Map<string, ParsedNumber | undefined>();

function knownNumber(value: unknown): ParsedNumber | undefined {
  if (typeof value !== 'string' || value.length > longestKnown) return parseNumber(value);
  if (knownTexts.has(value)) return knownTexts.get(value);
  if (knownTexts.size >= mostKnown) knownTexts.clear();
  const parsed = parseNumber(value);
  knownTexts.set(value, parsed);
  return parsed;
}

function parseNumber(value: unknown): ParsedNumber | undefined {
  if (typeof value === 'number') {
    const isWhole = Number.isInteger(value) && Math.abs(value) <= largest && !Object.is(value, -0);
    return isWhole ? { unit: null, isTime: false, digits: value, decimals: 0 } : undefined;
  }
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const mayBeTime = value.length > 19 && value[10] === 'T';
  const [, second, fraction = '', zone = ''] = (mayBeTime ? timeText.exec(value) : undefined) ?? [];
  if (second !== undefined) {
    const ms = Date.parse(`${second}Z`);
    const isExact = !Number.isNaN(ms) && secondText(ms / 1_000) === second;
    return isExact ? { unit: fraction + zone, isTime: true, digits: ms / 1_000, decimals: 0 } : undefined;
  }
  const [, whole, decimals = '', unit = ''] = numberText.exec(value) ?? [];
  if (whole === undefined) return undefined;
  const digits = Number(whole + decimals);
  // A minus before a zero has no number of its own, and `-0.5` loses it with its whole part.
  return whole === '-0' || Math.abs(digits) > largest
    ? undefined
    : { unit, isTime: false, digits, decimals: decimals.length };
}

/** All decimals written out, or none that are zeros at the end: as most of the values have it. */
function chooseNotation(first: ParsedNumber, numbers: readonly (ParsedNumber | undefined)[]): Notation {
  if (first.isTime) return { unit: first.unit, decimals: 'time' };
  const known = numbers.filter((one) => one !== undefined);
  const most = known.reduce((decimals, one) => Math.max(decimals, one.decimals), 0);
  const written = known.filter(({ decimals }) => decimals === most).length;
  const short = known.filter(isShort).length;
  return { unit: first.unit, decimals: written >= short ? most : -most };
}

const isShort = ({ digits, decimals }: ParsedNumber): boolean => decimals === 0 || digits % 10 !== 0;

/** In units of the notation's last decimal; undefined where it is written otherwise. */
function scaled(number: ParsedNumber, { decimals }: Notation): number | undefined {
  if (decimals === 'time' || number.decimals === decimals) return number.digits;
  if (decimals >= 0 || !isShort(number)) return undefined;
  const value = number.digits * 10 ** (-decimals - number.decimals);
  return Math.abs(value) <= largest ? value : undefined;
}

const secondText = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(0, 19);

// ── Back again ──

export type ReadColumn = {
  readonly bits: number;
  readonly texts: readonly unknown[];
  readonly unit: string | null;
  readonly decimals: number | 'time';
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
    isWithin(step, -largest, largest);
  if (!isOurs) throw new TypeError('One of its columns has no header of ours.');
  return { bits, texts, unit, decimals, first: Number(first), step };
}

const isWithin = (value: unknown, least: number, most: number): value is number =>
  Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;

/** The value of sample `index`; undefined where it had none. */
export function valueAt({ texts, unit, decimals, first, step }: ReadColumn, code: number, index: number): unknown {
  if (code < texts.length) {
    const text = texts[code];
    return Array.isArray(text) ? undefined : text;
  }
  const number = first + step * index + code - texts.length;
  if (decimals === 'time') return secondText(number) + unit;
  if (unit === null) return number;
  return numeral(number, decimals) + unit;
}

function numeral(number: number, decimals: number): string {
  const places = Math.abs(decimals);
  if (places === 0) return String(number);
  const digits = String(Math.abs(number)).padStart(places + 1, '0');
  const written = `${number < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return decimals < 0 ? written.replace(/\.?0+$/, '') : written;
}

/** How a number is written: `27.10 kbps` has the unit ` kbps` and two decimals. */
export type Notation = {
  /** What stands behind the digits; null for a JSON number. */
  readonly unit: string | null;
  /** Below 0: so many at the most, without zeros at the end. Of a time, in seconds since 1970: `time`. */
  readonly decimals: number | 'time';
};

export type ParsedNumber = {
  readonly unit: string | null;
  readonly isTime: boolean;
  /** Its digits without the point. */
  readonly digits: number;
  readonly decimals: number;
};

/** Numbers beyond are kept as texts. So every code has 31 bits at the most. */
export const largestNumber = 2 ** 30;

// Short texts repeat from session to session: each is read once. Longer ones are bit rates and times. Null for no number.
const longestKnown = 8;
const mostKnown = 5_000;
const knownTexts = new Map<string, ParsedNumber | null>();

/** A value as a number; undefined where no notation gives exactly it back. */
export function parseNumber(value: unknown): ParsedNumber | undefined {
  if (typeof value === 'number') {
    const isWhole = Number.isInteger(value) && Math.abs(value) <= largestNumber && !Object.is(value, -0);
    return isWhole ? { unit: null, isTime: false, digits: value, decimals: 0 } : undefined;
  }
  if (typeof value !== 'string' || value === '' || value.length > 40) return undefined;
  if (value.length > longestKnown) return parseText(value);
  const known = knownTexts.get(value);
  if (known !== undefined) return known ?? undefined;
  if (knownTexts.size >= mostKnown) knownTexts.clear();
  const parsed = parseText(value);
  knownTexts.set(value, parsed ?? null);
  return parsed;
}

/** The unit read last: it is nearly always the next one too, and the same text is compared at once. */
let lastUnit = '';

function unitOf(text: string, from: number): string {
  if (text.length - from !== lastUnit.length || !text.endsWith(lastUnit)) lastUnit = text.slice(from);
  return lastUnit;
}

const zero = 48;
const nine = 57;
const minus = 45;
const point = 46;
const mostWholeDigits = 9;
const mostDecimals = 5;

/**
 * Reads `-?(0|[1-9]\d{0,8})(\.\d{1,5})?` and a unit that begins with neither digit nor point. By hand, since a page has thousands
 * of these: a regular expression takes five times as long.
 */
function parseText(text: string): ParsedNumber | undefined {
  if (text.length > 19 && text[10] === 'T') {
    const time = parseTime(text);
    if (time) return time;
  }
  const begin = text.charCodeAt(0) === minus ? 1 : 0;
  const wholeEnd = endOfDigits(text, begin);
  const wholeDigits = wholeEnd - begin;
  const hasZerosAhead = wholeDigits > 1 && text.charCodeAt(begin) === zero;
  if (wholeDigits === 0 || wholeDigits > mostWholeDigits || hasZerosAhead) return undefined;
  const hasPoint = text.charCodeAt(wholeEnd) === point;
  const end = hasPoint ? endOfDigits(text, wholeEnd + 1) : wholeEnd;
  const decimals = hasPoint ? end - wholeEnd - 1 : 0;
  if (decimals > mostDecimals || (hasPoint && decimals === 0) || text.charCodeAt(end) === point) return undefined;
  let digits = 0;
  for (let at = begin; at < end; at += 1) if (at !== wholeEnd) digits = digits * 10 + text.charCodeAt(at) - zero;
  // A minus before a zero has no number of its own, and `-0.5` loses it with its whole part.
  if (digits > largestNumber || (begin === 1 && text.charCodeAt(1) === zero)) return undefined;
  return { unit: unitOf(text, end), isTime: false, digits: begin === 1 ? -digits : digits, decimals };
}

function endOfDigits(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code >= zero && code <= nine; code = text.charCodeAt(at)) at += 1;
  return at;
}

const timeText = /^(\d{4}-\d\d-(\d\d)T(\d\d):\d\d:\d\d)((?:\.0{1,9})?(?:Z|\+00:00))$/;

function parseTime(text: string): ParsedNumber | undefined {
  const [, second, day = '', hour = '', unit = ''] = timeText.exec(text) ?? [];
  if (second === undefined) return undefined;
  const ms = Date.parse(`${second}Z`);
  if (Number.isNaN(ms)) return undefined;
  // Days that no month has, and 24 o'clock, are read as the next day.
  const isExact = (day <= '28' && hour < '24') || secondText(ms / 1_000) === second;
  return isExact ? { unit, isTime: true, digits: ms / 1_000, decimals: 0 } : undefined;
}

/** All decimals written out, or none that are zeros at the end: as most of the values have it. */
export function chooseNotation(first: ParsedNumber, numbers: readonly (ParsedNumber | undefined)[]): Notation {
  if (first.isTime) return { unit: first.unit, decimals: 'time' };
  let most = 0;
  let written = 0;
  let short = 0;
  for (const one of numbers) {
    if (!one) continue;
    if (one.decimals > most) [most, written] = [one.decimals, 0];
    if (one.decimals === most) written += 1;
    if (isShort(one)) short += 1;
  }
  return { unit: first.unit, decimals: written >= short ? most : -most };
}

const isShort = ({ digits, decimals }: ParsedNumber): boolean => decimals === 0 || digits % 10 !== 0;

/** In units of the notation's last decimal; undefined where it is written otherwise. */
export function scaled(number: ParsedNumber, { decimals }: Notation): number | undefined {
  if (decimals === 'time' || number.decimals === decimals) return number.digits;
  if (decimals >= 0 || !isShort(number)) return undefined;
  const value = number.digits * 10 ** (-decimals - number.decimals);
  return Math.abs(value) <= largestNumber ? value : undefined;
}

/** The text, or JSON number, that {@link scaled} made this of. @throws RangeError of a time beyond all years */
export function writeNumber(number: number, { unit, decimals }: Notation): string | number {
  if (decimals === 'time') return secondText(number) + unit;
  return unit === null ? number : numeral(number, decimals) + unit;
}

function numeral(number: number, decimals: number): string {
  const places = Math.abs(decimals);
  if (places === 0) return String(number);
  const digits = String(Math.abs(number)).padStart(places + 1, '0');
  const written = `${number < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return decimals < 0 ? written.replace(/\.?0+$/, '') : written;
}

const secondText = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(0, 19);

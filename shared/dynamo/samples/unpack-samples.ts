import { inflateSync } from 'node:zlib';
import { isRow, parseExact } from '../../domain/row/exact-json.ts';
import type { Row } from '../../domain/row/row.ts';
import { type ReadCodes, unpackBits } from './packed-bits.ts';
import { readColumn, readText, valueAt } from './packed-column.ts';
import { type PackedEncoding, packedDictionaries } from './packed-dictionaries.ts';

/** A reader takes no more than this, whatever an attribute claims to hold. */
const mostInflatedBytes = 16_000_000;
const mostCells = 1_000_000;

/**
 * The samples that `packSamples` was given, in this version or an earlier one, from one of its parts. Bounded in what it inflates and
 * makes.
 * @throws {Error} where the bytes are none of its parts
 */
export function unpackSamples(bytes: Uint8Array, encoding: PackedEncoding): unknown[] {
  const dictionary = packedDictionaries[encoding];
  const content = inflateSync(bytes, { dictionary, maxOutputLength: mostInflatedBytes });
  const end = content.indexOf('\n');
  const { columns, count, rests, verbatim } = readHeader(content.toString('utf8', 0, end));
  const readValues = valuesReader(unpackBits(content.subarray(end + 1)), count);
  const singles: Members = [];
  const groups: [string, Members][] = [];
  for (const [group, metrics] of inOrder(columns)) {
    if (Array.isArray(metrics)) singles.push([group, readValues(metrics)]);
    else groups.push([group, readGroup(Object(metrics), ownOf(rests, group), readValues)]);
  }
  return Array.from({ length: count }, (_, index) => {
    if (Object.hasOwn(verbatim, index)) return verbatim[index];
    const sample = memberAt(singles, index) ?? {};
    // After the values beside them, as readable lists come back: both give the same bytes.
    for (const [group, members] of groups) {
      const own = memberAt(members, index);
      if (own) setField(sample, group, own);
    }
    return sample;
  });
}

/** A group can have the name of something that every object has. */
const ownOf = (fields: Row, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

/** Each name with a value for each sample; undefined where it has none. */
type Members = [name: string, values: readonly unknown[]][];

/** As they were packed: JavaScript would begin with names that are numbers. */
const inOrder = (fields: Row): [string, unknown][] => Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));

/** What a sample has of these; undefined for nothing. */
function memberAt(members: Members, index: number): Record<string, unknown> | undefined {
  let own: Record<string, unknown> | undefined;
  for (const [name, values] of members) {
    const value = values[index];
    if (value === undefined) continue;
    own ??= {};
    setField(own, name, value);
  }
  return own;
}

function setField(fields: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') fields[name] = value;
  else Object.defineProperty(fields, name, { value, configurable: true, enumerable: true, writable: true });
}

/** Reads the values of the next column; `skipped` samples have no code in it, and no value. */
type ReadValues = (header: unknown, skipped?: Uint32Array) => unknown[];

function valuesReader(readCodes: ReadCodes, count: number): ReadValues & { readonly flags: () => Uint32Array } {
  let cells = 0;
  const readValues: ReadValues = (header, skipped) => {
    cells += count;
    if (cells > mostCells) throw new RangeError('It claims more values than a session has.');
    const column = readColumn(header);
    const left = skipped ? skipped.reduce((sum, one) => sum - one, count) : count;
    const codes = readCodes(column.bits, left);
    const values: unknown[] = [];
    let at = 0;
    for (let index = 0; index < count; index += 1) {
      if (skipped?.[index] === 1) values.push(undefined);
      else {
        values.push(valueAt(column, codes[at] ?? 0, index));
        at += 1;
      }
    }
    return values;
  };
  return Object.assign(readValues, { flags: () => readCodes(1, count) });
}

function readGroup(metrics: Row, rest: unknown, readValues: ReturnType<typeof valuesReader>): Members {
  const resting = isRow(rest) ? readValues.flags() : undefined;
  return inOrder(metrics).map(([metric, header]) => {
    if (!resting || !isRow(rest) || !Object.hasOwn(rest, metric)) return [metric, readValues(header)];
    const atRest = readText(rest[metric]);
    return [metric, readValues(header, resting).map((value, index) => (resting[index] === 1 ? atRest : value))];
  });
}

type Header = { readonly columns: Row; readonly count: number; readonly rests: Row; readonly verbatim: Row };

function readHeader(text: string): Header {
  const header = parseExact(text);
  const { columns, count, rests = {}, verbatim = {} }: Row = isRow(header) ? header : {};
  if (!isRow(columns) || !isRow(rests) || !isRow(verbatim) || !Number.isSafeInteger(count)) {
    throw new TypeError('Its header is none.');
  }
  if (Number(count) < 0 || Number(count) > mostCells) {
    throw new RangeError('It claims more samples than a session has.');
  }
  return { columns, count: Number(count), rests, verbatim };
}

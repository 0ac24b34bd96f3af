import { constants, deflateSync, inflateSync } from 'node:zlib';
import { canonicalMembers } from '../../domain/content-hash.ts';
import { isRow, parseExact } from '../../domain/exact-json.ts';
import type { Row } from '../../domain/row.ts';
import { packBits, unpackBits } from './packed-bits.ts';
import { chooseColumn, type PackedColumn, readColumn, valueAt } from './packed-column.ts';

/**
 * A session's `user_qos` as one binary value, lossless and small. docs/data-model.md describes the format for readers in
 * other languages, docs/performance.md has what was measured before it was chosen.
 *
 *     zlib( header as JSON, a line feed, the codes of all columns bit by bit )
 *
 * A change of the format takes another name, and this one is read for ever.
 */
export const packedEncoding = 'columns+zlib/1';

const media = ['video', 'audio', 'as'];
const ends = ['device_from_crc', 'device_from_rwg', 'device_to_crc', 'device_to_rwg', 'input', 'output'];
const blanks = ['avg_loss', 'bitrate', 'jitter', 'latency', 'max_loss'];
/**
 * What headers have in common, which zlib is told before. Part of the format: another text would read nothing that was packed
 * with this one.
 */
export const packedDictionary = Buffer.from(
  [
    ...media.flatMap((medium) => ends.map((end) => `},"${medium}_${end}":{`)),
    '"cpu_pressure_level":{"system_avg_cpu_pressure_level":[0,["normal"]],"system_max_cpu_pressure_level":[1,["normal",',
    '"high"]],"system_min_cpu_pressure_level":[0,["normal"]]},"wifi_rssi":{"avg_rssi":[5,[],null,0,-75],"max_rssi":[5,[],',
    'null,0,-69],"min_rssi":[5,[],null,0,-84],"rssi_unit":[0,["dBm"]]}},"count":60}',
    `{"${blanks.map((metric) => `${metric}":[0,[""]],"`).join('')}frame_rate":[1,["-",""]],"resolution":[0,["0*0"]]`,
    '{"avg_loss":[3,[],"%",1,0],"bitrate":[13,[]," kbps",2,2000],"jitter":[4,[]," ms",0,0],"latency":[6,[]," ms",0,18],',
    '"max_loss":[4,[],"%",1,0],"frame_rate":[4,["",[]]," fps",0,20],"resolution":[1,["1280*720","640*360","1920*1080"]]',
    '"cpu_usage":{"system_max_cpu_usage":[6,[],"%",0,12],"zoom_avg_cpu_usage":[5,[],"%",0,2],"zoom_max_cpu_usage":[6,[],',
    '"%",0,2],"zoom_min_cpu_usage":[4,[],"%",0,1]},"date_time":[0,[],"Z","time",1760000000,60],{"columns":{"as_input":{',
  ].join(''),
);

/** Samples of one session, packed. */
export type PackedSamples = {
  readonly bytes: Buffer;
  /** Before it was compressed: equal for two lists of samples exactly when they are equal. */
  readonly content: Buffer;
};

/** A reader takes no more than this, whatever an attribute claims to hold. */
const mostInflatedBytes = 16_000_000;
const mostCells = 1_000_000;
/** A writer stays well below, and below what fits into an item of 400 KB. */
const mostContentBytes = 2_000_000;
const mostPackedBytes = 300_000;

/** Zoom's `user_qos`, in as many parts as it takes for each to fit one item. */
export function packSamples(samples: readonly unknown[], mostBytes: number = mostPackedBytes): PackedSamples[] {
  const packed = packOnce(samples);
  if (samples.length < 2 || (packed && packed.bytes.length <= mostBytes)) return packed ? [packed] : [];
  const half = Math.ceil(samples.length / 2);
  return [...packSamples(samples.slice(0, half), mostBytes), ...packSamples(samples.slice(half), mostBytes)];
}

/** Undefined where it would be more than one part should hold. */
function packOnce(samples: readonly unknown[]): PackedSamples | undefined {
  const gathered = gatherColumns(samples);
  const isOne = samples.length < 2;
  if (gathered.columnCount * samples.length > mostCells / 2 && !isOne) return undefined;
  const columns: PackedColumn[] = [];
  const groups = [...gathered.groups].sort(byName).map(([group, metrics]): [string, string] => {
    const headers = [...metrics].sort(byName).map(([metric, values]): [string, string] => {
      const column = chooseColumn(values, samples.length);
      columns.push(column);
      return [metric, column.header];
    });
    const own = gathered.single.has(group) ? headers[0]?.[1] : undefined;
    return [group, own ?? canonicalMembers(headers)];
  });
  const verbatim = gathered.odd.length > 0 ? `,"verbatim":{${gathered.odd.join()}}` : '';
  const header = `{"columns":${canonicalMembers(groups)},"count":${samples.length}${verbatim}}\n`;
  const content = Buffer.concat([Buffer.from(header), packBits(columns)]);
  if (content.length > mostContentBytes && !isOne) return undefined;
  return {
    bytes: deflateSync(content, { level: constants.Z_BEST_COMPRESSION, dictionary: packedDictionary }),
    content,
  };
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

type Gathered = {
  /** The values of each metric of each group; undefined where a sample has none, or at the end. */
  readonly groups: Map<string, Map<string, unknown[]>>;
  /** Groups that are no groups, but values beside them. */
  readonly single: ReadonlySet<string>;
  /** Samples that columns cannot give back, as members of a JSON object. */
  readonly odd: readonly string[];
  readonly columnCount: number;
};

function gatherColumns(samples: readonly unknown[]): Gathered {
  const groups = new Map<string, Map<string, unknown[]>>();
  const single = new Set<string>();
  const odd: string[] = [];
  let columnCount = 0;
  const columnOf = (group: string, metric: string): unknown[] => {
    const metrics = groups.get(group) ?? new Map<string, unknown[]>();
    const known = metrics.get(metric);
    if (known) return known;
    const column: unknown[] = [];
    groups.set(group, metrics.set(metric, column));
    columnCount += 1;
    return column;
  };
  for (const [index, sample] of samples.entries()) {
    if (!isRow(sample) || !fits(sample, groups, single)) {
      odd.push(`"${index}":${JSON.stringify(sample)}`);
      continue;
    }
    for (const group of Object.keys(sample)) {
      const value = sample[group];
      if (!isRow(value)) {
        single.add(group);
        columnOf(group, '')[index] = value;
        continue;
      }
      for (const metric of Object.keys(value)) columnOf(group, metric)[index] = value[metric];
    }
  }
  return { groups, single, odd, columnCount };
}

/** Whether columns give the sample back: it has values, and groups of values, where those before it have them too. */
function fits(sample: Row, groups: Gathered['groups'], single: Gathered['single']): boolean {
  return Object.keys(sample).every((group) => {
    const value = sample[group];
    if (!isRow(value)) return isLeaf(value) && (single.has(group) || !groups.has(group));
    const metrics = Object.keys(value);
    return metrics.length > 0 && !single.has(group) && metrics.every((metric) => isLeaf(value[metric]));
  });
}

const isLeaf = (value: unknown): boolean =>
  typeof value !== 'object' ? value !== undefined : value === null || JSON.isRawJSON(value);

/**
 * The samples that {@link packSamples} was given, from one of its parts. Bounded in what it inflates and makes.
 * @throws {Error} where the bytes are none of its parts
 */
export function unpackSamples(bytes: Uint8Array): unknown[] {
  const content = inflateSync(bytes, { dictionary: packedDictionary, maxOutputLength: mostInflatedBytes });
  const end = content.indexOf('\n');
  const { columns, count, verbatim } = readHeader(content.toString('utf8', 0, end));
  const samples: Map<string, unknown>[] = Array.from({ length: count }, () => new Map());
  const codesOf = unpackBits(content.subarray(end + 1), count);
  let cells = 0;
  const valuesOf = (header: unknown): unknown[] => {
    cells += count;
    if (cells > mostCells) throw new RangeError('It claims more values than a session has.');
    const column = readColumn(header);
    return Array.from(codesOf(column.bits), (code, index) => valueAt(column, code, index));
  };
  const groups: [string, [string, unknown][][]][] = [];
  for (const [group, metrics] of Object.entries(columns)) {
    if (Array.isArray(metrics)) {
      for (const [index, value] of valuesOf(metrics).entries())
        if (value !== undefined) samples[index]?.set(group, value);
      continue;
    }
    const members: [string, unknown][][] = samples.map(() => []);
    for (const [metric, header] of Object.entries(Object(metrics))) {
      for (const [index, value] of valuesOf(header).entries())
        if (value !== undefined) members[index]?.push([metric, value]);
    }
    groups.push([group, members]);
  }
  // After the values beside them, as readable lists come back: both give the same bytes.
  for (const [group, members] of groups) {
    for (const [index, own] of members.entries()) {
      if (own.length > 0) samples[index]?.set(group, Object.fromEntries(own));
    }
  }
  return samples.map((fields, index) =>
    Object.hasOwn(verbatim, index) ? verbatim[index] : Object.fromEntries(fields),
  );
}

function readHeader(text: string): { columns: Row; count: number; verbatim: Row } {
  const header = parseExact(text);
  const { columns, count, verbatim = {} }: Row = isRow(header) ? header : {};
  if (!isRow(columns) || !isRow(verbatim) || !Number.isSafeInteger(count)) throw new TypeError('Its header is none.');
  if (Number(count) < 0 || Number(count) > mostCells)
    throw new RangeError('It claims more samples than a session has.');
  return { columns, count: Number(count), verbatim };
}

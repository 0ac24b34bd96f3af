/**
 * The size of a session's samples in each form that was compared before one was chosen, and milliseconds to pack and to read them again. The sessions are the simulator's: an hour without picture, on a bad line, with screen sharing, and ten hours.
 *
 *     node bench/packing.ts [--rounds 30]
 */
import { parseArgs } from 'node:util';
import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';
import { tableText } from '../cli/output/table.ts';
import { generateMeeting } from '../local/simulator/meetings.ts';
import { rowFields, rowTexts } from '../local/simulator/rows/row.ts';
import { summarizeQuality } from '../shared/domain/quality/summary.ts';
import { gatherColumns } from '../shared/dynamo/samples/gather-columns.ts';
import { packBits } from '../shared/dynamo/samples/packed-bits.ts';
import { chooseColumn } from '../shared/dynamo/samples/packed-column.ts';
import { packedDictionaries } from '../shared/dynamo/samples/packed-dictionaries.ts';
import { packedEncoding, packSamples } from '../shared/dynamo/samples/packed-samples.ts';
import { unpackSamples } from '../shared/dynamo/samples/unpack-samples.ts';
import { median } from './figure.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '30' } } });
const rounds = Number(values.rounds);

type Samples = readonly unknown[];

const sessionsOf = (minutes: number): Samples[] =>
  rowTexts(generateMeeting({ seed: 4, participants: 40, minutes, endTime: '2026-11-20T18:00:00Z' }).qos)
    .map((text) => rowFields(text).user_qos)
    .filter(Array.isArray)
    .filter((samples) => samples.length > minutes * 0.9);

function shapes(): readonly (readonly [name: string, samples: Samples])[] {
  const known = sessionsOf(60).map((samples) => ({ samples, summary: summarizeQuality(samples) }));
  const byShare = known.toSorted((a, b) => (a.summary?.badShare ?? 0) - (b.summary?.badShare ?? 0));
  const quiet = byShare.find(({ summary }) => summary && !summary.video_output && !summary.as_input);
  const sharing = byShare.find(({ summary }) => summary?.as_input);
  const lossy = byShare.at(-1);
  return [
    ['quiet', quiet?.samples ?? []],
    ['lossy', lossy?.samples ?? []],
    ['sharing', sharing?.samples ?? []],
    ['all day', sessionsOf(600)[0] ?? []],
  ];
}

// ── Columns before they are compressed ──

const columnsOf = (samples: Samples) => gatherColumns(samples).groups.flatMap(({ columns }) => columns);

const lists = (samples: Samples): Buffer => Buffer.from(JSON.stringify(columnsOf(samples).map((one) => one.values)));

const codesOf = (samples: Samples) => columnsOf(samples).map((one) => chooseColumn(one.values));

/** Numbers without their units, from the least of their column on. */
const scaled = (samples: Samples): Buffer =>
  Buffer.from(JSON.stringify(codesOf(samples).map(({ header, codes }) => [header, codes])));

const deltas = (samples: Samples): Buffer =>
  Buffer.from(
    JSON.stringify(
      codesOf(samples).map(({ header, codes }) => [header, codes.map((code, at) => code - (codes[at - 1] ?? 0))]),
    ),
  );

const bitwise = (samples: Samples): Buffer => {
  const columns = codesOf(samples);
  return Buffer.concat([Buffer.from(columns.map(({ header }) => header).join()), packBits(columns)]);
};

// ── Compressors ──

type Compressor = { readonly pack: (bytes: Buffer) => Buffer; readonly unpack: (bytes: Buffer) => Buffer };

const dictionary = packedDictionaries[packedEncoding];
const zstdLevel = { params: { [constants.ZSTD_c_compressionLevel]: 19 } };
const compressors: Readonly<Record<string, Compressor>> = {
  'gzip 9': { pack: (bytes) => gzipSync(bytes, { level: 9 }), unpack: (bytes) => gunzipSync(bytes) },
  'brotli 11': { pack: (bytes) => brotliCompressSync(bytes), unpack: (bytes) => brotliDecompressSync(bytes) },
  'zstd 19': { pack: (bytes) => zstdCompressSync(bytes, zstdLevel), unpack: (bytes) => zstdDecompressSync(bytes) },
  'deflate 9, dictionary': {
    pack: (bytes) => deflateSync(bytes, { level: 9, dictionary }),
    unpack: (bytes) => inflateSync(bytes, { dictionary }),
  },
};

const encodings = { lists, 'scaled numbers': scaled, 'their differences': deltas, 'codes bit by bit': bitwise };

// ── Measuring ──

function timeOf(work: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return median(times);
}

const text = (name: string, packed: readonly Buffer[], [pack, unpack]: readonly [number, number]): string[] => [
  name,
  ...packed.map(({ length }) => String(length)),
  pack.toFixed(2),
  unpack.toFixed(2),
];

const measured = shapes();
const [, hour = []] = measured[2] ?? [];
const rows = Object.entries(encodings).flatMap(([encoding, encode]) =>
  Object.entries(compressors).map(([compressor, { pack, unpack }]) => {
    const packed = measured.map(([, samples]) => pack(encode(samples)));
    const [, , ofHour = Buffer.alloc(0)] = packed;
    const times = [timeOf(() => pack(encode(hour))), timeOf(() => unpack(ofHour))] as const;
    return text(`${encoding}: ${compressor}`, packed, times);
  }),
);
const chosen = measured.map(([, samples]) => Buffer.concat(packSamples(samples).map(({ bytes }) => bytes)));
const [, , ofHour = Buffer.alloc(0)] = chosen;
const times = [timeOf(() => packSamples(hour)), timeOf(() => unpackSamples(ofHour, packedEncoding))] as const;
rows.push(text(`as chosen: ${packedEncoding}`, chosen, times));

process.stdout.write(tableText(['bytes of', ...measured.map(([name]) => name), 'pack ms', 'read ms'], rows));
process.stdout.write(
  'Milliseconds are of the hour with screen sharing. Reading is whole samples as chosen, else bytes alone.\n',
);

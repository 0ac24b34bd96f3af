import { gatherColumns } from './gather-columns.ts';
import { type Codes, packBits } from './packed-bits.ts';
import { type PackedEncoding, packedDictionaries } from './packed-dictionaries.ts';
import { objectText, packGroup } from './packed-group.ts';
import { deflateParts } from './zlib-parts.ts';

/**
 * A session's `user_qos` as one binary value, lossless and small. docs/data-model.md describes the format for readers in
 * other languages, docs/performance.md has what was measured before it was chosen.
 *
 *     zlib( header as JSON, a line feed, the codes of all columns bit by bit )
 *
 * A change of the format takes another name, and this one is read for ever.
 */
export const packedEncoding: PackedEncoding = 'columns+zlib/2';

/** Samples of one session, packed. */
export type PackedSamples = {
  readonly bytes: Buffer;
  /** Before it was compressed: equal for two lists of samples exactly when they are equal. */
  readonly content: Buffer;
};

// Well below what a reader takes, and what fits into an item of 400 KB.
const mostCells = 500_000;
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
  const count = samples.length;
  const { groups, odd } = gatherColumns(samples);
  const isOne = count < 2;
  const cells = groups.reduce((sum, { columns }) => sum + columns.length * count, 0);
  if (cells > mostCells && !isOne) return undefined;
  const codes: Codes[] = [];
  const headers: [string, string][] = [];
  const rests: [string, string][] = [];
  for (const { name, columns } of groups) {
    const packed = packGroup(columns);
    for (const one of packed.codes) codes.push(one);
    headers.push([name, packed.header]);
    if (packed.rest !== undefined) rests.push([name, packed.rest]);
  }
  const resting = rests.length > 0 ? `,"rests":${objectText(rests)}` : '';
  const verbatim = odd.length > 0 ? `,"verbatim":{${odd.join()}}` : '';
  const header = `{"columns":${objectText(headers)},"count":${count}${resting}${verbatim}}\n`;
  const [text, bits] = [Buffer.from(header), packBits(codes)];
  if (text.length + bits.length > mostContentBytes && !isOne) return undefined;
  return {
    bytes: deflateParts(text, bits, packedDictionaries[packedEncoding]),
    content: Buffer.concat([text, bits]),
  };
}

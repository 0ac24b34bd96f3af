import { constants, deflateRawSync, deflateSync } from 'node:zlib';

/** As much as both parts and the dictionary of an hour: what is longer is compressed as well, but for what lies further back. */
const settings = { level: constants.Z_BEST_COMPRESSION, memLevel: 7 } as const;

/**
 * One zlib stream of a text, for which there is a dictionary, and of bits. Each is coded for itself: together, the text would spoil the
 * bits, which hardly ever shrink, and the bits the text. Any zlib reads it.
 */
export function deflateParts(text: Buffer, bits: Uint8Array, dictionary: Buffer): Buffer {
  const begin = deflateSync(text, { ...settings, dictionary, finishFlush: constants.Z_SYNC_FLUSH });
  const end = deflateRawSync(bits, settings);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(adler32(bits, adler32(text)));
  return Buffer.concat([begin, end, check]);
}

/** The checksum at the end of a zlib stream. @see https://www.rfc-editor.org/rfc/rfc1950 */
function adler32(bytes: Uint8Array, before = 1): number {
  const modulus = 65_521;
  let a = before & 0xff_ff;
  let b = before >>> 16;
  for (const byte of bytes) {
    a = (a + byte) % modulus;
    b = (b + a) % modulus;
  }
  return ((b << 16) | a) >>> 0;
}

/** Codes of one width: each a whole number from 0 that `bits` bits hold, 31 at the most. */
export type Codes = { readonly bits: number; readonly codes: readonly number[] };

/** The codes of all columns one after another, each from its lowest bit on, filling bytes from their lowest bit on. */
export function packBits(columns: readonly Codes[]): Uint8Array {
  const total = columns.reduce((sum, { bits, codes }) => sum + bits * codes.length, 0);
  const bytes = new Uint8Array(Math.ceil(total / 8));
  let at = 0;
  /** Up to seven bits that have no byte yet, from the lowest on. */
  let waiting = 0;
  let count = 0;
  const write = (code: number, bits: number) => {
    waiting |= code << count;
    count += bits;
    while (count >= 8) {
      bytes[at] = waiting;
      at += 1;
      waiting >>>= 8;
      count -= 8;
    }
  };
  for (const { bits, codes } of columns) {
    if (bits === 0) continue;
    for (const code of codes) {
      // With those that wait, more than 24 bits would be beyond 32.
      if (bits <= 24) write(code, bits);
      else {
        write(code & 0xff_ff, 16);
        write(code >>> 16, bits - 16);
      }
    }
  }
  if (count > 0) bytes[at] = waiting;
  return bytes;
}

/** Reads codes of so many bits, one after another, as {@link packBits} wrote them. */
export type ReadCodes = (bits: number, count: number) => Uint32Array;

/** @throws RangeError past the end */
export function unpackBits(bytes: Uint8Array): ReadCodes {
  let position = 0;
  return (bits, count) => {
    const codes = new Uint32Array(count);
    if (position + bits * count > bytes.length * 8) throw new RangeError('It ends before its last value.');
    for (let index = 0; bits > 0 && index < count; index += 1) {
      let code = 0;
      for (let have = 0; have < bits; ) {
        const offset = position & 7;
        const taken = Math.min(bits - have, 8 - offset);
        code |= (((bytes[position >> 3] ?? 0) >> offset) & ((1 << taken) - 1)) << have;
        have += taken;
        position += taken;
      }
      codes[index] = code;
    }
    return codes;
  };
}

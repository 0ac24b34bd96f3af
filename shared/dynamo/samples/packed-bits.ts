/** Codes of one width: each a whole number from 0 that `bits` bits hold. */
export type Codes = { readonly bits: number; readonly codes: readonly number[] };

/** The codes of all columns one after another, each from its lowest bit on, filling bytes from their lowest bit on. */
export function packBits(columns: readonly Codes[]): Uint8Array {
  const total = columns.reduce((sum, { bits, codes }) => sum + bits * codes.length, 0);
  const bytes = new Uint8Array(Math.ceil(total / 8));
  let at = 0;
  let byte = 0;
  let free = 8;
  for (const { bits, codes } of columns) {
    if (bits === 0) continue;
    for (let code of codes) {
      for (let left = bits; left > 0; ) {
        const taken = Math.min(left, free);
        byte |= (code & ((1 << taken) - 1)) << (8 - free);
        code >>>= taken;
        left -= taken;
        free -= taken;
        if (free > 0) continue;
        bytes[at] = byte;
        at += 1;
        byte = 0;
        free = 8;
      }
    }
  }
  if (free < 8) bytes[at] = byte;
  return bytes;
}

/** Reads what {@link packBits} wrote, column by column, `count` codes each. @throws RangeError past the end */
export function unpackBits(bytes: Uint8Array, count: number): (bits: number) => Uint32Array {
  let position = 0;
  return (bits) => {
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

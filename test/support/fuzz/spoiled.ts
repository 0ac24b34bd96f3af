/** The same numbers for the same seed. */
export function randomOf(seed: number) {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const odd = [
  'null',
  '-0',
  '1e999',
  '9007199254740993',
  '"\\ud800"',
  '[]',
  '{}',
  '"__proto__":1,',
  '\u0000',
  '\u202e',
  ',',
  '"',
  '\n',
  ';',
];

/** Bytes cut, doubled, moved, blown up, or with something odd among them, at one to six places. */
export function spoiled(bytes: Buffer, pick: (below: number) => number): Buffer {
  let result = Buffer.from(bytes);
  for (let times = 1 + pick(6); times > 0; times--) {
    const [at, length] = [pick(result.length + 1), pick(40)];
    const [before, rest] = [result.subarray(0, at), result.subarray(at)];
    const changes = [
      () => Buffer.concat([before, rest.subarray(length)]),
      () => Buffer.concat([before, Buffer.from(odd[pick(odd.length)] ?? ''), rest]),
      () => Buffer.concat([before, rest.subarray(0, length), rest]),
      () => Buffer.concat([before, Buffer.from([pick(256)]), rest.subarray(1)]),
      () => Buffer.concat([before, Buffer.alloc(pick(5_000), rest[0] ?? 91), rest]),
      () => before,
    ];
    result = (changes[pick(changes.length)] ?? (() => result))();
  }
  return result;
}

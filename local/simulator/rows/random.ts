/** A number from 0 up to, not including, 1. */
export type Random = () => number;

/** Mulberry32: the same seed gives the same numbers on every machine. Not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A source of its own: what is drawn from it does not shift what others draw. */
export const fork = (random: Random): Random => seededRandom(Math.floor(random() * 4_294_967_296));

/** A seed made of several values, so that row 17 of a meeting can be made without making the 16 before it. */
export function seedOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of parts.join('|')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

/** A whole number from `low` to `high`, both included. */
export const integerFrom = (random: Random, low: number, high: number) => low + Math.floor(random() * (high - low + 1));

export function pick<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}

export function randomBytesFrom(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => integerFrom(random, 0, 255)));
}

import type { PersonQuality } from './person-quality.ts';

/** Of a shorter stay one bad minute is too large a share: such people come after the others. */
const leastMinutes = 5;

/** Those with a bad minute, the largest share of bad minutes first, `most` at the most. */
export function worstFirst<One extends { readonly quality?: PersonQuality }>(
  people: readonly One[],
  most: number,
): (One & { readonly quality: PersonQuality })[] {
  return people
    .flatMap((one) => (one.quality && one.quality.badMinutes > 0 ? [{ ...one, quality: one.quality }] : []))
    .sort(({ quality: a }, { quality: b }) => {
      const long = Number(b.minutes >= leastMinutes) - Number(a.minutes >= leastMinutes);
      return long || b.badShare - a.badShare || b.badMinutes - a.badMinutes;
    })
    .slice(0, most);
}

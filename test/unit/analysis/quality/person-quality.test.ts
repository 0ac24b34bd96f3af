import { expect, test } from 'vitest';
import { type PersonQuality, rankWorst } from '../../../../shared/analysis/quality/person-quality.ts';

test('people with the largest share of bad minutes come first, those measured for less than five minutes after the others', () => {
  const one = (name: string, minutes: number, badMinutes: number) => ({
    name,
    quality: { minutes, badMinutes, badShare: badMinutes / minutes, excesses: [] },
  });
  const people: { readonly name: string; readonly quality?: PersonQuality }[] = [
    one('short', 2, 2),
    one('some', 50, 5),
    one('none', 50, 0),
    one('most', 20, 19),
    { name: 'unmeasured' },
  ];
  expect(rankWorst(people, 9).map(({ name }) => name)).toEqual(['most', 'some', 'short']);
  expect(rankWorst(people, 1).map(({ name }) => name)).toEqual(['most']);
});

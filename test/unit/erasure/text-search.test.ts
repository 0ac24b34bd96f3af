import { expect, test } from 'vitest';
import { createTextSearch } from '../../../shared/domain/erasure/text-search.ts';

const search = createTextSearch(['Ada Lovelace', 'ADA@example.com', 'Zoë "Z"']);

test.each([
  ['Ada Lovelace left the meeting.', ' left the meeting.'],
  ['1:1 with ada lovelace and ada@EXAMPLE.com', '1:1 with  and '],
  // The other spelling of ë, and a text within JSON.
  ['{"host":"Zoe\u0308 \\"Z\\""}', '{"host":""}'],
])('a text of an erased person is found and taken out of %j', (value, left) => {
  expect(search.isIn(value)).toBe(true);
  expect(search.blank(value)).toBe(left);
});

test.each(['Ada L.', 'ada@example', '', 'a'.repeat(100_000)])(
  'a text of an erased person is not found in %j',
  (value) => {
    expect(search.isIn(value)).toBe(false);
    expect(search.blank(value)).toBe(value);
  },
);

test('a text of an erased person that is a pattern elsewhere is looked for as it is', () => {
  const dots = createTextSearch(['a.b*c', '  ', 'xy']);
  expect([dots.isIn('a.b*c'), dots.isIn('aXbbc'), dots.isIn('  xy')]).toEqual([true, false, false]);
  expect(createTextSearch([]).isIn('anything')).toBe(false);
  expect(createTextSearch([]).blank('anything')).toBe('anything');
});

test('a text of an erased person has three characters at least, blanks around it aside', () => {
  const short = createTextSearch(['Ada', ' Bo ', 'Li']);
  expect(short.blank('Ada Bo Li')).toBe(' Bo Li');
});

test('a text of an erased person goes whole, also where a part of it is looked for', () => {
  expect(createTextSearch(['Ada', 'Ada Lovelace', 'ada@x.org']).blank('Ada Lovelace, ada@x.org, Ada')).toBe(', , ');
});

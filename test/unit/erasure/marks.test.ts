import { expect, test } from 'vitest';
import { createMarker, erasedBy, nobodyErased, signText } from '../../../shared/domain/erasure/marks.ts';

const marker = createMarker('key');
const uuid = 'a==';
/** Who was erased, by the signs that are marked. */
const erased = (...signs: readonly string[]) => erasedBy(new Set(signs.map(marker)), 'key', uuid);

test('marks without number are of nobody', () => {
  expect(erased()).toBe(nobodyErased);
  expect(nobodyErased.version).toBeUndefined();
  expect([nobodyErased.hasRow({ id: 'ada' }), nobodyErased.hasUser('ada'), nobodyErased.hasHost]).toEqual([
    false,
    false,
    false,
  ]);
});

test('marks of an id are of its user, and of no row that has another', () => {
  const { hasUser, hasRow, hasHost } = erased(signText.id('ada'));
  expect([hasUser('ada'), hasUser('bob'), hasUser(undefined), hasHost]).toEqual([true, false, false, false]);
  expect([{ id: 'ada' }, { participant_user_id: 'ada' }, { id: 'bob' }, {}].map(hasRow)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('marks of a host are of the meeting', () => {
  expect([erased(signText.host(uuid)).hasHost, erased(signText.host('b==')).hasHost]).toEqual([true, false]);
});

test('marks of a stay are of rows of this meeting that have no id', () => {
  const rows = [{ user_id: '7' }, { user_id: '7', id: 'bob' }, { user_id: '8' }, { user_name: 'Ada' }];
  expect(rows.map(erased(signText.stay(uuid, '7')).hasRow)).toEqual([true, false, false, false]);
  expect(rows.map(erased(signText.stay('b==', '7')).hasRow)).toEqual(Array(4).fill(false));
});

test('marks of an address are of rows that show it, those of an alias of rows without an id alone', () => {
  const rows = [{ email: 'Ada@Example.com' }, { user_email: 'ada@example.com', id: 'bob' }];
  expect(rows.map(erased(signText.email('ada@example.com')).hasRow)).toEqual([true, true]);
  expect(rows.map(erased(signText.alias('ada@example.com')).hasRow)).toEqual([true, false]);
});

test('marks of weaker signs are of rows that have no stronger one', () => {
  const { hasRow } = erased(signText.other(uuid, 'customer_key 7'));
  const row = { customer_key: '7' };
  expect([row, { ...row, email: 'bob@example.com' }, { ...row, id: 'bob' }].map(hasRow)).toEqual([true, false, false]);
});

test('marks have a version, which is another with each mark and the same in any order', () => {
  const [a, b] = [signText.id('ada'), signText.id('bob')];
  expect(erased(a).version).toMatch(/^[0-9a-f]{16}$/);
  expect(erased(a, b).version).toBe(erased(b, a).version);
  expect(new Set([erased(a).version, erased(b).version, erased(a, b).version]).size).toBe(3);
});

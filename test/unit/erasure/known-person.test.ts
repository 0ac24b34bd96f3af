import { expect, test } from 'vitest';
import { PersonEvidence } from '../../../shared/analysis/attendance/person-evidence.ts';
import { isPerson, knownAs, resolvePerson } from '../../../shared/domain/erasure/known-person.ts';
import { signText } from '../../../shared/domain/erasure/marks.ts';
import { pseudonymOf } from '../../../shared/domain/privacy/disguise.ts';

// Ada asks to be erased; Bob does not. What the store shows of them decides whose an address or an id is.

const [ada, bob, shared] = ['ada@example.com', 'bob@example.com', 'desk@example.com'];

/** What rows show: each of one stay, an id with an address or one of them alone. */
function evidenceOf(...shown: readonly (readonly [id: string, email: string])[]): PersonEvidence {
  const evidence = new PersonEvidence();
  for (const [at, [id, email]] of shown.entries()) {
    evidence.add([
      { uuid: `m${at}`, dataset: 'participants', row: { id, email, user_id: '1', join_time: '2026-11-20' } },
    ]);
  }
  return evidence;
}

const resolve = (
  asked: readonly string[],
  evidence: PersonEvidence,
  { keys = [], before = [] }: { keys?: readonly string[]; before?: readonly (readonly string[])[] } = {},
) => {
  const erasures = before.map((signs) => (sign: string) => signs.includes(sign));
  const { known, contradicted } = resolvePerson(knownAs(asked, keys), evidence, { keys, erasures });
  return { ids: [...known.ids].sort(), emails: [...known.emails].sort(), contradicted };
};

test('an address leads to the one id that rows show beside it, and on to the addresses of that id', () => {
  const evidence = evidenceOf(['A', ada], ['A', 'a.l@example.com'], ['', 'a.l@example.com'], ['B', bob]);
  expect(resolve([ada], evidence)).toEqual({ ids: ['A'], emails: ['a.l@example.com', ada], contradicted: [] });
  expect(resolve(['A'], evidence)).toEqual({ ids: ['A'], emails: ['a.l@example.com', ada], contradicted: [] });
});

test('an address that rows show beside another id is not followed: a shared mailbox', () => {
  const evidence = evidenceOf(['A', ada], ['A', shared], ['B', shared], ['B', bob]);
  const contradicted = [{ address: shared, ids: ['A', 'B'] }];
  expect(resolve(['A'], evidence)).toEqual({ ids: ['A'], emails: [ada], contradicted });
  expect(resolve([ada], evidence)).toEqual({ ids: ['A'], emails: [ada], contradicted });
  // Asked for by itself, it tells whose a row is that names nobody else; it does not say which of the two is meant.
  expect(resolve([shared], evidence)).toEqual({ ids: [], emails: [shared], contradicted });
});

test('an address that rows show beside another id is not followed: one that a user had before, or typed once', () => {
  const evidence = evidenceOf(['A', ada], ['B', ada], ['B', bob]);
  const contradicted = [{ address: ada, ids: ['A', 'B'] }];
  expect(resolve([ada], evidence)).toEqual({ ids: [], emails: [ada], contradicted });
  expect(resolve(['A'], evidence)).toEqual({ ids: ['A'], emails: [], contradicted });
});

test('what is named by hand is the person, whatever contradicts it', () => {
  const evidence = evidenceOf(['A', ada], ['B', ada], ['B', bob], ['B', shared], ['C', shared]);
  expect(resolve([ada, 'A'], evidence)).toMatchObject({ ids: ['A'], emails: [ada] });
  expect(resolve([ada, 'A', 'B'], evidence)).toEqual({
    ids: ['A', 'B'],
    emails: [ada, bob],
    contradicted: [{ address: shared, ids: ['B', 'C'] }],
  });
  expect(resolve(['B', shared], evidence).emails).toEqual([bob, shared]);
});

test('an address that led to one person before does not lead to another one when their rows are gone', () => {
  const erased = [signText.alias(ada), signText.id('A')];
  const left = evidenceOf(['B', ada], ['B', bob]);
  expect(resolve([ada], left, { before: [erased] })).toEqual({
    ids: [],
    emails: [ada],
    contradicted: [{ address: ada, ids: ['B'] }],
  });
  const several = [signText.alias(shared), signText.several(shared), signText.id('A')];
  expect(resolve(['A', shared], evidenceOf(['B', shared]), { before: [several] }).ids).toEqual(['A']);
  expect(resolve(['B'], evidenceOf(['B', shared]), { before: [several] }).emails).toEqual([]);
  // The same person's, where the erasure was stopped halfway.
  expect(resolve([ada], evidenceOf(['A', ada]), { before: [erased] }).ids).toEqual(['A']);
});

test('an id and its pseudonym are one: neither contradicts an address of the other', () => {
  const key = 'k'.repeat(32);
  const hidden = pseudonymOf('A', key);
  const evidence = evidenceOf(['A', ada], [hidden, ada], [hidden, pseudonymOf(ada, key)]);
  const found = resolve([ada], evidence, { keys: [key] });
  expect(found.contradicted).toEqual([]);
  expect(found.ids).toEqual(['A', hidden].sort());
  expect(
    resolve([ada], evidenceOf(['A', ada], [pseudonymOf('B', key), ada]), { keys: [key] }).contradicted,
  ).toHaveLength(1);
});

test('an address tells whose a row with an id is only as long as no id is known to bear it', () => {
  const marks = (asked: string, ...shown: (readonly [string, string])[]) => {
    const { signs } = resolvePerson(knownAs([asked]), evidenceOf(...shown), { keys: [], erasures: [] });
    return signs;
  };
  expect(marks(ada)).toEqual(new Set([signText.email(ada)]));
  expect(marks(ada, ['', ada])).toEqual(new Set([signText.email(ada)]));
  expect(marks(ada, ['A', ada])).toEqual(new Set([signText.id('A'), signText.alias(ada)]));
  expect(marks(ada, ['A', ada], ['B', ada])).toEqual(new Set([signText.alias(ada), signText.several(ada)]));
});

test('an address leads on to others that rows show beside it, unless they are of somebody else', () => {
  const evidence = new PersonEvidence();
  const row = (email: string, user_email: string, id = '') => ({ id, email, user_email, user_id: '1' });
  evidence.add([{ uuid: 'm', dataset: 'participants', row: row(ada, 'a.l@example.com') }]);
  evidence.add([{ uuid: 'n', dataset: 'participants', row: row(ada, shared) }]);
  evidence.add([{ uuid: 'o', dataset: 'participants', row: row(shared, shared, 'B') }]);
  const { emails } = resolve([ada], evidence);
  expect(emails).toEqual(['a.l@example.com', ada]);
});

test('a row is of the person where its id says so, or its address where it has no id', () => {
  const person = knownAs(['A', ada]);
  const rows = [{ id: 'A' }, { id: 'A', email: bob }, { email: ada.toUpperCase() }, { id: 'B', email: ada }, {}];
  expect(rows.map((row) => isPerson(person, row))).toEqual([true, true, true, false, false]);
});

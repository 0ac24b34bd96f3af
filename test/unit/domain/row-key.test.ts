import { describe, expect, test } from 'vitest';
import { descriptions } from '../../../shared/datasets/datasets.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { createOrdinals, identityOf, rowIdentity } from '../../../shared/domain/row/row-key.ts';

const fields = descriptions.participants.rows.identity;
const identityIn = (row: Row) => rowIdentity(row, fields);

const row = { user_id: '16778240', join_time: '2026-11-20T10:00:00Z', participant_uuid: 'A', id: '', email: '' };

describe('the identity of a row', () => {
  test.each([
    ['a row', row, '2026-11-20T10:00:00Z#16778240#4aa973e208'],
    ['a row without any of its fields', {}, '-#-#6cfebf804e'],
    [
      'a row that is no ASCII',
      { user_id: 'a#b\ud83d😀 ~!', join_time: 'é'.repeat(100) },
      `${'_'.repeat(40)}#a_b____~!#ce8f322bc3`,
    ],
    [
      'a row of long texts',
      { join_time: 'j'.repeat(41), user_id: 'u'.repeat(81) },
      `${'j'.repeat(40)}#${'u'.repeat(80)}#2e592cf663`,
    ],
  ])('of %s is the one that stored rows have', (_case, given, identity) => {
    expect(identityIn(given)).toBe(identity);
  });

  test('stays the same when what Zoom corrects or leaves blank changes', () => {
    expect(identityIn({ ...row, id: 'x', email: 'a@example.com', leave_time: '2026-11-20T11:00:00Z' })).toBe(
      identityIn(row),
    );
  });

  test.each(['join_time', 'user_id', 'participant_uuid', 'bo_mtg_id', 'status'])(
    'is another one where %s is another',
    (name) => {
      expect(identityIn({ ...row, [name]: 'other' })).not.toBe(identityIn(row));
    },
  );

  test('is told by its hash alone where the other parts are too long to show the difference', () => {
    const long = { ...row, user_id: 'u'.repeat(80) };
    expect(identityIn({ ...long, user_id: `${long.user_id}v` })).not.toBe(identityIn(long));
  });

  test('is the same for a number and for its text', () => {
    expect(identityIn({ ...row, user_id: 16778240 })).toBe(identityIn(row));
  });

  test.each([null, true, {}, ['16778240'], undefined])('takes %j for blank', (odd) => {
    expect(identityIn({ ...row, user_id: odd })).toBe(identityIn({ ...row, user_id: '' }));
  });
});

describe('the key of a row', () => {
  test('numbers rows that are equal in all of it, and counts others for themselves', () => {
    const keyOf = createOrdinals(fields);
    const rows = [row, row, { ...row, user_id: 'other' }, { ...row, leave_time: 'later' }];
    expect(rows.map(keyOf).map((key) => key.slice(-2))).toEqual(['#0', '#1', '#0', '#2']);
  });

  test('has the identity before its last number', () => {
    expect(identityOf(createOrdinals(fields)(row))).toBe(identityIn(row));
  });

  test('goes on numbering behind what earlier pages stored', () => {
    const earlier = createOrdinals(fields);
    const seen = [earlier(row), earlier(row)];
    expect(createOrdinals(fields, seen)(row)).toBe(earlier(row));
  });

  test('is another one for rows whose hashes are equal by chance, in the order that Zoom served them', () => {
    const [one, other] = ['584162', '598267'].map((user_id) => ({ join_time: row.join_time, user_id }));
    const keyOf = createOrdinals(fields);
    expect([one, other].map((fields) => keyOf(fields ?? {}))).toEqual([
      `${row.join_time}#584162#a7ff2f24c4#0`,
      `${row.join_time}#598267#a7ff2f24c4#1`,
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import { listedPersonKey, personKey, personKeysOf } from '../../../shared/domain/person-key.ts';
import { isLive } from '../../../shared/dynamo/expiry.ts';
import { personAttributes } from '../../../shared/dynamo/rows/person-item.ts';

const id = 'z8yCxTTTTSiw02QgCAp8uQ';

describe("a person's key", () => {
  test('is the address in lower case, or the id in its own letters, without blanks around', () => {
    expect(personKey(' Ada.L@Example.COM\n')).toBe('ada.l@example.com');
    expect(personKey(` ${id} `)).toBe(id);
  });

  test('comes from every field that names a person, each once, blanks left out', () => {
    expect(personKeysOf({ user_email: 'A@example.com', email: 'a@EXAMPLE.com', participant_user_id: id, id })).toEqual([
      'a@example.com',
      id,
    ]);
    expect(personKeysOf({ user_email: '', email: null, participant_user_id: '  ', id: 7 })).toEqual([]);
  });

  test.each([
    ['report', { user_email: 'A@example.com', id }, 'a@example.com'],
    ['report', { user_email: '', id }, id],
    ['participants', { email: 'A@example.com', participant_user_id: id }, id],
    ['participants', { email: 'A@example.com', id: '' }, 'a@example.com'],
    ['participants', { email: '', id: '' }, undefined],
    ['qos', { email: 'a@example.com', id }, undefined],
  ] as const)('of a %s row %j is %s', (dataset, row, key) => {
    expect(listedPersonKey(dataset, row)).toBe(key);
  });
});

describe("what a row's item bears for by-person", () => {
  const row = { id, join_time: '2026-11-20T10:00:00+01:00' };

  test('is the key and the time of joining in one spelling; the end of the meeting where that is blank', () => {
    expect(personAttributes('participants', row, undefined)).toEqual({
      person: { S: id },
      joinedAt: { S: '2026-11-20T09:00:00.000Z' },
    });
    expect(personAttributes('participants', { id, join_time: '' }, '2026-11-20T11:00:00Z').joinedAt).toEqual({
      S: '2026-11-20T11:00:00.000Z',
    });
  });

  test.each([
    ['nobody is named', { ...row, id: '' }],
    ['no time is known', { id, join_time: 'soon' }],
    ['DynamoDB could not hold the key', { ...row, id: '\ud83d' }],
    ['the key is too long for an index', { ...row, id: 'x'.repeat(2_049) }],
  ])('is nothing when %s', (_why, without) => {
    expect(personAttributes('participants', without, undefined)).toEqual({});
  });
});

test('an item lives until its second of expiry, and for ever without one', () => {
  const item = { expiresAt: { N: '1000' } };
  expect([isLive(item, 999_999), isLive(item, 1_000_000), isLive({}, 1e15)]).toEqual([true, false, true]);
});

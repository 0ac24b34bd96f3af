import { describe, expect, test } from 'vitest';
import { createOrdinals, rowIdentity } from '../../../shared/domain/row-key.ts';

const row = { user_id: '16778240', join_time: '2026-11-20T10:00:00Z', participant_uuid: 'A', id: '', email: '' };

describe('the key of a row', () => {
  test('stays the same when what Zoom corrects or leaves blank changes', () => {
    expect(rowIdentity({ ...row, id: 'x', email: 'a@example.com', leave_time: '2026-11-20T11:00:00Z' })).toBe(
      rowIdentity(row),
    );
  });

  test('tells breakout rooms and the waiting room apart', () => {
    const keys = [row, { ...row, bo_mtg_id: 'b' }, { ...row, status: 'in_waiting_room' }].map(rowIdentity);
    expect(new Set(keys).size).toBe(3);
  });

  test('numbers rows that are equal in all of it', () => {
    const keyOf = createOrdinals();
    expect([row, row, { ...row, leave_time: 'later' }].map(keyOf).map((key) => key.slice(-2))).toEqual([
      '#0',
      '#1',
      '#2',
    ]);
  });

  test('goes on numbering behind what earlier pages stored', () => {
    const earlier = createOrdinals();
    const seen = [earlier(row), earlier(row)];
    expect(createOrdinals(seen)(row)).toBe(earlier(row));
  });

  test('is never blank, and ASCII whatever Zoom sends', () => {
    for (const odd of [{}, { user_id: '', join_time: null }, { user_id: 'a#b\ud83d😀', join_time: 'é'.repeat(100) }]) {
      expect(rowIdentity(odd)).toMatch(/^[!-~]+#[!-~]+#[0-9a-f]{10}$/);
    }
  });
});

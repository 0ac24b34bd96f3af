import { describe, expect, test } from 'vitest';
import { CursorError, decodeCursor, encodeCursor } from '../../../shared/queries/paging.ts';

describe('a cursor', () => {
  const key = { pk: '/bM3k0pVTL2GdZ1rY7eXqA==', sk: 'meeting', endedAt: '2026-11-20T10:00:00.000Z' };

  test('a cursor gives its key back to its own question, and stands in a URL as it is', () => {
    const cursor = encodeCursor('by-account-day one', key);
    expect(decodeCursor('by-account-day one', cursor)).toEqual(key);
    expect(encodeURIComponent(cursor)).toBe(cursor);
  });

  test('a cursor of another question is refused', () => {
    expect(() => decodeCursor('by-account-day two', encodeCursor('by-account-day one', key))).toThrow(CursorError);
  });

  test.each(['', 'x', 'eyJ', Buffer.from('[]').toString('base64url'), Buffer.from('["q",7]').toString('base64url')])(
    'the text %j is no cursor',
    (text) => {
      expect(() => decodeCursor('q', text)).toThrow('This is no cursor');
    },
  );
});

import { describe, expect, test } from 'vitest';
import { answer, read, refused } from './answers.ts';

const row = { user_id: '1', user_name: 'Ada' };

describe('a page', () => {
  test('has its rows, the token of the next, the total and the tracking id', () => {
    const body = { participants: [row], next_page_token: 'b==', total_records: 2 };
    expect(read(answer(200, body, { 'x-zm-trackingid': 'WEB_1' }))).toEqual({
      rows: [row],
      nextPageToken: 'b==',
      totalRows: 2,
      trackingId: 'WEB_1',
    });
  });

  test.each([
    ['blank', { next_page_token: '' }],
    ['only spaces', { next_page_token: ' ' }],
    ['null', { next_page_token: null }],
    ['absent', {}],
  ])('is the last one where the token is %s', (_token, fields) => {
    expect(read(answer(200, { participants: [row], ...fields }))).toEqual({ rows: [row] });
  });

  test.each([
    ['absent', {}],
    ['null', { total_records: null }],
    ['a text', { total_records: '7' }],
    ['a fraction', { total_records: 1.5 }],
    ['negative', { total_records: -1 }],
  ])("has no total where Zoom's is %s", (_total, fields) => {
    expect(read(answer(200, { participants: [row], ...fields })).totalRows).toBeUndefined();
  });

  test.each([
    ['the list is empty', { participants: [], total_records: 0 }],
    ['the list is empty and nothing else is there', { participants: [] }],
    ['the list is null', { participants: null, total_records: 0 }],
    ['the list is left out', { total_records: 0 }],
    ['the list and the total are left out', { page_size: 30, next_page_token: '' }],
  ])('has no rows where %s', (_case, body) => {
    expect(read(answer(200, body)).rows).toEqual([]);
  });

  test('leads on where the list is left out but a token is there', () => {
    expect(read(answer(200, { next_page_token: 'b' }))).toEqual({ rows: [], nextPageToken: 'b' });
  });

  test('may bear a code beside its rows', () => {
    expect(read(answer(200, { code: 200, participants: [row] })).rows).toEqual([row]);
  });

  test('is none where there is a code and no row', () => {
    expect(refused(answer(200, { code: 3001, message: 'No.', participants: [] })).name).toBe('ZoomNotReadyError');
  });

  test.each([
    ['a text', 'Ada'],
    ['null', null],
    ['a list', []],
    ['a long number', 12],
  ])('is not understood when a row is %s', (_row, odd) => {
    expect(refused(answer(200, { participants: [row, odd], total_records: 2 })).name).toBe('ZoomUnexpectedError');
  });

  test('is not understood when its list is an object', () => {
    expect(refused(answer(200, { participants: { a: row }, total_records: 1 })).name).toBe('ZoomUnexpectedError');
  });

  test('is not taken for the last one when its token is a number', () => {
    const body = { participants: [row], next_page_token: 17 };
    expect(refused(answer(200, body)).name).toBe('ZoomUnexpectedError');
  });

  test('keeps numbers that JavaScript cannot hold', () => {
    const [first] = read(answer(200, '{"participants":[{"id":12345678901234567890}],"total_records":1}')).rows;
    expect(JSON.stringify(first)).toBe('{"id":12345678901234567890}');
  });
});

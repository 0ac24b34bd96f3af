import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RawAnswer } from '../../../shared/zoom/answers/raw-answer.ts';
import { type AskedFor, type Page, readAnswer } from '../../../shared/zoom/answers/read-answer.ts';
import { ZoomError } from '../../../shared/zoom/errors.ts';
import { answer, now, read, refused } from './answers.ts';

const row = { user_id: '1', user_name: 'Ada' };

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);

function pageOrError(
  raw: RawAnswer,
  asked: AskedFor = { rowsName: 'participants', hadPageToken: false },
): Page | ZoomError {
  try {
    return readAnswer(raw, asked, { now: () => now, random: () => 0.5 });
  } catch (error) {
    if (error instanceof ZoomError) return error;
    throw error;
  }
}

describe('a page', () => {
  test('has its rows, the token of the next, the total and the tracking id', () => {
    const body = { participants: [row], next_page_token: 'b==', total_records: 2 };
    expect(read(answer(200, body, { 'x-zm-trackingid': 'WEB_1' }))).toStrictEqual({
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
    expect(read(answer(200, { participants: [row], ...fields }))).toStrictEqual({ rows: [row] });
  });

  test.each([
    ['absent', {}],
    ['null', { total_records: null }],
    ['a text', { total_records: '7' }],
    ['a fraction', { total_records: 1.5 }],
    ['negative', { total_records: -1 }],
    ['beyond what an item holds', { total_records: 1e20 }],
    ['beyond any webinar', { total_records: 1_000_000_001 }],
    ['a truth', { total_records: true }],
    ['a list', { total_records: [7] }],
  ])("has no total where Zoom's is %s", (_total, fields) => {
    expect(read(answer(200, { participants: [row], ...fields })).totalRows).toBeUndefined();
  });

  test.each([0, 7, 1_000_000_000])('has the total that Zoom counts: %d', (total) => {
    expect(read(answer(200, { participants: [row], total_records: total })).totalRows).toBe(total);
  });

  test('counts a total of minus zero as zero, since no item holds it', () => {
    const { totalRows, oddFields } = read(answer(200, '{"participants":[],"total_records":-0}'));
    expect([Object.is(totalRows, 0), oddFields]).toEqual([true, undefined]);
  });

  test('names the counts around its rows that are none, and no others', () => {
    const odd = '{"participants":[],"total_records":1e400,"page_count":1.5,"page_size":"30","code":null,"other":-1}';
    expect(read(answer(200, odd)).oddFields).toEqual(['total_records', 'page_count', 'page_size']);
    const fine = { participants: [row], total_records: 1, page_count: null, page_size: 30 };
    expect(read(answer(200, fine))).not.toHaveProperty('oddFields');
  });

  test('has whole counts, or is refused with a whole code, whatever JSON Zoom answers', () => {
    const oddNumbers = ['1e20', '1e400', '-0', '1.5', '-7', '12345678901234567890', '"3"', 'null', 'true', '[1]'];
    const number = fc.oneof(fc.constantFrom('0', '3', ...oddNumbers), fc.double({ noNaN: true }).map(String));
    const counts = { total_records: number, page_count: number, page_size: number };
    const page = fc.record(
      { ...counts, participants: fc.constant('[{"user_id":"1"}]') },
      { requiredKeys: ['participants'] },
    );
    const anything = fc.record(
      {
        ...counts,
        code: number,
        next_page_token: number,
        participants: fc.constantFrom('[]', 'null', '{}', '[1]', '7'),
        message: fc.constantFrom('"No."', '7'),
      },
      { requiredKeys: [] },
    );
    const textOf = (members: object) => `{${Object.entries(members).map(([name, text]) => `"${name}":${text}`)}}`;
    const body = fc.oneof({ weight: 3, arbitrary: page.map(textOf) }, anything.map(textOf), fc.json());
    const seen = { pages: 0, errors: 0 };
    fc.assert(
      fc.property(body, fc.constantFrom(200, 200, 400, 404, 429, 500), (text, status) => {
        const outcome = pageOrError(answer(status, text));
        const isPage = !(outcome instanceof ZoomError);
        seen[isPage ? 'pages' : 'errors']++;
        const numbers = isPage ? [outcome.totalRows] : [outcome.answer.status, outcome.answer.code];
        for (const one of numbers) expect(one ?? 0).toSatisfy(isWhole);
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(seen.pages, seen.errors)).toBeGreaterThan(100);
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
    const error = refused(answer(200, { participants: [row, odd], total_records: 2 }, { 'x-zm-trackingid': 'WEB_1' }));
    expect(error.name).toBe('ZoomUnexpectedError');
    expect(error.message).toBe('Zoom answered a row that is no object.');
    expect(error.answer).toMatchObject({ status: 200, trackingId: 'WEB_1', contentType: 'application/json' });
  });

  test('is not understood when its list is an object', () => {
    expect(refused(answer(200, { participants: { a: row }, total_records: 1 })).name).toBe('ZoomUnexpectedError');
  });

  test.each([
    ['a number', 17],
    ['an object', {}],
    ['half a character, which no item holds', 'a\ud83d'],
    ['longer than an item holds beside the rest', 'a'.repeat(2_001)],
  ])('is not taken for the last one when its token is %s', (_token, token) => {
    const error = refused(answer(200, { participants: [row], next_page_token: token }));
    expect(error.name).toBe('ZoomUnexpectedError');
    expect(error.message).toContain('page token');
  });

  test('leads on by a token of 2,000 characters', () => {
    const token = 'a'.repeat(2_000);
    expect(read(answer(200, { participants: [row], next_page_token: token })).nextPageToken).toBe(token);
  });

  test('is none with another status, whatever it looks like', () => {
    expect(refused(answer(500, { participants: [row], total_records: 1 })).name).toBe('ZoomTransientError');
  });

  test('keeps numbers that JavaScript cannot hold', () => {
    const [first] = read(answer(200, '{"participants":[{"id":12345678901234567890}],"total_records":1}')).rows;
    expect(JSON.stringify(first)).toBe('{"id":12345678901234567890}');
  });
});

describe('the details of a meeting', () => {
  const details = (status: number, body: unknown) => pageOrError(answer(status, body), { hadPageToken: false });

  test('are the only row of a page, as Zoom sent them', () => {
    const meeting = { uuid: 'a==', id: 1, participants: 7, next_page_token: 'b' };
    expect(details(200, meeting)).toStrictEqual({ rows: [meeting] });
  });

  test.each([
    ['there is no UUID', 200, { id: 1 }, 'ZoomUnexpectedError'],
    ['the UUID is no text', 200, { uuid: 7 }, 'ZoomUnexpectedError'],
    ['the meeting is not there', 404, { code: 3001, message: 'No.', uuid: 'a==' }, 'ZoomNotReadyError'],
    ['the body is a list', 200, [{ uuid: 'a==' }], 'ZoomUnexpectedError'],
    ['the body breaks off', 200, '{"uuid":"a==', 'ZoomTransientError'],
  ])('are none where %s', (_case, status, body, name) => {
    expect(details(status, body)).toMatchObject({ name });
  });
});

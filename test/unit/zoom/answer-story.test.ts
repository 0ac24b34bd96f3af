import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerStory, isMarkup } from '../../../shared/zoom/answers/answer-story.ts';
import type { RawAnswer } from '../../../shared/zoom/answers/raw-answer.ts';
import { answer, refused } from './answers.ts';

const asHtml = { 'content-type': 'text/html; charset=UTF-8' };
const told = (body: unknown, headers: Record<string, string> = {}, status = 403) =>
  refused(answer(status, body, headers)).answer;

const manyMembers = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`x${n}`, 1]));
/** An object of numbers with these names, and three that are not told. */
const named = (...names: readonly string[]) =>
  `{${names.map((name) => `${name}: number`).join(', ')}${', …: number'.repeat(3)}}`;

describe('the story of an answer', () => {
  test('has its status, code, tracking id, content type and what is harmless of its first 200 characters', () => {
    const page =
      '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title><style>b{color:red}</style></head>' +
      '<body><!-- Ada --><h1>Sorry, you have been blocked</h1><script>let ada = "Ada";</script>&nbsp;Ada Lovelace</body>';
    expect(told(page, { ...asHtml, 'x-zm-trackingid': 'v=2.0;clid=us02;rid=WEB_1' })).toEqual({
      status: 403,
      trackingId: 'v=2.0;clid=us02;rid=WEB_1',
      contentType: 'text/html',
      excerpt: 'Attention Required! Cloudflare Sorry, you have been blocked …',
    });
  });

  test.each<[unknown, string]>([
    [{ code: 3000, message: 'Cannot access Ada.' }, '{code, message}'],
    [{ code: 1.5, message: 7 }, '{code: number, message: number}'],
    [
      { code: 300, message: 'Validation Failed.', errors: [{ field: 'Ada', message: 'No.' }, {}] },
      '{code, message, errors: [{field: text, message: text}, 1 more]}',
    ],
    [
      { participants: ['Ada', {}], total_records: 2, next_page_token: null },
      '{participants: [text, 1 more], total_records: number, next_page_token: null}',
    ],
    [{ 'ada@example.com': true, Ada: 'Ada', ada_lovelace: [] }, '{…: boolean, …: text, …: []}'],
    ['{"total_records":12345678901234567890}', '{total_records: number}'],
    [{ data: { data: { data: { data: 1 } } } }, '{data: {data: {data: {…}}}}'],
    [{ data: { data: { data: {} } } }, '{data: {data: {data: {}}}}'],
    [{ totalRecords: 1, 'page-size': 1, total_ada: 1, _total: 1, adaTotal: 1 }, named('totalRecords', 'page-size')],
    [
      { [`${'total_'.repeat(6)}code`]: 1, [`${'total_'.repeat(6)}error`]: 1 },
      `{${'total_'.repeat(6)}code: number, …: number}`,
    ],
    [{ data: [[[[1]]]] }, '{data: [[[…]]]}'],
    ['[]', '[]'],
    ['{}', '{}'],
    ['null', 'null'],
    ['"Ada"', 'text'],
    [manyMembers(12), `{${'…: number, '.repeat(11)}…: number}`],
    [manyMembers(13), `{${'…: number, '.repeat(12)}…}`],
  ])('shows the shape of a JSON body: %j', (body, shape) => {
    expect(told(body, {}, 418).excerpt).toBe(shape);
  });

  test.each([
    ['{"participants":[{"user_name":"Ada Lovelace","email":"ada@', 'participants … , …'],
    ['https://proxy.example.com/login?user=ada&token=s3cret', '… user … token …'],
    ['Error 502 for 10.1.2.3, call 030 1234567 or 555-0199', 'Error 502 for …, call … or …'],
    ['upstream connect error', 'upstream … error'],
    ['error 1502 5021 502', 'error … 502'],
    [
      'error<br>request<b/>denied<!-- Ada -->queue<script>Ada</script>type&nbsp;closed',
      'error request denied queue type closed',
    ],
    ['error<!---->status<!-- Ada', 'error status'],
    ['error <style>Ada', 'error'],
    ['error <request Ada', 'error'],
    [`error${' '.repeat(20_000)}request`, 'error'],
    ['Ada '.repeat(600), '…'],
    ['Request blocked.\u202e Policy\u0000 by\u001b[31m Zscaler\u2028', 'Request blocked. Policy by … Zscaler'],
  ])('keeps the harmless words of any other body: %j', (body, words) => {
    expect(told(body, { 'content-type': 'text/plain' }).excerpt).toBe(words);
  });

  test('has no excerpt of a body that is not there, and no type where none is named', () => {
    const raw: RawAnswer = { status: 204, headers: new Headers(), body: '' };
    expect(answerStory(raw, undefined)).toStrictEqual({ status: 204 });
  });

  test.each([
    ['TEXT/HTML;charset=x', 'text/html'],
    [' application/problem+json ', 'application/problem+json'],
    ['text/html ;charset=x', 'text/html'],
    ['Ada text/html', undefined],
    ['Ada Lovelace', undefined],
    ['text/', undefined],
    [`text/${'a'.repeat(60)}`, `text/${'a'.repeat(60)}`],
    [`text/${'a'.repeat(61)}`, undefined],
  ])('names the content type without its parameters, where it is one: %s', (header, type) => {
    expect(told('Hello.', { 'content-type': header }).contentType).toBe(type);
  });

  test.each([
    ['a'.repeat(200), true],
    ['a'.repeat(201), false],
    ['a b', false],
    ['', false],
  ])('keeps a tracking id of up to 200 signs that fit a log: %s', (trackingId, isKept) => {
    expect(told({}, { 'x-zm-trackingid': trackingId }).trackingId).toBe(isKept ? trackingId : undefined);
  });

  test.each([
    [200, `${'blocked '.repeat(24)}blockeds`.replace('blockeds', 'by Zooms').replace('Zooms', 'Zoom.')],
    [201, `${'blocked '.repeat(24)}by Zoom..`],
  ])('is whole up to 200 characters, and else ends with a sign: %i', (length, body) => {
    expect(body).toHaveLength(length);
    const { excerpt } = told(body, { 'content-type': 'text/plain' });
    expect(excerpt).toBe(length <= 200 ? body : `${body.slice(0, 199)}…`);
  });

  test.each([
    ['text/html', 'Sorry.', true],
    ['application/xhtml+xml', 'Sorry.', true],
    ['text/plain', ' \n <h1>', true],
    ['text/plain', `${' '.repeat(999)}<h1>`, true],
    ['text/plain', `${' '.repeat(1_000)}<h1>`, false],
    ['text/plain', 'Less: 1 < 2', false],
    ['text/plain', '', false],
  ])('is of markup where its type or its first character says so: %s, %j', (type, body, isIt) => {
    expect(isMarkup({ status: 200, headers: new Headers({ 'content-type': type }), body })).toBe(isIt);
  });

  test('is harmless, short and storable whatever the body holds', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'Ada',
        'ada@example.com',
        'Größe',
        '\u202e',
        '\u0000',
        '\ud83d',
        '<b ',
        '-->',
        '{"',
        '&#',
        '\u2066x',
        '…',
      ),
      fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
    );
    const body = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(body, fc.constantFrom(200, 302, 403, 503), (text, status) => {
        const { excerpt = '' } = told(text, asHtml, status);
        expect(excerpt.length).toBeLessThanOrEqual(200);
        expect(excerpt).toMatch(/^[\x20-\x7e…]*$/);
        expect(excerpt).not.toMatch(/ada|größe|example/i);
      }),
      { numRuns: 100 },
    );
  });

  test('is read in no time however long and odd the body is', () => {
    const began = performance.now();
    for (const piece of ['<', '<script', '<!--', '&#', '1', ' ', '…', '{', '</style'])
      told(piece.repeat(300_000), asHtml);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

import { describe, expect, test } from 'vitest';
import type { RawAnswer } from '../../../shared/zoom/answers/raw-answer.ts';
import * as errors from '../../../shared/zoom/errors.ts';
import { faultOf, ZoomError } from '../../../shared/zoom/errors.ts';
import { answer, html, now, refused } from './answers.ts';

const says200 = (message: string) => answer(200, { message });
const says = (status: number, code: number, message = 'No.') => answer(status, { code, message });

const token = { hadPageToken: true };
const cases: [string, RawAnswer, string, { hadPageToken?: boolean }?][] = [
  ['401 with code 124 asks for another access token', says(401, 124), 'ZoomTokenRejectedError'],
  ['code 124 does so with any status', says(400, 124), 'ZoomTokenRejectedError'],
  ['401 without a body does so too', answer(401, ''), 'ZoomTokenRejectedError'],
  ['401 with HTML is a portal, which knows nothing of our token', html(401), 'ZoomUnexpectedError'],
  ['401 with an unknown code does so too', says(401, 99_999), 'ZoomTokenRejectedError'],
  ["a missing scope is the account's fault even with 401", says(401, 4711), 'ZoomAccountError'],
  ['429 is the rate limit', says(429, 429), 'ZoomRateLimitError'],
  ['code 429 is the rate limit with any status', says(200, 429), 'ZoomRateLimitError'],
  ['429 of a gateway is the rate limit', html(429), 'ZoomRateLimitError'],
  ['429 with JSON that is no object is the rate limit', answer(429, '"slow down"'), 'ZoomRateLimitError'],
  ['300 to a page token means that it died', says(400, 300), 'ZoomPagingError', token],
  ['300 with HTTP 300 to a page token means so too', says(300, 300), 'ZoomPagingError', token],
  ['300 without a page token means no access', says(400, 300), 'ZoomInaccessibleError'],
  ['300 with HTTP 300 and no page token means no access', says(300, 300), 'ZoomInaccessibleError'],
  ['300 with HTTP 200 means no access', says(200, 300), 'ZoomInaccessibleError'],
  ['404 with code 3001 is not ready', says(404, 3001), 'ZoomNotReadyError'],
  ['3001 in an HTTP 200 is not ready', says(200, 3001), 'ZoomNotReadyError'],
  ['3001 as text is the same code', answer(404, { code: '3001', message: 'No.' }), 'ZoomNotReadyError'],
  ['404 without a code is not ready', answer(404, { message: 'Not found.' }), 'ZoomNotReadyError'],
  ['404 whose code repeats the status is not ready', says(404, 404), 'ZoomNotReadyError'],
  ['404 with code 2300 is a path that Zoom does not know', says(404, 2300), 'ZoomUnexpectedError'],
  ['404 that is no JSON is not understood', html(404), 'ZoomUnexpectedError'],
  ['200 in an HTTP 200 says that the dashboard is off', says(200, 200), 'ZoomAccountError'],
  [
    "an HTTP 200 with a message alone is the account's fault",
    answer(200, { message: 'Only for paid accounts' }),
    'ZoomAccountError',
  ],
  ['400 with code 200 is no permission', says(400, 200), 'ZoomAccountError'],
  ['4711 is a missing scope', says(400, 4711), 'ZoomAccountError'],
  ['4700 is an older missing scope', says(400, 4700), 'ZoomAccountError'],
  ['104 is a missing scope as well', says(400, 104), 'ZoomAccountError'],
  ['12702 is final', says(400, 12702), 'ZoomFinalError'],
  ['1001 is documented for no list of ours', says(404, 1001), 'ZoomUnexpectedError'],
  ['500 passes', says(500, 500), 'ZoomTransientError'],
  ['503 with an unknown code passes', says(503, 99_999), 'ZoomTransientError'],
  ['500 with a code that Zoom documents means what the code means', says(500, 3001), 'ZoomNotReadyError'],
  ['502 with HTML passes', html(502), 'ZoomTransientError'],
  ['504 with an empty body passes', answer(504, ''), 'ZoomTransientError'],
  ['500 with JSON that is no object passes', answer(500, '[]'), 'ZoomTransientError'],
  ['408 passes', html(408), 'ZoomTransientError'],
  ['an HTTP 200 with half of its JSON passes', answer(200, '{"participants":[{"user_na'), 'ZoomTransientError'],
  ['an HTTP 200 with a body that is no JSON passes', answer(200, 'Hello.'), 'ZoomTransientError'],
  ['an empty HTTP 200 is not understood', answer(200, ''), 'ZoomUnexpectedError'],
  ['a blank HTTP 200 is not understood', answer(200, ' \n'), 'ZoomUnexpectedError'],
  ['an HTTP 201 without a body is not understood', answer(201, ''), 'ZoomUnexpectedError'],
  ['an HTTP 204 is not understood', answer(204, ''), 'ZoomUnexpectedError'],
  ['an HTTP 200 with a list instead of an object is not understood', answer(200, '[]'), 'ZoomUnexpectedError'],
  [
    'an HTTP 200 with HTML that says it is JSON is not understood',
    answer(200, '\n<!DOCTYPE html>'),
    'ZoomUnexpectedError',
  ],
  [
    'an HTTP 200 with a message that is none of the plan is not understood',
    says200('Maintenance.'),
    'ZoomUnexpectedError',
  ],
  ['code 500 passes with HTTP 200', says(200, 500), 'ZoomTransientError'],
  ['code 599 passes with HTTP 400', says(400, 599), 'ZoomTransientError'],
  ['code 499 is not understood', says(400, 499), 'ZoomUnexpectedError'],
  ['code 600 is not understood', says(400, 600), 'ZoomUnexpectedError'],
  ['407 of a proxy is not understood', answer(407, ''), 'ZoomUnexpectedError'],
  ['511 of a captive portal passes', html(511), 'ZoomTransientError'],
  ['an HTTP 200 with HTML is not understood', html(200), 'ZoomUnexpectedError'],
  ['403 with HTML is not understood', html(403), 'ZoomUnexpectedError'],
  ['403 with JSON of an unknown code is not understood', says(403, 403), 'ZoomUnexpectedError'],
  ['400 without a code is not understood', answer(400, {}), 'ZoomUnexpectedError'],
  ['an unknown code is not understood', says(400, 99_999), 'ZoomUnexpectedError'],
  ['an empty object is not understood', answer(200, {}), 'ZoomUnexpectedError'],
  ['a redirect is not understood', answer(302, '', { location: 'https://example.com/' }), 'ZoomUnexpectedError'],
];

describe('the reaction to an answer without a page', () => {
  test.each(cases)('%s', (_sentence, raw, name, options) => {
    expect(refused(raw, options).name).toBe(name);
  });

  test.each([
    [104, 'ZoomAccountError'],
    [124, 'ZoomTokenRejectedError'],
    [200, 'ZoomAccountError'],
    [300, 'ZoomInaccessibleError'],
    [401, 'ZoomTokenRejectedError'],
    [404, 'ZoomNotReadyError'],
    [408, 'ZoomTransientError'],
    [429, 'ZoomRateLimitError'],
    [2001, 'ZoomAccountError'],
    [2100, 'ZoomAccountError'],
    [3001, 'ZoomNotReadyError'],
    [4700, 'ZoomAccountError'],
    [4711, 'ZoomAccountError'],
    [12702, 'ZoomFinalError'],
    [12703, 'ZoomAccountError'],
  ])('goes by the code %i, as a number and as a text', (code, name) => {
    for (const sent of [code, String(code)]) {
      expect(refused(answer(400, { code: sent, message: 'No.' }))).toMatchObject({ name, answer: { code } });
    }
  });

  test('is to page anew only where the code says so, not wherever there was a token', () => {
    expect(refused(says(404, 3001), token).name).toBe('ZoomNotReadyError');
  });

  test('names status, code and tracking id', () => {
    const { answer: seen } = refused(answer(404, { code: 3001, message: 'No.' }, { 'x-zm-trackingid': 'WEB_1' }));
    expect(seen).toMatchObject({ status: 404, code: 3001, trackingId: 'WEB_1' });
  });

  test('has no code where Zoom gave none', () => {
    expect(refused(html(403)).answer).not.toHaveProperty('code');
  });

  test.each([
    [html(502), 'Zoom answered HTTP 502, without a JSON object.'],
    [answer(502, ' '), 'Zoom answered HTTP 502, without a body.'],
    [answer(404, {}), 'Zoom answered HTTP 404, code 404: no message'],
    [answer(404, { message: 7 }), 'Zoom answered HTTP 404, code 404: no message'],
  ])('says what little there was: %j, %s', (raw, message) => {
    expect(refused(raw).message).toBe(message);
  });

  test.each(['1.5', '-1', '1e20', '1e400', '12345678901234567890', '"1e3"', '"3001 "', '"x3001"', 'true', '{}'])(
    'has no code where Zoom sends %s for one, and never takes it for a code left out',
    (code) => {
      const error = refused(answer(200, `{"code":${code},"message":"No."}`));
      expect(error.name).toBe('ZoomUnexpectedError');
      expect(error.answer.code).toBeUndefined();
      expect(error.message).toBe('Zoom answered HTTP 200, code none: No.');
    },
  );

  test('goes by the status where the code is none', () => {
    expect(refused(answer(404, { code: 1.5 }))).toMatchObject({ name: 'ZoomNotReadyError', answer: { code: 404 } });
    expect(refused(answer(503, { code: 1.5 }))).toMatchObject({ name: 'ZoomTransientError', answer: { code: 503 } });
  });

  test('takes a code of minus zero for zero, since no item holds it', () => {
    expect(Object.is(refused(answer(404, '{"code":-0}')).answer.code, 0)).toBe(true);
  });
});

describe('an error about an answer', () => {
  const personal = ['Ada', 'Lovelace', 'ada@example.com', 'Größe'];
  const leaks = (error: Error): string[] =>
    personal.filter((word) => `${error.message} ${error.stack} ${JSON.stringify(error.cause ?? '')}`.includes(word));

  test.each([
    [
      'names its scopes',
      says(400, 4711, 'Invalid access token, does not contain scopes:[dashboard:read:list_meetings:admin].'),
    ],
    ['quotes no person', says(404, 1001, 'User does not exist: ada@example.com (Ada Lovelace).')],
    ['quotes no person of an unknown code', says(400, 77, 'Ada Lovelace cannot join Größe')],
    ['quotes nothing of a body that is half there', answer(200, '{"participants":[{"user_name":"Ada Lovelace')],
    ['quotes nothing of a body that ends oddly', answer(200, '{"participants":[{"user_name":"Ada Lovelace","email":}')],
    ['quotes nothing of a row that is no object', answer(200, { participants: ['Ada Lovelace'] })],
    [
      'quotes no field of validation',
      answer(400, { code: 300, message: 'Validation Failed.', errors: [{ field: 'Ada' }] }),
    ],
  ])('%s', (_sentence, raw) => {
    expect(leaks(refused(raw))).toEqual([]);
  });

  test('keeps the scopes that are missing', () => {
    const error = refused(
      says(400, 4711, 'Invalid access token, does not contain scopes:[report:read:admin, user:read].'),
    );
    expect(error.message).toBe(
      'Zoom answered HTTP 400, code 4711: Invalid access token, does not contain scopes:[report:read:admin, user:read].',
    );
  });

  test('stands on the capture with code, status and tracking id', () => {
    const error = refused(answer(400, { code: 12702, message: 'Can not access a meeting a year ago.' }));
    expect(faultOf(error, new Date(now))).toEqual({
      at: '2026-11-20T12:00:00.000Z',
      name: 'ZoomFinalError',
      message: 'Zoom answered HTTP 400, code 12702: Can not access a meeting a year ago.',
      status: 400,
      code: 12702,
      contentType: 'application/json',
      excerpt: '{code, message}',
    });
  });

  test('stands on the capture as unknown where what was thrown is no error', () => {
    const fault = { at: '2026-11-20T12:00:00.000Z', name: 'Error', message: 'An unknown fault.' };
    expect(faultOf('a text', new Date(now))).toStrictEqual(fault);
  });

  test.each(Object.values(errors).filter((value) => value.prototype instanceof ZoomError))(
    'bears the name of its class, which survives minifying: %o',
    (Class) => {
      const error = Reflect.construct(Class, ['No.', {}, { scope: 'day', retryAt: 1 }]);
      expect(error).toMatchObject({ name: Class.name, message: 'No.', answer: {} });
    },
  );

  test('stands on the capture with 500 characters at the most, and never with half a one', () => {
    const message = faultOf(new Error(`${'a'.repeat(499)}🎉 and more`), new Date(now)).message;
    expect(message).toBe(`${'a'.repeat(499)}\ufffd`);
  });
});

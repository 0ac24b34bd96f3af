import { describe, expect, test } from 'vitest';
import { nextUtcMidnight, rateLimitOf } from '../../../shared/zoom/answers/retry-after.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const midnight = Date.parse('2026-11-21T00:00:00Z');
const half = () => 0.5;
const daily = { 'x-ratelimit-type': 'Daily-limit' };
const perSecond = { 'x-ratelimit-type': 'QPS' };
const limit = (headers: Record<string, string>, message = '', now = noon) =>
  rateLimitOf(new Headers(headers), message, { now: () => now, random: half });

describe('which limit a 429 means', () => {
  const dayWords = 'You have reached the maximum daily rate limit for this API.';
  const secondWords = 'You have reached the maximum per-second rate limit for this API. Try again later.';
  test.each([
    ['the header says the day', daily, '', 'day'],
    ['the header says the second', perSecond, '', 'second'],
    ['the header says the day and the words the second', daily, secondWords, 'day'],
    ['the header says the second and the words the day', perSecond, dayWords, 'second'],
    ['the header is blank and the words say the day', { 'x-ratelimit-type': '' }, dayWords, 'day'],
    ['the header says something new and the words the day', { 'x-ratelimit-type': 'Quota' }, dayWords, 'day'],
    ['there is no header and the words say the day', {}, dayWords, 'day'],
    ['there is no header and the words say the second', {}, secondWords, 'second'],
    ['nothing says which', {}, '', 'second'],
    ['nothing says which but the pause is five seconds', { 'retry-after': '5' }, '', 'second'],
    ['nothing says which but the pause is an hour', { 'retry-after': '3600' }, '', 'day'],
    ['nothing says which but the pause is a minute', { 'retry-after': '60' }, '', 'second'],
    ['nothing says which but the pause is over a minute', { 'retry-after': '60.001' }, '', 'day'],
    ['nothing says which but the pause ends a minute after 00:00', { 'retry-after': '43260' }, '', 'day'],
    ['nothing says which and the pause ends later than that', { 'retry-after': '43260.001' }, '', 'second'],
    ['the header is written as one word', { 'x-ratelimit-type': 'PerSecond' }, dayWords, 'second'],
  ])('%s', (_sentence, headers, message, scope) => {
    expect(limit(headers, message).scope).toBe(scope);
  });
});

describe('when to ask again after the daily limit', () => {
  test.each([
    ['an ISO instant', '2026-11-21T00:00:00Z', midnight],
    ['an ISO instant with milliseconds', '2026-11-21T00:00:00.000Z', midnight],
    ['an ISO instant of another zone', '2026-11-21T01:00:00+01:00', midnight],
    ['an ISO date without a zone, which is UTC', '2026-11-21T00:00:00', midnight],
    ['an ISO instant without seconds', '2026-11-21T00:00Z', midnight],
    ['an ISO instant of a zone without a colon', '2026-11-20T19:00:00-0500', midnight],
    ['an ISO instant in small letters', '2026-11-21t00:00:00z', midnight],
    ['an HTTP date', 'Sat, 21 Nov 2026 00:00:00 GMT', midnight],
    ['an HTTP date without a comma', 'Sat 21 Nov 2026 00:00:00 GMT', midnight],
    ['seconds', '43200', midnight],
    ['seconds with blanks around', ' 43200 ', midnight],
    ['fractions of seconds', '0.5', noon + 500],
  ])('is what Retry-After says as %s', (_form, header, expected) => {
    expect(limit({ ...daily, 'retry-after': header }).retryAt).toBe(expected);
  });

  test.each([
    ['missing', undefined],
    ['blank', ''],
    ['a word', 'tomorrow'],
    ['an impossible date', '9999-99-99T99:99:99Z'],
    ['in the past', '2020-05-31T00:00:00Z'],
    ['a year away', '2027-11-20T00:00:00Z'],
    ['two days of seconds', '172800'],
    ['negative', '-5'],
    ['zero', '0'],
    ['an epoch', '1795305600'],
    ['a day without a time', '2026-11-21'],
    ['a date of another spelling', '2026/11/21 00:00:00Z'],
    ['an HTTP date of another zone', 'Sat, 21 Nov 2026 01:00:00 GMT+0100'],
    ['a date with words behind it', '2026-11-21T00:00:00Z (UTC)'],
    ['an HTTP date with words before it', 'on Sat, 21 Nov 2026 00:00:00 GMT'],
    ['an HTTP date without a zone', 'Sat, 21 Nov 2026 00:00:00'],
    ['a minute and more after 00:00 UTC', '2026-11-21T00:01:00.001Z'],
  ])('is 00:00 UTC with jitter where Retry-After is %s', (_form, header) => {
    const headers = header === undefined ? daily : { ...daily, 'retry-after': header };
    expect(limit(headers).retryAt).toBe(midnight + 15_000);
  });

  test.each([
    ['without Retry-After', {}],
    ['with one that has just passed', { 'retry-after': '2026-11-20T00:00:00Z' }],
  ])('is a minute later, not a day, when it comes just after 00:00 UTC %s', (_case, headers) => {
    const justAfter = Date.parse('2026-11-20T00:00:03Z');
    expect(limit({ ...daily, ...headers }, '', justAfter).retryAt).toBe(justAfter + 75_000);
  });
});

test.each([
  ['2026-11-20T00:04:59.999Z', '2026-11-20T00:06:14.999Z'],
  ['2026-11-20T00:05:00.000Z', '2026-11-21T00:00:15.000Z'],
])('the day of a daily limit that comes at %s is over by another clock until %s', (at, expected) => {
  expect(new Date(limit(daily, '', Date.parse(at)).retryAt).toISOString()).toBe(expected);
});

describe('when to ask again after the limit of the second', () => {
  test.each([
    ['seconds', '3', noon + 3_000],
    ['an ISO instant', '2026-11-20T12:00:02Z', noon + 2_000],
    ['an HTTP date', 'Fri, 20 Nov 2026 12:00:30 GMT', noon + 30_000],
    ['a minute', '60', noon + 60_000],
  ])('is what Retry-After says as %s', (_form, header, expected) => {
    expect(limit({ ...perSecond, 'retry-after': header })).toEqual({ scope: 'second', retryAt: expected });
  });

  test.each([
    ['missing', undefined],
    ['over a minute', '60.001'],
    ['a day', '86400'],
    ['past', '2020-05-31T00:00:00Z'],
    ['negative', '-1'],
    ['absurd', '9999-99-99T99:99:99Z'],
  ])('is a second or two with jitter where Retry-After is %s', (_form, header) => {
    const headers = header === undefined ? perSecond : { ...perSecond, 'retry-after': header };
    expect(limit(headers).retryAt).toBe(noon + 1_500);
  });
});

test.each([
  ['Retry-After has fractions of milliseconds', { ...perSecond, 'retry-after': '0.0123' }, noon + 13],
  ['Retry-After is less than a millisecond', { ...perSecond, 'retry-after': '0.0004' }, noon + 1],
  ['the pause is up to us', perSecond, noon + 1_334],
  ['the day is over', daily, midnight + 10_000],
])('when to ask again is a whole number of milliseconds, never early, where %s', (_case, headers, expected) => {
  expect(rateLimitOf(new Headers(headers), '', { now: () => noon, random: () => 1 / 3 }).retryAt).toBe(expected);
});

test.each([
  ['2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
  ['2026-11-20T23:59:59.999Z', '2026-11-21T00:00:00.000Z'],
  ['2026-12-31T12:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ['2028-02-28T12:00:00.000Z', '2028-02-29T00:00:00.000Z'],
])('the midnight after %s is %s', (now, expected) => {
  expect(new Date(nextUtcMidnight(Date.parse(now))).toISOString()).toBe(expected);
});

describe('when the daily limit ends', () => {
  test.each([
    ['is stated up to twelve hours ahead', { 'retry-after': String(12 * 3_600) }, noon, undefined],
    ['is not believed further ahead', { 'retry-after': String(12 * 3_600 + 1) }, noon - 60_000, false],
    ['is not known where nobody says it', {}, noon, false],
  ])('%s', (_sentence, headers, now, isStated) => {
    expect(limit({ ...daily, ...headers }, '', now)).toHaveProperty('scope', 'day');
    expect(limit({ ...daily, ...headers }, '', now).isStated).toBe(isStated);
  });
});

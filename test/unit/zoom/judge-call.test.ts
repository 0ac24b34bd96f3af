import { expect, test } from 'vitest';
import type { CallHealth, RateBudget, Urgency } from '../../../shared/zoom/call-budget.ts';
import {
  ZoomAccountError,
  ZoomFinalError,
  ZoomNotReadyError,
  ZoomRateLimitError,
  ZoomStoppedError,
  ZoomTransientError,
  ZoomUnexpectedError,
} from '../../../shared/zoom/errors.ts';
import { judgeCall } from '../../../shared/zoom/judge-call.ts';

const askedAt = Date.parse('2026-03-04T12:00:00Z');
const later = askedAt + 600_000;
const urgency: Urgency = { reserve: 0.2, purpose: 'sweep' };
const made = { about: '/ab==', askedAt, urgency };

/** What the other workers are told, and when calls are stopped until. */
function told({ failed, heldUntil }: { readonly failed?: number; readonly heldUntil?: number } = {}) {
  const words: unknown[][] = [];
  const health: Pick<CallHealth, 'heldUntil' | 'answered' | 'failed'> = {
    async heldUntil(asked) {
      words.push(['held?', asked]);
      return heldUntil;
    },
    async answered(at) {
      words.push(['answered', at]);
    },
    async failed(about, asked) {
      words.push(['failed', about, asked]);
      return failed;
    },
  };
  const calm = { check: async () => {}, isUnsure: () => false, isSuspect: () => false, asked() {} };
  const budget: RateBudget = { take: async () => {}, heed: async (limit) => void words.push(['heed', limit]) };
  return { words, with: { budget, health: { ...calm, ...health } } };
}

test.each([
  new ZoomTransientError('Reset.'),
  new ZoomUnexpectedError('A firewall.', { status: 403 }),
  new ZoomUnexpectedError('Odd.', { status: 400, code: 7 }),
])('a call without a good answer is told as failed: %s', async (error) => {
  const rig = told();
  expect(await judgeCall(error, made, rig.with)).toBe(error);
  expect(rig.words).toEqual([['failed', '/ab==', urgency]]);
});

test.each([new ZoomTransientError('Reset.'), new ZoomUnexpectedError('A firewall.', { status: 403 })])(
  'a call without a good answer is stopped where the account is: %s',
  async (error) => {
    const judged = await judgeCall(error, made, told({ failed: later }).with);
    expect(judged).toBeInstanceOf(ZoomStoppedError);
    expect(judged).toMatchObject({
      message: `Zoom does not answer, whatever is asked: ${error.message}`,
      scope: 'day',
      retryAt: later,
      answer: {},
    });
  },
);

test("an answer with a code of Zoom's own is the meeting's, also where the account is stopped", async () => {
  const error = new ZoomUnexpectedError('Odd.', { status: 400, code: 7 });
  const rig = told({ failed: later });
  expect(await judgeCall(error, made, rig.with)).toBe(error);
  expect(rig.words).toEqual([['failed', '/ab==', urgency]]);
});

const limit = (scope: 'second' | 'day') =>
  new ZoomRateLimitError('Slower.', { status: 429, code: 429 }, { scope, retryAt: later });

test('a limit of the second is heeded, and counts as an answer', async () => {
  const rig = told();
  const error = limit('second');
  expect(await judgeCall(error, made, rig.with)).toBe(error);
  expect(rig.words).toEqual([
    ['heed', error],
    ['answered', askedAt],
  ]);
});

test.each([
  [later + 7, later + 7],
  [undefined, askedAt],
])('a limit of the day is heeded, and over when calls are: held until %s', async (heldUntil, retryAt) => {
  const rig = told(heldUntil === undefined ? {} : { heldUntil });
  const error = limit('day');
  const judged = await judgeCall(error, made, rig.with);
  expect(judged).toBeInstanceOf(ZoomRateLimitError);
  expect(judged).toMatchObject({ message: 'Slower.', answer: error.answer, scope: 'day', retryAt });
  expect(rig.words).toEqual([
    ['heed', error],
    ['held?', urgency],
  ]);
});

test.each([
  new ZoomNotReadyError('Not yet.'),
  new ZoomAccountError('A scope is missing.'),
  new ZoomFinalError('Too old.'),
])('a word of Zoom about this call alone is a good answer: %s', async (error) => {
  const rig = told({ failed: later });
  expect(await judgeCall(error, made, rig.with)).toBe(error);
  expect(rig.words).toEqual([['answered', askedAt]]);
});

test('what is not of Zoom is told to nobody', async () => {
  const rig = told({ failed: later });
  const error = new TypeError('Ours.');
  expect(await judgeCall(error, made, rig.with)).toBe(error);
  expect(rig.words).toEqual([]);
});

test.each([limit('day'), new ZoomTransientError('Reset.'), new ZoomNotReadyError('Not yet.')])(
  'what Zoom said stays what the caller learns where nobody can be told: %s',
  async (error) => {
    const silent = () => Promise.reject(new Error('no DynamoDB'));
    const rig = told();
    const health = { ...rig.with.health, failed: silent, answered: silent };
    expect(await judgeCall(error, made, { budget: { ...rig.with.budget, heed: silent }, health })).toBe(error);
  },
);

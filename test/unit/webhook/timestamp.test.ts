import { describe, expect, test } from 'vitest';
import { isTimely } from '../../../shared/zoom/webhook/webhook-timestamp.ts';

const window = { maxAgeSeconds: 5700, maxAheadSeconds: 300 };
const at = (seconds: number, ms = 0) => new Date(seconds * 1000 + ms);
const signedAt = 1_772_625_600;
const timely = (now: Date, timestamp = String(signedAt)) => isTimely(timestamp, window, now);

describe('a timestamp', () => {
  test('is timely up to the limit back, and not a second more', () => {
    expect(timely(at(signedAt + 5700, 999))).toBe(true);
    expect(timely(at(signedAt + 5701))).toBe(false);
  });

  test('is timely up to the limit ahead, and not a second more', () => {
    expect(timely(at(signedAt - 300))).toBe(true);
    expect(timely(at(signedAt - 300, -1))).toBe(false);
  });

  test.each([
    `${signedAt}000`,
    `${signedAt}.0`,
    ` ${signedAt}`,
    `${signedAt} `,
    `+${signedAt}`,
    `-${signedAt}`,
    '1.7726256e9',
    '0x69a81800',
    `${signedAt},${signedAt}`,
    '１７７２６２５６００',
    'now',
    '',
    '9'.repeat(400),
  ])('%j is refused: it is no plain number of seconds near now', (timestamp) => {
    expect(timely(at(signedAt), timestamp)).toBe(false);
  });
});

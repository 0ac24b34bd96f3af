import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zoomWords } from '../../../shared/zoom/zoom-words.ts';

describe('the words of a refusal', () => {
  test.each([
    'You have reached the maximum per-second rate limit for this API. Try again later.',
    'Only available for paid accounts that have enabled the dashboard feature.',
    'The next page token is either invalid or expired.',
    'Can not access a meeting a year ago.',
    'User does not belong to this account.',
    'This API endpoint is not recognized.',
    'Cannot access webinar information.',
    'Access token is expired.',
  ])('are kept where Zoom documents them: %s', (text) => {
    expect(zoomWords(text)).toBe(text);
  });

  test.each([
    ['User does not exist: ada@example.com.', 'User does not exist: ….'],
    ['Meeting does not exist: 4444AAAiAAAAAiAiAiiAii==.', 'Meeting does not exist: ….'],
    ['Ada Lovelace, Größe (+49 30 1234567) is not a user', '…, … (… 30 …) is not a user'],
    ['ada:lovelace user:ada lovelace', '… user:ada …'],
    ['', ''],
  ])('are masked where they may be personal: %s', (text, masked) => {
    expect(zoomWords(text)).toBe(masked);
  });

  test('never hold an address', () => {
    fc.assert(
      fc.property(
        fc.emailAddress(),
        fc.string(),
        (address, text) => !zoomWords(`${text} ${address}`).includes(address),
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zoomWords } from '../../../shared/zoom/answers/zoom-words.ts';

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

  test.each([
    ['dashboard:read:admin, dashboard_meetings:read:list_meetings:admin', 'every scope'],
    ['user:read report:read:admin account:read meeting:read webinar:read', 'scopes of every kind'],
    ['Code 4711: [4711] (4711); "4711"!?', 'short numbers between any signs'],
  ])('keep scopes and short numbers: %s (%s)', (text) => {
    expect(zoomWords(text)).toBe(text);
  });

  test.each([
    ['ada.user:read', '…'],
    ['my_dashboard:read', '…'],
    ['user:read:Ada', '…'],
    ['user:', 'user:'],
    ['reports:read', '…'],
    ['47110', '…'],
    ['a47', '…'],
    ['the  Ada   Lovelace\tKing  of', 'the  …  of'],
    ['Ada Lovelace King Byron', '…'],
    ['Ada.: Lovelace', '….: …'],
    ['Meeting.Ada', '…'],
    ['MEETING Not Found!', 'MEETING Not Found!'],
  ])('mask what only looks like a word of Zoom: %s', (text, masked) => {
    expect(zoomWords(text)).toBe(masked);
  });

  test('are 300 characters at the most, and what stands far behind is not looked at', () => {
    expect(zoomWords('not '.repeat(1_000))).toBe('not '.repeat(75));
    expect(zoomWords(`${' '.repeat(2_000)}Ada`)).toBe(' '.repeat(300));
    const began = performance.now();
    zoomWords(`${'.'.repeat(1_000_000)}a`);
    expect(performance.now() - began).toBeLessThan(1_000);
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

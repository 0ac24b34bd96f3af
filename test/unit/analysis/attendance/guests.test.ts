import { expect, test } from 'vitest';
import { guestsBy } from '../../../../shared/analysis/attendance/guests.ts';

test.each([
  ['ada@example.org', false],
  ['Ada@EXAMPLE.org ', false],
  ['bo@sub.example.org', true],
  ['cy@example.com', true],
  ['no address', undefined],
  [undefined, undefined],
] as const)('the address %s is of a guest: %s', (email, isGuest) => {
  expect(guestsBy(['example.org'])(email)).toBe(isGuest);
});

test('where the stage names no domains of its own, nobody is said to be a guest', () => {
  expect(guestsBy([])('ada@example.org')).toBeUndefined();
});

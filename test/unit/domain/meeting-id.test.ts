import { expect, test } from 'vitest';
import { isMeetingId, meetingNumber, unknownMeetingId } from '../../../shared/domain/meeting/meeting-id.ts';

test.each(['7', '93201235621', '98765432109876543211', '0123'])('%s is a number that people can dial', (text) => {
  expect(isMeetingId(text)).toBe(true);
});

test.each([unknownMeetingId, '', '0', '000', '-7', '1.5', '1e5', '932 0123', 'a7', '7a', '{}', '９３２'])(
  '"%s" is no number that people can dial',
  (text) => {
    expect(isMeetingId(text)).toBe(false);
  },
);

test.each([
  ['93201235621', '93201235621'],
  ['932 0123 5621', '93201235621'],
  ['932-0123 - 5621', '93201235621'],
  ['7', '7'],
  ['', undefined],
  [' 7', undefined],
  ['a932', undefined],
  ['932 a', undefined],
  ['932.0123', undefined],
  ['4444AAAiAAAAAiAiAiiAii==', undefined],
])('%j has nothing but the number %s', (text, number) => {
  expect(meetingNumber(text)).toBe(number);
});

test('what has no number stands under a word', () => {
  expect(unknownMeetingId).toBe('unknown');
});

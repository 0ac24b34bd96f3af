import { expect, test } from 'vitest';
import { isMeetingId, unknownMeetingId } from '../../../shared/domain/meeting/meeting-id.ts';

test.each(['7', '93201235621', '98765432109876543211', '0123'])('%s is a number that people can dial', (text) => {
  expect(isMeetingId(text)).toBe(true);
});

test.each([unknownMeetingId, '', '0', '000', '-7', '1.5', '1e5', '932 0123', 'a7', '7a', '{}', '９３２'])(
  '"%s" is no number that people can dial',
  (text) => {
    expect(isMeetingId(text)).toBe(false);
  },
);

import { describe, expect, test } from 'vitest';
import { endTimeFrom } from '../../../shared/zoom/webhook-end-time.ts';
import { now } from './webhook-fixture.ts';

describe('the end time', () => {
  const endTimeOf = (endTime: unknown, eventTs: unknown = now.getTime() - 30_000) => endTimeFrom(endTime, eventTs, now);
  const atEvent = '2026-03-04T11:59:30.400Z';

  test.each([undefined, null, '', 'yesterday', 1772625540, '2026-13-45T00:00:00Z', '2026', '2027-01-01T00:00:00Z'])(
    'is the time of the event when it is %j',
    (endTime) => {
      expect(endTimeOf(endTime)).toBe(atEvent);
    },
  );

  test.each([null, '', 'soon', -5, 1e300, {}, now.getTime() + 1e9])(
    'is now when there is none and the time of the event is %j',
    (eventTs) => {
      expect(endTimeOf(undefined, eventTs)).toBe(now.toISOString());
    },
  );

  test('is the time of the event when its text is absurdly long', () => {
    expect(endTimeOf(`2026-03-04T11:59:00.${'0'.repeat(100)}Z`)).toBe(atEvent);
  });

  test('may lie a little ahead, by a clock that is wrong', () => {
    expect(endTimeOf('2026-03-04T12:05:00Z')).toBe('2026-03-04T12:05:00Z');
    expect(endTimeOf('2026-03-04T12:05:01Z')).toBe(atEvent);
  });

  test('keeps its zone, and is UTC without one', () => {
    expect(endTimeOf('2026-03-04T12:59:00+01:00')).toBe('2026-03-04T12:59:00+01:00');
    expect(endTimeOf('2026-03-04T11:59:00')).toBe('2026-03-04T11:59:00Z');
  });
});

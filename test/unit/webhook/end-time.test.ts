import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endTimeFrom, startTimeFrom } from '../../../shared/zoom/webhook/webhook-end-time.ts';
import { now } from './webhook-fixture.ts';

const minuteMs = 60_000;

describe('the end of a meeting', () => {
  const endTimeOf = (
    end: unknown,
    { start, eventTs = now.getTime() - 30_000 }: { start?: unknown; eventTs?: unknown } = {},
  ) => endTimeFrom({ ends: [end], start, eventTs }, now);
  const atEvent = '2026-03-04T11:59:30.400Z';

  test.each([
    undefined,
    null,
    '',
    'yesterday',
    1772625540,
    '2026-13-45T00:00:00Z',
    '2026',
    '2026-03-04T11:59:00Z, about',
    'at 2026-03-04T11:59:00Z',
    ['2026-03-04T11:59:00Z'],
    '2027-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '2010-12-31T23:59:59Z',
  ])('is the time of the event where Zoom names %j', (end) => {
    expect(endTimeOf(end)).toBe(atEvent);
  });

  test('may be as old as Zoom, since a list names old meetings', () => {
    expect(endTimeOf('2011-01-01T00:00:00Z')).toBe('2011-01-01T00:00:00Z');
  });

  test('is the time of the event where Zoom names an end before the start', () => {
    expect(endTimeOf('2026-03-04T10:59:59Z', { start: '2026-03-04T11:00:00Z' })).toBe(atEvent);
    expect(endTimeOf('2026-03-04T11:00:00Z', { start: '2026-03-04T11:00:00Z' })).toBe('2026-03-04T11:00:00Z');
  });

  test.each([undefined, 'soon', '0001-01-01T00:00:00Z', '9999-12-31T00:00:00Z', 12])(
    'is believed though its start is %j, when nothing can have started',
    (start) => {
      expect(endTimeOf('2026-03-04T11:59:00Z', { start })).toBe('2026-03-04T11:59:00Z');
    },
  );

  test('is the first one that can be true where several are named', () => {
    const ends = [undefined, '0001-01-01T00:00:00Z', '2026-03-04T11:58:00Z', '2026-03-04T11:57:00Z'];
    expect(endTimeFrom({ ends, start: undefined }, now)).toBe('2026-03-04T11:58:00Z');
  });

  test.each([
    null,
    '',
    'soon',
    -5,
    0,
    1,
    '1',
    1e300,
    1772625540000.5,
    {},
    true,
    [now.getTime() - minuteMs],
    Date.UTC(2011, 0, 1) - 1,
    now.getTime() + 5 * minuteMs + 1,
  ])('is now where none is named and the time of the event is %j', (eventTs) => {
    expect(endTimeOf(undefined, { eventTs })).toBe(now.toISOString());
  });

  test.each([
    ['as a number', now.getTime() + 5 * minuteMs, '2026-03-04T12:05:00.400Z'],
    ['as a text', String(now.getTime() - minuteMs), '2026-03-04T11:59:00.400Z'],
    ['as old as Zoom', Date.UTC(2011, 0, 1), '2011-01-01T00:00:00.000Z'],
  ])('is the time of the event where none is named, %s', (_form, eventTs, expected) => {
    expect(endTimeOf(undefined, { eventTs })).toBe(expected);
  });

  test('is now where neither an end nor the time of an event is told', () => {
    expect(endTimeFrom({ ends: [], start: undefined }, now)).toBe(now.toISOString());
  });

  test('is the time of the event when its text is absurdly long', () => {
    expect(endTimeOf(`2026-03-04T11:59:00.${'0'.repeat(100)}Z`)).toBe(atEvent);
    const longest = `2026-03-04T11:59:00.${'0'.repeat(19)}Z`;
    expect(longest).toHaveLength(40);
    expect(endTimeOf(longest)).toBe(longest);
    expect(endTimeOf(longest.replace('Z', '0Z'))).toBe(atEvent);
  });

  test('may lie a little ahead, by a clock that is wrong', () => {
    expect(endTimeOf('2026-03-04T12:05:00Z')).toBe('2026-03-04T12:05:00Z');
    expect(endTimeOf('2026-03-04T12:05:01Z')).toBe(atEvent);
  });

  test('keeps its zone, and is UTC without one', () => {
    expect(endTimeOf('2026-03-04T12:59:00+01:00')).toBe('2026-03-04T12:59:00+01:00');
    expect(endTimeOf('2026-03-04T06:29:00-0530')).toBe('2026-03-04T06:29:00-0530');
    expect(endTimeOf('2026-03-04T11:59:00')).toBe('2026-03-04T11:59:00Z');
    expect(endTimeOf('2026-03-04T11:59')).toBe('2026-03-04T11:59Z');
  });

  test('lies between the beginning of Zoom and five minutes from now, and never before a start in that time', () => {
    const time = fc.oneof(
      fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      fc.date({ min: new Date('2026-03-04'), max: new Date('2026-03-05'), noInvalidDate: true }),
    );
    const told = fc.oneof(
      time.map((date) => date.toISOString()),
      fc.jsonValue(),
    );
    const eventTs = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(told), told, eventTs, (ends, start, at) => {
        const endTime = endTimeFrom({ ends, start, eventTs: at }, now);
        const endMs = Date.parse(endTime);
        expect(endMs).toBeGreaterThanOrEqual(Date.UTC(2011, 0, 1));
        expect(endMs).toBeLessThanOrEqual(now.getTime() + 5 * minuteMs);
        const startTime = startTimeFrom(start, now);
        if (ends.includes(endTime) && startTime !== undefined)
          expect(endMs).toBeGreaterThanOrEqual(Date.parse(startTime));
      }),
    );
  });
});

describe('the start of a meeting', () => {
  test('is kept as Zoom wrote it', () => {
    expect(startTimeFrom('2026-03-04T12:05:00+00:00', now)).toBe('2026-03-04T12:05:00+00:00');
  });

  test.each(['0001-01-01T00:00:00Z', '2010-12-31T23:59:59Z', '2026-03-04T12:05:01Z', 'soon', 7, null])(
    'is left out where Zoom says %j',
    (start) => {
      expect(startTimeFrom(start, now)).toBeUndefined();
    },
  );
});

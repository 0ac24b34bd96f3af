import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { dayOfWord, isDay, isDayWord, isLength, lastDays } from '../../../../shared/domain/zone/day-words.ts';
import { zoneNamed } from '../../../../shared/domain/zone/named-zone.ts';
import {
  addDays,
  dayAt,
  instantsOf,
  isTimeZone,
  offsetText,
  utc,
  utcDaysOf,
  wallText,
  type Zone,
} from '../../../../shared/domain/zone/zone.ts';

const names = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
// Zoom began in 2012. Before, Newfoundland set its clocks back at a minute past midnight, into the day before.
const [firstMs, lastMs] = [Date.UTC(2012, 0, 1), Date.UTC(2036, 0, 1)];

const anyInstant = fc.integer({ min: firstMs, max: lastMs });

/** Instants around which a zone's clocks are set, where they are. */
const nearChange = (name: string, atMs: number, byMs: number): number => {
  const change = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(name).getTimeZoneTransition('next');
  return change && change.epochMilliseconds < lastMs ? change.epochMilliseconds + byMs : atMs;
};
const anyCase = fc
  .record({
    name: fc.constantFrom(...names),
    atMs: anyInstant,
    byMs: fc.integer({ min: -26 * 3_600_000, max: 26 * 3_600_000 }),
    near: fc.boolean(),
  })
  .map(({ name, atMs, byMs, near }) => ({ name, atMs: near ? nearChange(name, atMs, byMs) : atMs }));

/** What a clock on the wall shows, by the runtime's own formatter. */
const clockOf = (name: string, atMs: number): string =>
  new Intl.DateTimeFormat('sv', { timeZone: name, dateStyle: 'short', timeStyle: 'medium' }).format(atMs);

test('a time is shown as a clock there shows it, whatever the zone and the instant', () => {
  fc.assert(
    fc.property(anyCase, ({ name, atMs }) => {
      expect(wallText(atMs, zoneNamed(name)).replace('T', ' ')).toBe(clockOf(name, atMs));
    }),
    { numRuns: 600 },
  );
});

test('an instant is within its own day and within no other, over gaps, folds and the date line', () => {
  const isWithin = (atMs: number, day: string, zone: Zone) =>
    zone.startOf(day) <= atMs && atMs < zone.startOf(addDays(day, 1));
  fc.assert(
    fc.property(anyCase, ({ name, atMs }) => {
      const zone = zoneNamed(name);
      const day = dayAt(atMs, zone);
      const days = [-2, -1, 0, 1, 2].map((count) => addDays(day, count));
      expect(days.filter((one) => isWithin(atMs, one, zone))).toEqual([day]);
      expect(dayAt(zone.startOf(day) - 1, zone) < day).toBe(true);
    }),
    { numRuns: 600 },
  );
});

test.each([
  ['Europe/Zurich', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
  ['Europe/Zurich', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'],
  ['Asia/Kathmandu', '2026-11-20', '2026-11-19T18:15:00.000Z', '2026-11-20T18:14:59.999Z'],
  ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', '2018-11-05T01:59:59.999Z'],
  ['Pacific/Kiritimati', '2026-11-20', '2026-11-19T10:00:00.000Z', '2026-11-20T09:59:59.999Z'],
  ['UTC', '2026-11-20', '2026-11-20T00:00:00.000Z', '2026-11-20T23:59:59.999Z'],
])('in %s the day %s lasts from %s to %s', (name, day, from, to) => {
  expect(instantsOf({ from: day, to: day }, zoneNamed(name))).toEqual({ from, to });
});

test('a day that a zone left out, crossing the date line, is refused by its name', () => {
  const samoa = zoneNamed('Pacific/Apia');
  expect(() => instantsOf({ from: '2011-12-30', to: '2011-12-30' }, samoa)).toThrow('no 2011-12-30 in Pacific/Apia');
  expect(instantsOf({ from: '2011-12-29', to: '2011-12-30' }, samoa).to).toBe('2011-12-30T09:59:59.999Z');
});

test('an offset is as short as it can be', () => {
  const at = Date.UTC(2026, 10, 20);
  expect(offsetText(at, utc)).toBe('Z');
  expect(offsetText(at, zoneNamed('Europe/Zurich'))).toBe('+01');
  expect(offsetText(at, zoneNamed('America/St_Johns'))).toBe('-03:30');
  expect(offsetText(at, zoneNamed('Asia/Kathmandu'))).toBe('+05:45');
});

test('names of one zone are one, in any letter case, and others are refused', () => {
  expect(zoneNamed('europe/zurich').id).toBe('Europe/Zurich');
  expect(zoneNamed('asia/kathmandu').id).toBe('Asia/Kathmandu');
  expect(zoneNamed('Etc/UTC')).toBe(utc);
  expect(() => zoneNamed('Mars/Olympus')).toThrow(RangeError);
});

test.each([
  ['2026-11-20', '2026-11-20'],
  ['today', '2026-03-01'],
  ['yesterday', '2026-02-28'],
  ['-7d', '2026-02-22'],
  ['-2w', '2026-02-15'],
])('on 1 March 2026 the word %s is %s', (word, day) => {
  expect(isDayWord(word)).toBe(true);
  expect(dayOfWord(word, '2026-03-01')).toBe(day);
});

test.each(['2026-02-29', '2026-13-01', '20.11.2026', '2026-11-20T00:00Z', '', '-0d', '-7', '7d', '-7y', 'Today'])(
  '%j names no day',
  (text) => expect(isDayWord(text)).toBe(false),
);

test('the last so many days end today', () => {
  expect(lastDays('1d', '2026-03-01')).toEqual({ from: '2026-03-01', to: '2026-03-01' });
  expect(lastDays('7d', '2026-03-01')).toEqual({ from: '2026-02-23', to: '2026-03-01' });
  expect(lastDays('10w', '2026-03-12')).toEqual({ from: '2026-01-02', to: '2026-03-12' });
  expect(['7d', '10w', '0d', '7', '-7d', '7m'].map(isLength)).toEqual([true, true, false, false, false, false]);
});

test('a zone is one that the runtime knows', () => {
  expect(['Europe/Zurich', 'UTC', 'Asia/Kathmandu'].map(isTimeZone)).toEqual([true, true, true]);
  expect(['Europe/Bern', 'Zurich', ''].map(isTimeZone)).toEqual([false, false, false]);
});

test.each(['UTC', 'GMT', 'Etc/UTC', 'Etc/GMT', 'Etc/UCT', 'UCT', 'Zulu'])('%s is UTC, and called so', (name) => {
  expect(zoneNamed(name)).toBe(utc);
  expect(utc.id).toBe('UTC');
});

test('a span of instants touches the UTC days from the first to the last', () => {
  const days = utcDaysOf({ from: '2026-11-20T23:59:59Z', to: '2026-11-22T00:00:00Z' });
  expect(days).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
  expect(utcDaysOf({ from: '2026-11-20T00:00:00Z', to: '2026-11-20T23:59:59Z' })).toEqual(['2026-11-20']);
  expect(utcDaysOf({ from: '2026-11-21T00:00:00Z', to: '2026-11-20T23:59:59Z' })).toEqual([]);
});

test.each([
  'x2026-11-20',
  '2026-11-20x',
  '2026-11-20T00:00',
  'xtoday',
  'todayx',
  '-7dx',
  'x-7d',
  '-1xd',
  '-d',
  '2026-11-31',
])('%s is no word for a day', (text) => {
  expect(isDayWord(text)).toBe(false);
  expect(isDay(text)).toBe(false);
});

test.each(['7dx', 'x7d', '0d', '12345d', '7'])('%s is no length', (text) => {
  expect(isLength(text)).toBe(false);
});

test('an offset of none is written with a plus, as ISO 8601 has it', () => {
  expect(offsetText(0, { ...utc, id: 'Africa/Abidjan' })).toBe('+00');
});

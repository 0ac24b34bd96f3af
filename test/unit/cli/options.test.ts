import { expect, test } from 'vitest';
import { begunDays, chooseDays, daysText, readDay } from '../../../cli/options.ts';
import { protectUuids, readUuid } from '../../../cli/uuid-argument.ts';
import { zoneNamed } from '../../../shared/domain/zone/named-zone.ts';

const now = Date.parse('2026-11-20T12:00:00Z');

test.each(['-bM3k0pVTL2GdZ1rY7eXqA==', '--M3k0pVTL2GdZ1rY7eXqA==', '-/+3k0pVTL2GdZ1rY7eXqA==', '-hV==', '-x='])(
  'the UUID %s, which looks like an option, is marked and read back',
  (uuid) => {
    const [marked = ''] = protectUuids([uuid]);
    expect(marked).not.toMatch(/^-/);
    expect(readUuid(marked)).toBe(uuid);
  },
);

test.each(['--json', '-h', '--limit', '--data-dir=', '--table=Captures', '--region=eu-west-1', '/x+==', '--'])(
  'the argument %s is not taken for a UUID that looks like an option',
  (argument) => {
    expect(protectUuids([argument])).toEqual([argument]);
    expect(readUuid(argument)).toBe(argument);
  },
);

test('a blank UUID is refused', () => {
  expect(() => readUuid('')).toThrow('It is blank');
});

test('the days of a question are one day, or from one to another, the last being today unless it is said', () => {
  const late = Date.parse('2026-11-20T23:59:59Z');
  expect(chooseDays({ day: '2026-11-19' }, late)).toEqual({ from: '2026-11-19', to: '2026-11-19' });
  const november = { from: '2026-11-01', to: '2026-11-30' };
  expect(chooseDays(november, late)).toEqual(november);
  expect(chooseDays({ from: '2026-11-01' }, late)).toEqual({ from: '2026-11-01', to: '2026-11-20' });
  expect(chooseDays({ from: '-1w', to: 'yesterday' }, late)).toEqual({ from: '2026-11-13', to: '2026-11-19' });
  expect(chooseDays({ last: '7d' }, late)).toEqual({ from: '2026-11-14', to: '2026-11-20' });
  expect(daysText({ from: '2026-11-01', to: '2026-11-20' })).toBe('from 2026-11-01 to 2026-11-20 (UTC)');
});

test('today is the day that a calendar in the zone shows', () => {
  const late = Date.parse('2026-11-20T23:59:59Z');
  const zurich = zoneNamed('Europe/Zurich');
  expect(chooseDays({ day: 'today' }, late, zurich)).toEqual({ from: '2026-11-21', to: '2026-11-21' });
  expect(chooseDays({ from: '2026-11-21' }, late, zurich)).toEqual({ from: '2026-11-21', to: '2026-11-21' });
  expect(daysText({ from: '2026-11-21', to: '2026-11-21' }, zurich)).toBe('on 2026-11-21 (Europe/Zurich)');
});

test.each([
  [{}],
  [{ to: '2026-11-20' }],
  [{ day: '2026-11-20', from: '2026-11-01' }],
  [{ from: '2026-11-21' }],
  [{ last: '7d', day: 'today' }],
])('the options %j name no days, and are refused', (options) =>
  expect(() => chooseDays(options, now)).toThrow(/Give --day|leave one|is after today/),
);

test('days are counted in UTC, both ends included, over the end of a month', () => {
  expect(begunDays({ from: '2026-02-27', to: '2026-03-01' }, now)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  expect(begunDays({ from: '2026-11-20', to: '2026-11-20' }, now)).toEqual(['2026-11-20']);
});

test('days that have not begun are left out, and a span of none of them is refused', () => {
  expect(begunDays({ from: '2026-11-19', to: '2026-11-30' }, now)).toEqual(['2026-11-19', '2026-11-20']);
  expect(() => begunDays({ from: '2026-11-21', to: '2026-11-30' }, now)).toThrow('2026-11-21 has not begun');
});

test.each(['2026-02-29', '2026-13-01', '20.11.2026', '2026-11-20T00:00Z', ''])('%j is no day', (text) => {
  expect(() => readDay(text)).toThrow('It must be a day');
});

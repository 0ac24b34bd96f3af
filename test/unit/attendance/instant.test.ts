import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../../shared/analysis/attendance/time.ts';

describe('a time as Zoom writes it', () => {
  test.each([
    ['2022-03-01T10:15:14Z', '2022-03-01T10:15:14.000Z'],
    ['2022-03-01T10:15:14.25Z', '2022-03-01T10:15:14.250Z'],
    ['2022-03-01T10:15:14.0000000+00:00', '2022-03-01T10:15:14.000Z'],
    ['2022-03-01T10:15:14.6609999+00:00', '2022-03-01T10:15:14.660Z'],
    ['2022-03-01T00:15:14.5000000+02:00', '2022-02-28T22:15:14.500Z'],
    ['2022-03-01T20:15:14-0530', '2022-03-02T01:45:14.000Z'],
    ['2022-03-01T10:15:14', '2022-03-01T10:15:14.000Z'],
    ['2022-03-01 10:15', '2022-03-01T10:15:00.000Z'],
    [' 2024-02-29T00:00:00z ', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(parseInstant(text)).toBe(Date.parse(expected));
  });

  test.each([
    '',
    ' ',
    undefined,
    null,
    0,
    1646129714000,
    {},
    'soon',
    '2022-02-30T10:00:00Z',
    '2022-03-01T24:00:00Z',
    '12:15',
  ])('%j is none', (value) => {
    expect(parseInstant(value)).toBeUndefined();
  });
});

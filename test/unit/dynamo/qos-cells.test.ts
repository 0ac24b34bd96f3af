import { describe, expect, test } from 'vitest';
import { blank, cellEncoder, decodeCell, unitOf } from '../../../shared/dynamo/samples/qos-cells.ts';

/** The attribute that a value becomes. */
const cellOf = (metric: string, value: unknown) => {
  const cell = cellEncoder(metric)(value);
  return cell && JSON.parse(cell.text);
};

const units = {
  bitrate: ' kbps',
  latency: ' ms',
  jitter: ' ms',
  avg_loss: '%',
  max_loss: '%',
  frame_rate: ' fps',
  zoom_min_cpu_usage: '%',
  zoom_avg_cpu_usage: '%',
  zoom_max_cpu_usage: '%',
  system_max_cpu_usage: '%',
};

describe('a QoS value as an element of its list', () => {
  test.each(Object.entries(units))('of %s is a number in the unit%s', (metric, unit) => {
    expect(unitOf(metric)).toBe(unit);
    expect(cellOf(metric, `12.5${unit}`)).toEqual({ N: '12.5' });
    expect(cellOf(metric, '12.5')).toEqual({ S: '12.5' });
    expect(decodeCell({ N: '12.5' }, unit)).toBe(`12.5${unit}`);
  });

  test.each(['resolution', 'constructor', 'toString', ''])('of %s has no unit', (metric) => {
    expect(unitOf(metric)).toBeUndefined();
    expect(cellOf(metric, '12.5 ms')).toEqual({ S: '12.5 ms' });
  });

  test.each('0 7 -3 10 123456789012345 0.1 -0.5 123456789.000001 -1.25 0.000001'.split(' '))(
    'is a number where DynamoDB gives back every digit: %s',
    (number) => {
      expect(cellOf('latency', `${number} ms`)).toEqual({ N: number });
    },
  );

  const otherSpellings =
    '- 00 -0 01 1. .5 1.0 1.50 +1 1e3 1234567890123456 1234567890.5 0.1234567 -00.5 1,5 x1 --1 -0.0';
  test.each(['', ' 1', '1 ', '1 ms', ...otherSpellings.split(' ')])(
    'stays a text where its number would be written otherwise: "%s"',
    (number) => {
      expect(cellOf('latency', `${number} ms`)).toEqual({ S: `${number} ms` });
    },
  );

  test('is what it is where it is no text: a number without a unit, or a truth', () => {
    expect(cellOf('resolution', 7)).toEqual({ N: '7' });
    expect(cellOf('max_rssi', -0.5)).toEqual({ N: '-0.5' });
    expect(cellOf('latency', true)).toEqual({ BOOL: true });
    expect(cellOf('resolution', false)).toEqual({ BOOL: false });
  });

  test.each([
    ['a number that would seem to have a unit', 'latency', 7],
    ['a number that no attribute holds', 'resolution', -0],
    ['half a character', 'resolution', '\ud83d'],
    ['half a character in a long text', 'resolution', `${'a'.repeat(20)}\ud83d`],
    ['null', 'resolution', null],
    ['nothing', 'resolution', undefined],
    ['a list', 'resolution', []],
    ['an object', 'resolution', {}],
  ])('does not exist for %s', (_what, metric, value) => {
    expect(cellEncoder(metric)(value)).toBeUndefined();
  });

  test('is the same however many others there were', () => {
    const encode = cellEncoder('latency');
    for (let number = 0; number < 12_000; number += 1) expect(encode(`${number} ms`)?.text).toBe(`{"N":"${number}"}`);
    expect(encode('7 ms')).toBe(encode('7 ms'));
    expect(cellOf('bitrate', '7 ms')).toEqual({ S: '7 ms' });
    expect(cellOf('bitrate', '7 kbps')).toEqual({ N: '7' });
  });

  test('counts about the bytes that DynamoDB counts', () => {
    const bytes = (metric: string, value: unknown) => cellEncoder(metric)(value)?.bytes;
    expect(bytes('latency', '12345 ms')).toBe(6);
    expect(bytes('latency', 'é')).toBe(3);
    expect(bytes('resolution', 'a'.repeat(100))).toBe(101);
    expect(bytes('resolution', 125)).toBe(6);
    expect(bytes('resolution', true)).toBe(7);
  });

  test.each([
    [{ S: '' }, ''],
    [{ BOOL: false }, false],
    [{ N: '7' }, 7],
    [JSON.parse(blank), undefined],
  ])('%j without a unit stands for %j', (cell, value) => {
    expect(decodeCell(cell, undefined)).toBe(value);
  });
});

import { describe, expect, test } from 'vitest';
import {
  isBadMinute,
  limits,
  type Medium,
  readMeasure,
  readStream,
} from '../../../shared/domain/quality/stream-minute.ts';

describe('a measure of Zoom', () => {
  test.each([
    ['126 ms', ' ms', 126],
    ['0 ms', ' ms', 0],
    ['27.10 kbps', ' kbps', 27.1],
    ['0.03%', '%', 0.03],
    ['999999999 ms', ' ms', 999_999_999],
  ] as const)('the measure %s with the unit %j is %d', (text, unit, number) => {
    expect(readMeasure(text, unit)).toBe(number);
  });

  test.each([
    ['', ' ms'],
    ['-', ' ms'],
    [' ms', ' ms'],
    ['- ms', ' ms'],
    ['-3 ms', ' ms'],
    ['1e3 ms', ' ms'],
    ['0x10 ms', ' ms'],
    ['1,234 ms', ' ms'],
    ['126', ' ms'],
    ['126 kbps', ' ms'],
    ['1.2 mbps', ' kbps'],
    ['NaN%', '%'],
    ['9999999999 ms', ' ms'],
    [`${'9'.repeat(400)} ms`, ' ms'],
    ['0*0', ' ms'],
    ['good', '%'],
    [126, ' ms'],
    [null, ' ms'],
    [undefined, ' ms'],
    [['126 ms'], ' ms'],
  ] as const)('%j with the unit %j is no measure, not zero', (value, unit) => {
    expect(readMeasure(value, unit)).toBeUndefined();
  });
});

describe('a stream', () => {
  test('a stream with one number ran, and its other measures are absent', () => {
    const reading = readStream({ bitrate: '', latency: '80 ms', jitter: '-', avg_loss: '', resolution: '0*0' });
    expect(reading).toEqual({ latency: 80 });
  });

  test.each([
    [{ bitrate: '', latency: '', jitter: '', avg_loss: '', max_loss: '', resolution: '0*0', frame_rate: '-' }],
    [{ resolution: '1280*720', frame_rate: '12 fps' }],
    [{}],
    ['126 ms'],
    [[{ latency: '126 ms' }]],
    [null],
    [undefined],
  ])('a stream with the sample %j did not run', (group) => {
    expect(readStream(group)).toBeUndefined();
  });
});

const media: Medium[] = ['audio', 'video', 'as'];

describe.each(media)('a minute of %s', (medium) => {
  test.each([
    ['latency', 150, 150.01],
    ['jitter', 40, 40.01],
    ['avg_loss', 2, 2.01],
  ] as const)('a minute of this medium is good with %s of %d, and bad with %d', (metric, good, bad) => {
    expect(limits[medium][metric]).toBe(good);
    expect(isBadMinute(medium, { [metric]: good })).toBe(false);
    expect(isBadMinute(medium, { [metric]: bad })).toBe(true);
  });

  test('a minute on every limit at once is good, whatever its bitrate and its worst moment of loss', () => {
    const reading = { latency: 150, jitter: 40, avg_loss: 2, max_loss: 100, bitrate: 0 };
    expect(isBadMinute(medium, reading)).toBe(false);
  });

  test('a minute is bad for one measure alone, with the others absent or fine', () => {
    expect(isBadMinute(medium, { latency: 20, jitter: 3, avg_loss: 30 })).toBe(true);
    expect(isBadMinute(medium, {})).toBe(false);
  });
});

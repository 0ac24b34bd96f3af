import { describe, expect, test } from 'vitest';
import { isBadMinute, limits, type Medium } from '../../../shared/domain/quality/thresholds.ts';

const media: Medium[] = ['audio', 'video', 'as'];

describe.each(media)('a minute of %s', (medium) => {
  test.each([
    ['latency', 150, 150.01],
    ['jitter', 40, 40.01],
    ['avg_loss', 2, 2.01],
  ] as const)('is good with %s of %d, and bad with %d', (metric, good, bad) => {
    expect(limits[medium][metric]).toBe(good);
    expect(isBadMinute(medium, { [metric]: good })).toBe(false);
    expect(isBadMinute(medium, { [metric]: bad })).toBe(true);
  });

  test('is good on every limit at once, whatever its bitrate and its worst moment of loss', () => {
    const reading = { latency: 150, jitter: 40, avg_loss: 2, max_loss: 100, bitrate: 0 };
    expect(isBadMinute(medium, reading)).toBe(false);
  });

  test('is bad for one measure alone, the others absent or fine', () => {
    expect(isBadMinute(medium, { latency: 20, jitter: 3, avg_loss: 30 })).toBe(true);
    expect(isBadMinute(medium, {})).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createHistogram,
  createQualityGatherer,
  cutIntoColumns,
  findColumn,
} from '../../../../shared/analysis/quality/quality-over-time.ts';

const startMs = Date.parse('2026-11-19T09:00:00Z');
const columns = cutIntoColumns(startMs, startMs + 10 * 60_000);
const at = (minute: number, groups: Readonly<Record<string, unknown>>) => ({
  date_time: new Date(startMs + minute * 60_000).toISOString(),
  ...groups,
});

describe('quality over time', () => {
  test('quality over time has median and p95 of each medium and minute over the sessions, of input and output the worse', () => {
    const gatherer = createQualityGatherer(columns);
    for (const latency of [10, 20, 30]) {
      gatherer.add([
        at(3, { audio_input: { latency: '5 ms' }, audio_output: { latency: `${latency} ms`, jitter: '41 ms' } }),
      ]);
    }
    const { audio, video } = gatherer.points();
    const jitter = { median: 41, p95: 41 };
    expect(audio).toEqual([{ fromMs: startMs + 180_000, heard: 3, bad: 3, latency: { median: 20, p95: 30 }, jitter }]);
    expect(video).toEqual([]);
  });

  test('a minute on the limit is not bad, over the limit it is', () => {
    const gatherer = createQualityGatherer(columns);
    for (const avg_loss of ['2.0%', '2.01%']) gatherer.add([at(0, { as_output: { avg_loss } })]);
    expect(gatherer.points().as).toEqual([
      expect.objectContaining({ heard: 2, bad: 1, avg_loss: { median: 2, p95: 2.01 } }),
    ]);
  });

  test('samples of another shape, without a time, of another time, or without a stream count as nothing', () => {
    const gatherer = createQualityGatherer(columns);
    const audio_input = { latency: '12 ms' };
    gatherer.add([null, 'x', 3, { audio_input }, { date_time: 'soon', audio_input }, at(-5, { audio_input })]);
    gatherer.add([at(99, { audio_input }), at(1, { audio_input: { latency: '-' } }), at(1, { audio_input: [] })]);
    expect(gatherer.points()).toEqual({ audio: [], video: [], as: [] });
  });
});

describe('a histogram', () => {
  test('a histogram without values has no quantiles', () => {
    expect(createHistogram().quantiles()).toBeUndefined();
  });

  test('a histogram has the nearest ranks of any values, exact for whole numbers below 1,000 and within half a percent else', () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 999 }), fc.double({ min: 0.02, max: 900_000, noNaN: true }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), (values) => {
        const histogram = createHistogram();
        for (const one of values) histogram.add(one);
        const sorted = values.toSorted((a, b) => a - b);
        const ranked = (percent: number) => sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
        const { median, p95 } = histogram.quantiles() ?? { median: -1, p95: -1 };
        for (const [found, exact] of [
          [median, ranked(50)],
          [p95, ranked(95)],
        ] as const) {
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(
            Number.isInteger(exact) && exact < 1000 ? 0 : exact * 0.0051,
          );
        }
      }),
    );
  });

  test.each([0, 2, 2.03, 0.4, 40, 150, 0.01])('a histogram keeps %d as it is', (value) => {
    const histogram = createHistogram();
    histogram.add(value);
    expect(histogram.quantiles()).toEqual({ median: value, p95: value });
  });
});

describe('the columns of a stretch of time', () => {
  const startMs = Date.parse('2026-11-19T09:00:30Z');

  test('columns are minutes up to four hours, from a whole minute on', () => {
    expect(cutIntoColumns(startMs, startMs + 30 * 60_000)).toEqual({
      fromMs: Date.parse('2026-11-19T09:00:00Z'),
      widthMs: 60_000,
      count: 31,
    });
  });

  test('columns are never more than 240, and cover all of the time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 * 365 * 24 * 60 * 60_000 }), (lengthMs) => {
        const columns = cutIntoColumns(startMs, startMs + lengthMs);
        expect(columns.count).toBeGreaterThanOrEqual(1);
        expect(columns.count).toBeLessThanOrEqual(240);
        expect(columns.fromMs + columns.count * columns.widthMs).toBeGreaterThanOrEqual(startMs + lengthMs);
      }),
    );
  });

  test('an instant outside of the columns has no column', () => {
    const columns = cutIntoColumns(startMs, startMs + 60_000);
    expect([-60_000, -30_000, 0, 89_000, 90_000].map((ms) => findColumn(columns, startMs + ms))).toEqual([
      undefined,
      0,
      0,
      1,
      undefined,
    ]);
  });
});

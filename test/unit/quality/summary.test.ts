import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { streamNames, summarizeQuality } from '../../../shared/domain/quality/summary.ts';

const blank = { bitrate: '', latency: '', jitter: '', avg_loss: '', max_loss: '' };
const noPicture = { ...blank, resolution: '0*0', frame_rate: '-' };
const stream = (kbps: number, latency: number, jitter: number, loss: number, worst: number) => ({
  bitrate: `${kbps} kbps`,
  latency: `${latency} ms`,
  jitter: `${jitter} ms`,
  avg_loss: `${loss}%`,
  max_loss: `${worst}%`,
});

describe('the summary of a session', () => {
  test('the summary of four minutes is what a calculation by hand gives', () => {
    const samples = [
      { audio_input: stream(40, 100, 10, 0, 1), video_output: stream(900, 150, 40, 2, 50) },
      { audio_input: stream(60, 160, 10, 0, 1), video_output: { ...stream(500, 20, 41, 0, 0), frame_rate: '12 fps' } },
      { audio_input: blank, video_output: stream(700, 40, 9, 0, 0), as_input: noPicture },
      { audio_input: stream(20, 40, 40, 2.5, 30), video_output: noPicture },
    ].map((streams, minute) => ({
      date_time: `2026-11-20T10:0${minute}:00Z`,
      ...streams,
      cpu_usage: { zoom_max_cpu_usage: `${minute}%`, system_max_cpu_usage: `${90 - minute}%` },
    }));
    expect(summarizeQuality(samples)).toEqual({
      minutes: 4,
      badMinutes: 2,
      badShare: 0.5,
      maxSystemCpu: 90,
      maxZoomCpu: 3,
      audio_input: {
        minutes: 3,
        badShare: 0.6667,
        loss: { avg: 0.83, p95: 2.5, max: 30 },
        jitter: { avg: 20, p95: 40, max: 40 },
        latency: { avg: 100, p95: 160, max: 160 },
        bitrate: { avg: 40, p95: 60, max: 60 },
        minBitrate: 20,
      },
      video_output: {
        minutes: 3,
        badShare: 0.3333,
        loss: { avg: 0.67, p95: 2, max: 50 },
        jitter: { avg: 30, p95: 41, max: 41 },
        latency: { avg: 70, p95: 150, max: 150 },
        bitrate: { avg: 700, p95: 900, max: 900 },
        minBitrate: 500,
      },
    });
  });

  test('a summary counts a minute once, however many of its streams are bad', () => {
    const bad = stream(1, 900, 900, 90, 90);
    const summary = summarizeQuality([{ audio_input: bad, audio_output: bad, as_output: bad }, { audio_input: blank }]);
    expect(summary).toMatchObject({ minutes: 1, badMinutes: 1, badShare: 1 });
    expect(summary?.as_output).toMatchObject({ minutes: 1, badShare: 1 });
  });

  test('a summary leaves out a measure that has no number, and does not take it for zero', () => {
    const summary = summarizeQuality([
      { audio_input: { ...blank, latency: '80 ms' } },
      { audio_input: { jitter: '' } },
    ]);
    expect(summary?.audio_input).toEqual({ minutes: 1, badShare: 0, latency: { avg: 80, p95: 80, max: 80 } });
  });

  test('the summary of a session without any stream says no more than how busy the machine was', () => {
    const cpu_usage = { zoom_max_cpu_usage: '', system_max_cpu_usage: '12%' };
    expect(summarizeQuality([{ audio_input: blank, cpu_usage }])).toEqual({
      minutes: 0,
      badMinutes: 0,
      badShare: 0,
      maxSystemCpu: 12,
    });
  });

  test.each([[[]], [[null, 'text', 7, [], {}]], [[{ audio_input: '126 ms', cpu_usage: 3 }]]])(
    'the samples %j have no summary',
    (samples) => {
      expect(summarizeQuality(samples)).toBeUndefined();
    },
  );

  test('a summary leaves out room connectors and gateways', () => {
    expect(summarizeQuality([{ audio_device_from_crc: stream(1, 900, 1, 1, 1) }])).toBeUndefined();
  });
});

const metrics = ['bitrate', 'latency', 'jitter', 'avg_loss', 'max_loss'] as const;
const units = { bitrate: ' kbps', latency: ' ms', jitter: ' ms', avg_loss: '%', max_loss: '%' };
type Metric = (typeof metrics)[number];
type Minute = Partial<Record<string, Partial<Record<Metric, number | undefined>>>>;

/** A number around the limits, or none. */
const value = fc.option(fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(0.5, 2, 2.01, 40, 40.5)), {
  nil: undefined,
});
const reading = fc.record(Object.fromEntries(metrics.map((metric) => [metric, value])), { requiredKeys: [] });
const minute: fc.Arbitrary<Minute> = fc.record(Object.fromEntries(streamNames.map((name) => [name, reading])), {
  requiredKeys: [],
});

/** As Zoom would write the minute; no number is a blank. */
const written = (streams: Minute) =>
  Object.fromEntries(
    Object.entries(streams).map(([name, of]) => [
      name,
      Object.fromEntries(metrics.map((metric) => [metric, text(of?.[metric], units[metric])])),
    ]),
  );
const text = (number: number | undefined, unit: string) => (number === undefined ? '-' : `${number}${unit}`);

const isBad = (of: Minute[string]) => (of?.latency ?? 0) > 150 || (of?.jitter ?? 0) > 40 || (of?.avg_loss ?? 0) > 2;
const ran = (of: Minute[string]) => Object.values(of ?? {}).some((number) => number !== undefined);

test('a summary has the counts, averages and maxima that counting minute by minute gives', () => {
  fc.assert(
    fc.property(fc.array(minute, { maxLength: 40 }), (minutes) => {
      const summary = summarizeQuality(minutes.map(written));
      const running = minutes.filter((streams) => Object.values(streams).some(ran));
      expect(summary?.minutes ?? 0).toBe(running.length);
      expect(summary?.badMinutes ?? 0).toBe(running.filter((streams) => Object.values(streams).some(isBad)).length);
      for (const name of streamNames) {
        const own = minutes.map((streams) => streams[name]).filter(ran);
        const found = summary?.[name];
        expect(found?.minutes ?? 0).toBe(own.length);
        if (!found) continue;
        expect(found.badShare).toBeCloseTo(own.filter(isBad).length / own.length, 3);
        const numbers = (metric: Metric) => own.map((of) => of?.[metric]).filter((number) => number !== undefined);
        const latencies = numbers('latency');
        expect(found.latency === undefined).toBe(latencies.length === 0);
        if (found.latency) {
          const average = latencies.reduce((sum, number) => sum + number, 0) / latencies.length;
          expect(Math.abs(found.latency.avg - average)).toBeLessThanOrEqual(0.5);
          expect(found.latency.max).toBe(Math.max(...latencies));
        }
        const losses = numbers('avg_loss');
        if (found.loss) expect(found.loss.max).toBe(Math.max(...losses, ...numbers('max_loss')));
        expect(found.loss === undefined).toBe(losses.length === 0);
      }
    }),
    { numRuns: 300 },
  );
});

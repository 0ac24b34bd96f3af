import { describe, expect, test } from 'vitest';
import type { PersonQuality } from '../../../shared/analysis/quality/person-quality.ts';
import { rankWorst } from '../../../shared/analysis/quality/person-quality.ts';
import { createQualityGatherer, cutIntoColumns } from '../../../shared/analysis/quality/quality-over-time.ts';

const startMs = Date.parse('2026-11-19T09:00:00Z');
const columns = cutIntoColumns(startMs, startMs + 10 * 60_000);
const at = (minute: number, groups: Readonly<Record<string, unknown>>) => ({
  date_time: new Date(startMs + minute * 60_000).toISOString(),
  ...groups,
});

describe('quality over time', () => {
  test('is by medium and minute the median and the p95 over the sessions, of input and output the worse', () => {
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

  test('on the limit is not bad, over it is', () => {
    const gatherer = createQualityGatherer(columns);
    for (const avg_loss of ['2.0%', '2.01%']) gatherer.add([at(0, { as_output: { avg_loss } })]);
    expect(gatherer.points().as).toEqual([
      expect.objectContaining({ heard: 2, bad: 1, avg_loss: { median: 2, p95: 2.01 } }),
    ]);
  });

  test('takes nothing from samples of another shape, without a time, of another time, or without a stream', () => {
    const gatherer = createQualityGatherer(columns);
    const audio_input = { latency: '12 ms' };
    gatherer.add([null, 'x', 3, { audio_input }, { date_time: 'soon', audio_input }, at(-5, { audio_input })]);
    gatherer.add([at(99, { audio_input }), at(1, { audio_input: { latency: '-' } }), at(1, { audio_input: [] })]);
    expect(gatherer.points()).toEqual({ audio: [], video: [], as: [] });
  });
});

test('the worst come first by their share of bad minutes, those measured for less than five minutes after the others', () => {
  const one = (name: string, minutes: number, badMinutes: number) => ({
    name,
    quality: { minutes, badMinutes, badShare: badMinutes / minutes, excesses: [] },
  });
  const people: { readonly name: string; readonly quality?: PersonQuality }[] = [
    one('short', 2, 2),
    one('some', 50, 5),
    one('none', 50, 0),
    one('most', 20, 19),
    { name: 'unmeasured' },
  ];
  expect(rankWorst(people, 9).map(({ name }) => name)).toEqual(['most', 'some', 'short']);
  expect(rankWorst(people, 1).map(({ name }) => name)).toEqual(['most']);
});

import { expect, test } from 'vitest';
import { readMeasure, worstExcess } from '../../../shared/domain/quality/stream-minute.ts';
import { assessQuality } from '../../../shared/domain/quality/summary.ts';

const good = { latency: '150 ms', jitter: '40 ms', avg_loss: '2%' };
const at = (minute: number) => `2026-11-20T10:0${minute}:00Z`;

test('bad minutes are listed in their order, each with the measure that was worst by its limit', () => {
  const assessed = assessQuality([
    { date_time: at(0), audio_input: good },
    { date_time: at(1), audio_input: { ...good, latency: '300 ms', jitter: '100 ms' } },
    { date_time: at(2), audio_input: { ...good, latency: '151 ms' }, video_output: { ...good, avg_loss: '3%' } },
    { date_time: at(3), audio_output: { ...good, avg_loss: '4%' }, video_output: { ...good, latency: '300 ms' } },
    { date_time: 7, as_input: { jitter: '41 ms' } },
    { date_time: at(5), audio_input: { latency: '' } },
    'no sample',
  ]);
  expect(assessed?.badMinutes).toStrictEqual([
    { at: at(1), stream: 'audio_input', measure: 'jitter', value: 100, limit: 40 },
    { at: at(2), stream: 'video_output', measure: 'avg_loss', value: 3, limit: 2 },
    { at: at(3), stream: 'audio_output', measure: 'avg_loss', value: 4, limit: 2 },
    { stream: 'as_input', measure: 'jitter', value: 41, limit: 40 },
  ]);
  expect(assessed?.summary.badMinutes).toBe(4);
});

test('bad minutes are none where all are good, and nothing is told where nothing ran', () => {
  expect(assessQuality([{ date_time: at(0), audio_input: good }])).toMatchObject({
    summary: { minutes: 1, badMinutes: 0 },
    badMinutes: [],
  });
  expect(assessQuality([{ date_time: at(0), audio_input: { latency: '' } }])).toBeUndefined();
  expect(assessQuality([{ cpu_usage: { zoom_max_cpu_usage: '7%' } }])?.summary).toStrictEqual({
    minutes: 0,
    badMinutes: 0,
    badShare: 0,
    maxZoomCpu: 7,
  });
});

test.each([
  [
    { latency: 300, jitter: 100, avg_loss: 4 },
    { measure: 'jitter', value: 100, limit: 40 },
  ],
  [
    { latency: 300, jitter: 80, avg_loss: 4 },
    { measure: 'latency', value: 300, limit: 150 },
  ],
  [{ avg_loss: 3 }, { measure: 'avg_loss', value: 3, limit: 2 }],
  [{ latency: 10 }, { measure: 'latency', value: 10, limit: 150 }],
])('a bad minute was worst in what is most times its limit, the first of equals: %j', (reading, worst) => {
  expect(worstExcess('audio', reading)).toEqual(worst);
});

test.each([
  ['0.5 ms', 0.5],
  ['868830010.857537364 ms', 868_830_010.857_537_4],
  ['999999999 ms', 999_999_999],
  ['1000000000 ms', undefined],
  ['1000000000.5 ms', undefined],
  ['0.123456789 ms', 0.123_456_789],
  ['0.1234567891 ms', undefined],
  ['7. ms', undefined],
  ['.7 ms', undefined],
  ['1.2.3 ms', undefined],
  ['-1 ms', undefined],
  ['1e3 ms', undefined],
  [' ms', undefined],
])('the measure %j is the number that it says: %s', (text, value) => {
  expect(readMeasure(text, ' ms')).toBe(value);
});

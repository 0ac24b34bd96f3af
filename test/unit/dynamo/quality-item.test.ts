import { describe, expect, test } from 'vitest';
import { type QualitySummary, streamNames, summarizeQuality } from '../../../shared/domain/quality/summary.ts';
import { fromAttribute, toAttribute } from '../../../shared/dynamo/rows/attribute-values.ts';
import { decodeSummary, qualityAttributes } from '../../../shared/dynamo/rows/quality-item.ts';
import { itemBytes } from './item-bytes.ts';

const meeting = { account: 'abcdefghijABCDEFGHIJ12', endTime: '2026-11-20T23:59:59+02:00' };
const summary = (minutes: number, badMinutes: number): QualitySummary => ({
  minutes,
  badMinutes,
  badShare: Math.round((badMinutes / minutes) * 10_000) / 10_000,
});
const rank = (minutes: number, badMinutes: number) =>
  qualityAttributes(summary(minutes, badMinutes), meeting).qualityRank?.S ?? '';

describe("a session's quality on its item", () => {
  test('comes back as it was', () => {
    const streams = { latency: '126 ms', jitter: '3 ms', avg_loss: '0.5%', max_loss: '4%', bitrate: '27.15 kbps' };
    const whole = summarizeQuality([
      { audio_input: streams, as_output: { latency: '90 ms' }, cpu_usage: { system_max_cpu_usage: '11%' } },
    ]);
    if (!whole) throw new Error('nothing measured');
    expect(decodeSummary(qualityAttributes(whole, meeting))).toEqual(whole);
    expect(() => decodeSummary({})).toThrow();
  });

  test('reads as a list for each stream: minutes, bad share, then average, p95 and maximum of each measure', () => {
    const whole = summarizeQuality([{ audio_input: { latency: '100 ms' } }, { audio_input: { latency: '200 ms' } }]);
    if (!whole) throw new Error('nothing measured');
    const { summary: stored } = qualityAttributes(whole, {});
    const none = [null, null, null];
    expect(stored && fromAttribute(stored)).toEqual({
      minutes: 2,
      badMinutes: 1,
      audio_input: [2, 0.5, ...none, ...none, 150, 200, 200, ...none, null],
    });
  });

  test('reads the same from items of the first form, which had names for all', () => {
    const { minutes, badMinutes, badShare, ...others } = summary(3, 1);
    const stream = { minutes: 3, badShare: 0.3333, latency: [150, 200, 200], bitrate: [27, 28, 29], minBitrate: 2 };
    const stored = toAttribute({ minutes, badMinutes, badShare, maxZoomCpu: 5, audio_input: stream, ...others });
    expect(decodeSummary({ summary: stored ?? { NULL: true } })).toEqual({
      minutes: 3,
      badMinutes: 1,
      badShare: 0.3333,
      maxZoomCpu: 5,
      audio_input: {
        minutes: 3,
        badShare: 0.3333,
        latency: { avg: 150, p95: 200, max: 200 },
        bitrate: { avg: 27, p95: 28, max: 29 },
        minBitrate: 2,
      },
    });
  });

  test.each([
    ['too short', [2, 0.5]],
    ['too long', Array.from({ length: 16 }, () => 1)],
    ['without its minutes', [null, ...Array.from({ length: 14 }, () => 1)]],
  ])('is an error where the list of a stream is %s', (_what, list) => {
    const stored = toAttribute({ minutes: 2, badMinutes: 1, audio_input: list });
    expect(() => decodeSummary({ summary: stored ?? { NULL: true } })).toThrow();
  });

  test('is listed under the account and the UTC day on which the meeting ended', () => {
    expect(qualityAttributes(summary(60, 15), meeting)).toMatchObject({
      qualityDay: { S: 'abcdefghijABCDEFGHIJ12#2026-11-20' },
      qualityRank: { S: '0.2500#000015' },
    });
    const later = { ...meeting, endTime: '2026-11-20T23:59:59-02:00' };
    expect(qualityAttributes(summary(60, 15), later).qualityDay?.S).toMatch(/#2026-11-21$/);
  });

  test.each([
    ['it had no bad minute', summary(60, 0), meeting],
    ['the account is not known', summary(60, 9), { endTime: meeting.endTime }],
    ['the end is not known', summary(60, 9), { account: meeting.account }],
    ['the end is no time', summary(60, 9), { ...meeting, endTime: 'soon' }],
  ])('is listed nowhere when %s', (_why, of, where) => {
    expect(Object.keys(qualityAttributes(of, where))).toEqual(['summary']);
  });

  test('ranks by the share of bad minutes, then by their number, also across powers of ten', () => {
    const worstLast = [rank(1000, 1), rank(100, 9), rank(10, 1), rank(100, 10), rank(2, 1), rank(1, 1), rank(9, 9)];
    expect(worstLast.toSorted()).toEqual(worstLast);
    expect(rank(1200, 1200) > rank(999, 999)).toBe(true);
  });

  test('takes at most 600 bytes, with all six streams and awkward numbers', () => {
    const awkward = (minute: number) => ({
      bitrate: `${1234.57 + minute} kbps`,
      latency: `${123 + 13 * minute} ms`,
      jitter: `${27 + 3 * minute} ms`,
      avg_loss: `${(1.23 + minute / 7).toFixed(2)}%`,
      max_loss: `${(11.11 + minute / 7).toFixed(2)}%`,
    });
    const whole = summarizeQuality(
      Array.from({ length: 600 }, (_, minute) => ({
        ...Object.fromEntries(streamNames.map((name) => [name, awkward(minute)])),
        cpu_usage: { system_max_cpu_usage: '97.53%', zoom_max_cpu_usage: '37.53%' },
      })),
    );
    if (!whole) throw new Error('nothing measured');
    expect(itemBytes(qualityAttributes(whole, meeting))).toBeLessThanOrEqual(600);
  });
});

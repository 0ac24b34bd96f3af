import { describe, expect, test } from 'vitest';
import { captureMeasurements } from '../../../shared/capture/capture-measurements.ts';
import { captureAt, iso } from './capture-fixture.ts';

const hourAndAHalf = 5_400;
const captured = captureAt({ state: 'captured', polls: 1, capturedAt: iso(1_800_000) });

describe('freshness', () => {
  test('is the time from the end to the first capture, whoever told of the meeting', () => {
    const fresh = [{ metric: 'FreshnessSeconds', value: hourAndAHalf, Dataset: 'participants' }];
    expect(captureMeasurements(captureAt(), captured, 'event')).toEqual(fresh);
    expect(captureMeasurements(captureAt(), captured, 'sweep')).toEqual(fresh);
  });

  test('says nothing of meetings that were asked for on purpose, however old', () => {
    expect(captureMeasurements(captureAt(), captured, 'backfill')).toEqual([]);
    expect(captureMeasurements(captureAt(), captured, 'demand')).toEqual([]);
  });

  test('is measured once for a meeting, not at each poll', () => {
    const settled = captureAt({ ...captured, state: 'settled', polls: 2 });
    expect(captureMeasurements(captured, settled, 'event')).toEqual([]);
  });

  test('is never below 0, though Zoom dates the end ahead of our clock', () => {
    const early = captureAt({ state: 'captured', capturedAt: iso(-3_601_000) });
    expect(captureMeasurements(captureAt(), early, 'event')).toMatchObject([{ value: 0 }]);
  });
});

test('a poll that the account puts off, and an end without anything, count', () => {
  const after = (state: 'parked' | 'failed' | 'unavailable' | 'waiting' | 'empty') =>
    captureMeasurements(captureAt(), captureAt({ state }), 'event');
  expect(after('parked')).toEqual([{ metric: 'CapturesParked', value: 1 }]);
  expect(after('failed')).toEqual([{ metric: 'CapturesGivenUp', value: 1, Dataset: 'participants' }]);
  expect(after('unavailable')).toEqual([{ metric: 'CapturesGivenUp', value: 1, Dataset: 'participants' }]);
  expect([after('waiting'), after('empty')]).toEqual([[], []]);
});

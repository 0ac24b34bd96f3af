import type { Capture } from '../domain/capture/capture.ts';
import type { Reason } from '../domain/capture/capture-message.ts';
import type { Measurement } from '../telemetry/metric-names.ts';

/** Meetings that were asked for on purpose may have ended last year: they say nothing about how fresh captures are. */
const freshReasons: ReadonlySet<Reason> = new Set(['event', 'sweep']);

/** What there is to count when a poll has brought a capture from one state to another. */
export function captureMeasurements(before: Capture, after: Capture, reason: Reason): readonly Measurement[] {
  const { dataset: Dataset, state, capturedAt, endTime } = after;
  const measurements: Measurement[] = [];
  if (capturedAt !== undefined && before.capturedAt === undefined && freshReasons.has(reason)) {
    const value = Math.max(0, (Date.parse(capturedAt) - Date.parse(endTime)) / 1_000);
    measurements.push({ metric: 'FreshnessSeconds', value, Dataset });
  }
  if (state === 'parked') measurements.push({ metric: 'CapturesParked', value: 1 });
  if (state === 'failed' || state === 'unavailable') {
    measurements.push({ metric: 'CapturesGivenUp', value: 1, Dataset });
  }
  return measurements;
}

import { expect, test } from 'vitest';
import type { Measurement } from '../../../shared/telemetry/metric-names.ts';
import { createMetrics } from '../../../shared/telemetry/metrics.ts';

const now = Date.parse('2026-11-20T09:00:00Z');

/** The lines that were written for these measurements, read as CloudWatch would. */
function written(...measurements: readonly Measurement[]): unknown[] {
  const lines: string[] = [];
  const metrics = createMetrics({ stage: 'prod', now: () => now, write: (line) => lines.push(line) });
  for (const measurement of measurements) metrics.record(measurement);
  return lines.map((line) => JSON.parse(line));
}

test('a value is one line in the embedded metric format, told apart by stage and label', () => {
  expect(written({ metric: 'EventsAccepted', value: 1, Account: 'main' })).toEqual([
    {
      _aws: {
        Timestamp: now,
        CloudWatchMetrics: [
          {
            Namespace: 'ZoomCapture',
            Dimensions: [['Stage', 'Account']],
            Metrics: [{ Name: 'EventsAccepted', Unit: 'Count' }],
          },
        ],
      },
      Stage: 'prod',
      Account: 'main',
      EventsAccepted: 1,
    },
  ]);
});

test('values of several accounts at once keep their own labels', () => {
  const lines = written(
    { metric: 'DailyCallsUsedPercent', value: 12.5, Account: 'main' },
    { metric: 'DailyCallsUsedPercent', value: 80, Account: 'school' },
    { metric: 'StuckCaptures', value: 0 },
  );
  expect(lines).toMatchObject([
    { Account: 'main', DailyCallsUsedPercent: 12.5 },
    { Account: 'school', DailyCallsUsedPercent: 80 },
    { Stage: 'prod', StuckCaptures: 0 },
  ]);
  expect(lines[2]).not.toHaveProperty('Account');
});

import { Duration } from 'aws-cdk-lib';
import { MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { readings } from '../../shared/datasets/datasets.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import type { DatasetCapture } from '../constructs/dataset-capture.ts';
import type { CaptureTables } from '../parts/capture-tables.ts';
import { productMetric } from './product-metric.ts';
import type { WatchGroup, WatchSection } from './watch.ts';

const period = Duration.minutes(5);
const hour = Duration.hours(1);

const freshnessObjective = (dataset: Dataset): Duration => Duration.minutes(readings[dataset].freshnessMinutes);

/** Whether what is queued gets captured, and in time. */
export const captureWatches = (
  captures: readonly DatasetCapture[],
  tables: CaptureTables,
  stage: string,
): WatchSection => ({
  title: 'Captures',
  groups: [
    freshness(captures, stage),
    deadLetters(captures),
    oldestMessages(captures),
    overdue(captures, stage),
    throttles(captures, tables),
    consumers(captures),
  ],
});

const freshness = (captures: readonly DatasetCapture[], stage: string): WatchGroup => ({
  title: 'Freshness (p95, seconds from the end)',
  watches: captures.map(({ dataset, label }) => ({
    id: `${label}Late`,
    metric: productMetric('FreshnessSeconds', {
      stage,
      statistic: 'p95',
      period: hour,
      labels: { Dataset: dataset },
    }),
    threshold: freshnessObjective(dataset).toSeconds(),
    periods: 3,
    hurts: `Whoever waits for ${dataset} has them later than promised.`,
    means: `For three hours more than 1 of 20 captures took longer than ${freshnessObjective(dataset).toHumanString()} from the meeting's end.`,
    runbook: 'captures-late',
  })),
});

const deadLetters = (captures: readonly DatasetCapture[]): WatchGroup => ({
  title: 'Dead letters',
  watches: captures.map(({ dataset, label, deadLetterQueue }) => ({
    id: `${label}DeadLetters`,
    metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period }),
    threshold: 1,
    hurts: `The meetings of these messages have no ${dataset}, and will have none by themselves.`,
    means: 'What only a person can help waits here for 14 days.',
    runbook: 'dead-letters',
  })),
});

const oldestMessages = (captures: readonly DatasetCapture[]): WatchGroup => ({
  title: 'Oldest message (seconds)',
  watches: captures.map(({ dataset, label, queue }) => ({
    id: `${label}NotWorked`,
    metric: queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period }),
    // A planned wait is at most 15 minutes in one message; one that fails is hidden for 12 minutes each time.
    threshold: Duration.minutes(45).toSeconds(),
    hurts: `Meetings get no ${dataset} while it lasts.`,
    means: 'Messages lie about: the consumer is not called, crashes, or has too little concurrency.',
    runbook: 'not-worked',
  })),
});

const overdue = (captures: readonly DatasetCapture[], stage: string): WatchGroup => ({
  title: 'Overdue and given up',
  watches: [
    {
      id: 'CapturesStuck',
      metric: productMetric('StuckCaptures', { stage, statistic: 'Sum', period: hour }),
      threshold: 1,
      hurts: 'These meetings were captured late; the sweep has put them back to work.',
      means: 'Captures were not settled within their time, and no message stood for them any more.',
      runbook: 'captures-stuck',
    },
  ],
  metrics: captures.map(({ dataset }) =>
    productMetric('CapturesGivenUp', { stage, statistic: 'Sum', period: hour, labels: { Dataset: dataset } }),
  ),
});

function throttles(captures: readonly DatasetCapture[], { captures: store, control }: CaptureTables): WatchGroup {
  const ofConsumers = captures.map(({ consumer }) => consumer.lambda.metricThrottles({ statistic: 'Sum', period }));
  const ofTables = [store, control].flatMap((table) =>
    ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) => table.metric(name, { statistic: 'Sum', period })),
  );
  return {
    title: 'Throttles',
    watches: [
      {
        id: 'ConsumersThrottled',
        metric: sumOf(ofConsumers, 'Consumers'),
        threshold: 1,
        periods: 3,
        hurts: 'Captures are later than they need be.',
        means: 'Lambda has no execution left for the consumers, for a quarter of an hour.',
        runbook: 'consumers-throttled',
      },
      {
        id: 'TablesThrottled',
        metric: sumOf(ofTables, 'Tables'),
        threshold: 1,
        periods: 3,
        hurts: 'Captures are later than they need be; readers of the table may be refused.',
        means: 'DynamoDB refuses reads or writes, for a quarter of an hour.',
        runbook: 'tables-throttled',
      },
    ],
  };
}

const consumers = (captures: readonly DatasetCapture[]): WatchGroup => ({
  title: 'Consumers',
  watches: [],
  metrics: captures.flatMap(({ consumer: { lambda } }) => [
    lambda.metricErrors({ statistic: 'Sum', period }),
    lambda.metricDuration({ statistic: 'p95', period }),
  ]),
});

/** Their sum; what has no data counts as 0. The label names the terms too, which must differ within a graph. */
function sumOf(metrics: readonly Metric[], label: string): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`${label.toLowerCase()}${index}`, metric]));
  const expression = Object.keys(usingMetrics)
    .map((name) => `FILL(${name}, 0)`)
    .join(' + ');
  return new MathExpression({ expression, usingMetrics, label, period });
}

import type { Log } from './log.ts';
import { type Measurement, metricDefinitions, metricNamespace } from './metric-names.ts';

/** What the parts of a function tell of what they do. */
export type Telemetry = { readonly log: Log } & Metrics;
export type Metrics = { readonly record: (measurement: Measurement) => void };

export type MetricsDeps = {
  /** Tells the metrics of one stage from those of another. */
  readonly stage: string;
  readonly now?: () => number;
  /** Takes one line. `process.stdout` by default: Lambda would put what `console.log` writes inside of a line of its own. */
  readonly write?: (line: string) => void;
};

/**
 * Metrics as lines in the function's log, which CloudWatch makes metrics of: no call, no permission, no waiting.
 *
 * By hand, in CloudWatch's embedded metric format. Powertools would take 11 KB of the webhook's bundle, and gathers
 * values under one set of dimensions for a function, where ten captures of several accounts are worked at once.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics({ stage, now = Date.now, write = writeLine }: MetricsDeps): Metrics {
  return { record: (measurement) => write(JSON.stringify(embeddedMetric(measurement, stage, now()))) };
}

const writeLine = (line: string) => void process.stdout.write(`${line}\n`);

/** One value as a document of the embedded metric format. */
function embeddedMetric({ metric, value, ...labels }: Measurement, Stage: string, Timestamp: number) {
  const { unit: Unit, by } = metricDefinitions[metric];
  const metricDirective = {
    Namespace: metricNamespace,
    Dimensions: [['Stage', ...by]],
    Metrics: [{ Name: metric, Unit }],
  };
  return { _aws: { Timestamp, CloudWatchMetrics: [metricDirective] }, Stage, ...labels, [metric]: value };
}

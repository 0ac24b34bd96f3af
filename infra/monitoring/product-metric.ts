import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type MetricDimension,
  type MetricName,
  metricDefinitions,
  metricNamespace,
} from '../../shared/telemetry/metric-names.ts';

export interface ProductMetricProps {
  readonly stage: string;
  /** `Sum`, `Maximum`, `p95`. */
  readonly statistic: string;
  readonly period: Duration;
  /** For each dimension that the metric is told apart by, beside the stage. */
  readonly labels?: Partial<Readonly<Record<MetricDimension, string>>>;
}

/**
 * A metric that the functions emit.
 * @throws when a label is missing or too many: CloudWatch would look at another metric, one that is always empty
 */
export function productMetric(name: MetricName, { stage, statistic, period, labels = {} }: ProductMetricProps): Metric {
  const { by }: { readonly by: readonly MetricDimension[] } = metricDefinitions[name];
  const given = Object.keys(labels);
  if (given.length !== by.length || by.some((dimension) => !given.includes(dimension))) {
    throw new Error(
      `The metric ${name} is told apart by ${by.join(', ') || 'the stage alone'}, not by ${given.join(', ')}.`,
    );
  }
  return new Metric({
    namespace: metricNamespace,
    metricName: name,
    dimensionsMap: { Stage: stage, ...labels },
    statistic,
    period,
  });
}

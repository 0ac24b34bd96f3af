import { ComparisonOperator, type MathExpression, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { CustomMetricGroup, CustomMetricWithAlarm } from 'cdk-monitoring-constructs';

/** A metric with an alarm, and what whoever is woken by it needs to know first. */
export interface Watch {
  /** A noun for what is wrong; the end of the alarm's name. */
  readonly id: string;
  readonly metric: Metric | MathExpression;
  /** Alarms when the metric is there, or beyond. */
  readonly threshold: number;
  /** @default - at or above the threshold */
  readonly comparison?: 'below';
  /** Periods in a row that must be so. @default 1 */
  readonly periods?: number;
  /** Among how many periods those may lie apart. @default - as many as `periods`: in a row */
  readonly among?: number;
  /** Whether no data are a bad sign too: where they are expected. @default false */
  readonly alarmsWhenMissing?: boolean;
  /** Who is hurt, and how. One sentence. */
  readonly hurts: string;
  /** What it means. One sentence. */
  readonly means: string;
  /** The anchor of its section in docs/runbook.md. */
  readonly runbook: string;
}

/** One graph of the dashboard. */
export interface WatchGroup {
  readonly title: string;
  readonly watches: readonly Watch[];
  /** Drawn beside, and never alarming. */
  readonly metrics?: readonly (Metric | MathExpression)[];
}

/** One part of the dashboard, under a heading. */
export interface WatchSection {
  readonly title: string;
  readonly groups: readonly WatchGroup[];
}

const runbookFile = 'docs/runbook.md';

/** What stands in the alarm's message. */
const alarmDescription = ({ hurts, means, runbook }: Watch): string =>
  `${hurts} ${means} What to do: ${runbookFile}#${runbook}`;

/** The group as cdk-monitoring-constructs takes it. */
export const metricGroup = ({ title, watches, metrics = [] }: WatchGroup): CustomMetricGroup => ({
  title,
  metrics: [...watches.map(metricWithAlarm), ...metrics],
});

const metricWithAlarm = (watch: Watch): CustomMetricWithAlarm => ({
  metric: watch.metric,
  alarmFriendlyName: watch.id,
  addAlarm: {
    Alarm: {
      threshold: watch.threshold,
      comparisonOperator:
        watch.comparison === 'below'
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: watch.among ?? watch.periods ?? 1,
      datapointsToAlarm: watch.periods ?? 1,
      treatMissingDataOverride: watch.alarmsWhenMissing ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescriptionOverride: alarmDescription(watch),
    },
  },
});

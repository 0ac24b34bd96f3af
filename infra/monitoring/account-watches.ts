import { Duration } from 'aws-cdk-lib';
import type { MetricName } from '../../shared/domain/metric-names.ts';
import type { ZoomAccountConfig } from '../config.ts';
import { pascal } from '../construct-ids.ts';
import type { Sweeper } from '../sweeper.ts';
import { productMetric } from './product-metric.ts';
import type { Watch, WatchSection } from './watch.ts';

const hour = Duration.hours(1);
const period = Duration.minutes(15);

/** Whether the Zoom accounts let us do our work, and tell of all their meetings. */
export function accountWatches(
  accounts: readonly ZoomAccountConfig[],
  { worker }: Sweeper,
  stage: string,
): WatchSection {
  const of = (name: MetricName, statistic: string, each: Duration) => (account: ZoomAccountConfig) =>
    productMetric(name, { stage, statistic, period: each, labels: { Account: account.name } });
  const events = of('EventsAccepted', 'Sum', hour);
  const callsUsed = of('DailyCallsUsedPercent', 'Maximum', period);
  const missed = of('MissedEvents', 'Sum', hour);
  const behind = of('SweepBehindMinutes', 'Maximum', hour);
  return {
    title: 'Zoom accounts',
    groups: [
      {
        title: 'Ended meetings told of',
        watches: accounts.flatMap((account) => quiet(account, events)),
        metrics: accounts.filter(({ quietHours }) => quietHours === undefined).map(events),
      },
      {
        title: 'Parked',
        watches: [
          {
            id: 'AccountParked',
            metric: productMetric('CapturesParked', { stage, statistic: 'Sum', period }),
            threshold: 1,
            hurts: 'No meeting of the Zoom account is captured until it is mended; then all of them, by themselves.',
            means:
              'Zoom refuses the account: a scope is missing, the plan lacks dashboards, or the credentials are refused.',
            runbook: 'account-parked',
          },
        ],
      },
      {
        title: "Part of the day's calls used (%)",
        watches: accounts.map((account) => ({
          id: `${pascal(account.name)}DailyBudget`,
          metric: callsUsed(account),
          threshold: 80,
          hurts: 'When all are used, captures wait until 00:00 UTC, and so do other apps of the account.',
          means: `Four fifths of the calls that Zoom's plan "${account.plan}" has a day are made.`,
          runbook: 'daily-budget',
        })),
      },
      {
        title: 'Missed events',
        watches: accounts.map((account) => ({
          id: `${pascal(account.name)}MissedEvents`,
          metric: missed(account),
          threshold: 1,
          hurts: 'These meetings are captured later than others; without the sweep they would have been lost.',
          means: 'Meetings ended that no event told of.',
          runbook: 'missed-events',
        })),
      },
      {
        title: 'Sweep behind (minutes)',
        watches: accounts.map((account) => ({
          id: `${pascal(account.name)}SweepBehind`,
          metric: behind(account),
          threshold: Duration.hours(6).toMinutes(),
          periods: 3,
          alarmsWhenMissing: true,
          hurts: 'A meeting whose event was lost is not found.',
          means: 'The sweep has not run, or got nowhere, for hours.',
          runbook: 'sweep-behind',
        })),
        metrics: [worker.lambda.metricErrors({ statistic: 'Sum', period: hour })],
      },
    ],
  };
}

function quiet(account: ZoomAccountConfig, events: (account: ZoomAccountConfig) => Watch['metric']): readonly Watch[] {
  if (account.quietHours === undefined) return [];
  return [
    {
      id: `${pascal(account.name)}Quiet`,
      metric: events(account),
      threshold: 1,
      comparison: 'below',
      periods: account.quietHours,
      alarmsWhenMissing: true,
      hurts: 'Meetings that ended meanwhile are found by the sweep alone.',
      means: `No event of an ended meeting came for ${account.quietHours} hours, in an account that has meetings.`,
      runbook: 'no-events',
    },
  ];
}

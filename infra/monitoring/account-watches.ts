import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../../shared/telemetry/metric-names.ts';
import type { Sweeper } from '../constructs/sweeper.ts';
import { pascal } from '../parts/stage-defaults.ts';
import type { ZoomAccountConfig } from '../settings/stage-config.ts';
import { type ProductMetricProps, productMetric } from './product-metric.ts';
import type { Watch, WatchGroup, WatchSection } from './watch.ts';

const hour = Duration.hours(1);
const period = Duration.minutes(15);

type Accounts = readonly ZoomAccountConfig[];

/** Whether the Zoom accounts let us do our work, and tell of all their meetings. */
export const accountWatches = (accounts: Accounts, { worker }: Sweeper, stage: string): WatchSection => ({
  title: 'Zoom accounts',
  groups: [
    events(accounts, stage),
    otherAccounts(accounts, stage),
    parked(stage),
    outages(accounts, stage),
    dailyCalls(accounts, stage),
    missedEvents(accounts, stage),
    sweepBehind(accounts, stage, worker.lambda.metricErrors({ statistic: 'Sum', period: hour })),
  ],
});

function events(accounts: Accounts, stage: string): WatchGroup {
  const accepted = ofAccount('EventsAccepted', { stage, statistic: 'Sum', period: hour });
  return {
    title: 'Ended meetings told of',
    watches: accounts.flatMap((account) => quiet(account, accepted(account))),
    metrics: accounts.filter(({ quietHours }) => quietHours === undefined).map(accepted),
  };
}

function quiet(account: ZoomAccountConfig, accepted: Metric): readonly Watch[] {
  if (account.quietHours === undefined) return [];
  return [
    {
      id: `${pascal(account.name)}Quiet`,
      metric: accepted,
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

function otherAccounts(accounts: Accounts, stage: string): WatchGroup {
  const named = ofAccount('EventsOfOtherAccounts', { stage, statistic: 'Sum', period: Duration.days(1) });
  return {
    title: 'Events that name another account',
    watches: accounts.map((account) => ({
      id: `${pascal(account.name)}OtherAccounts`,
      metric: named(account),
      // One may be of a test.
      threshold: 3,
      hurts: 'If the account id in the secret is wrong, none of these meetings can be captured.',
      means: 'Events signed with the secret token of this account go on to name another one.',
      runbook: 'other-accounts',
    })),
  };
}

const parked = (stage: string): WatchGroup => ({
  title: 'Parked',
  watches: [
    {
      id: 'AccountParked',
      metric: productMetric('CapturesParked', { stage, statistic: 'Sum', period }),
      threshold: 1,
      hurts:
        'What Zoom refuses is not captured until it is mended, and then by itself: all of an account, or one part of it.',
      means: 'Zoom refuses the account: a scope is missing, the plan lacks dashboards, or the credentials are refused.',
      runbook: 'account-parked',
    },
  ],
});

function outages(accounts: Accounts, stage: string): WatchGroup {
  const minutes = ofAccount('OutageMinutes', { stage, statistic: 'Maximum', period });
  return {
    title: 'Zoom does not answer (minutes)',
    watches: accounts.map((account) => ({
      id: `${pascal(account.name)}Outage`,
      metric: minutes(account),
      threshold: 5,
      hurts: 'Meetings are captured later; nothing is lost, and no capture fails for it.',
      means: 'Calls for several meetings in a row had no good answer; one call at a time is made until one has.',
      runbook: 'zoom-does-not-answer',
    })),
  };
}

function dailyCalls(accounts: Accounts, stage: string): WatchGroup {
  const callsUsed = ofAccount('DailyCallsUsedPercent', { stage, statistic: 'Maximum', period });
  return {
    title: "Part of the day's calls used (%)",
    watches: accounts.map((account) => ({
      id: `${pascal(account.name)}DailyBudget`,
      metric: callsUsed(account),
      threshold: 80,
      hurts: 'When all are used, captures wait until 00:00 UTC, and so do other apps of the account.',
      means: `Four fifths of the calls that Zoom's plan "${account.plan}" has a day are made.`,
      runbook: 'daily-budget',
    })),
  };
}

function missedEvents(accounts: Accounts, stage: string): WatchGroup {
  const missed = ofAccount('MissedEvents', { stage, statistic: 'Sum', period: hour });
  return {
    title: 'Missed events',
    watches: accounts.map((account) => ({
      id: `${pascal(account.name)}MissedEvents`,
      metric: missed(account),
      threshold: 1,
      hurts: 'These meetings are captured later than others; without the sweep they would have been lost.',
      means: 'Meetings ended that no event told of.',
      runbook: 'missed-events',
    })),
  };
}

function sweepBehind(accounts: Accounts, stage: string, errors: Metric): WatchGroup {
  const behind = ofAccount('SweepBehindMinutes', { stage, statistic: 'Maximum', period: hour });
  return {
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
    metrics: [errors],
  };
}

const ofAccount =
  (name: MetricName, props: ProductMetricProps) =>
  (account: ZoomAccountConfig): Metric =>
    productMetric(name, { ...props, labels: { Account: account.name } });

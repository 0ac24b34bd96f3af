import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { productMetric } from '../../infra/monitoring/product-metric.ts';
import { pascal } from '../../infra/parts/stage-defaults.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { stageMonitoring } from '../../shared/operations/estimate/monthly-use.ts';
import { type MetricName, metricDefinitions, metricNamespace } from '../../shared/telemetry/metric-names.ts';
import { nameOf, propertiesOf, synthesizedStack } from '../support/synthesized-stack.ts';

const accounts = [
  { name: 'main', plan: 'business', quietHours: 24 },
  { name: 'school-eu', plan: 'pro' },
] as const;
const { template, text } = synthesizedStack({
  accounts: [...accounts],
  alarmTarget: 'operations@example.org',
  events: 'own',
  lake: true,
});
const alarms = propertiesOf(template, 'AWS::CloudWatch::Alarm');
const runbook = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');
const anchors = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-'),
);

/** What a name of the runbook stands for; one of the accounts has `quietHours`. */
const placeholders: Readonly<Record<string, readonly string[]>> = {
  '<Account>Quiet': ['MainQuiet'],
  '<Account>': ['Main', 'SchoolEu'],
  '<Dataset>': datasets.map(pascal),
};

/** Each section of the runbook begins with the names of its alarms and a colon. */
function namedByRunbook(): string[] {
  const heads = [...runbook.matchAll(/^## .+\n\n((?:`[^`]+`(?:, )?)+):/gm)].map(([, head = '']) => head);
  return heads
    .flatMap((head) => [...head.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
    .flatMap((name) => {
      const found = Object.keys(placeholders).find((placeholder) => name.startsWith(placeholder));
      return found === undefined ? [name] : (placeholders[found] ?? []).map((value) => name.replace(found, value));
    });
}

/** The metrics that an alarm looks at, one or those of its expression. */
const metricsOf = (alarm: (typeof alarms)[number]) =>
  alarm.Metrics
    ? alarm.Metrics.flatMap(({ MetricStat }: { MetricStat?: { Metric: object } }) => MetricStat?.Metric ?? [])
    : [{ Namespace: alarm.Namespace, MetricName: alarm.MetricName, Dimensions: alarm.Dimensions }];

describe('alarms', () => {
  test('alarms are those that the runbook names at the head of its sections, no more and no fewer', () => {
    const names = alarms.map(({ AlarmName }) => AlarmName.replace('ZoomCapture-test-', ''));
    expect(names.sort()).toEqual(namedByRunbook().sort());
  });

  test.each(alarms.map((alarm) => [alarm.AlarmName, alarm]))(
    'alarms %s says who is hurt, what it means, and where the runbook has it',
    (_, { AlarmDescription }) => {
      expect(AlarmDescription).toMatch(/^[A-Z].{20,}\. [A-Z].{20,}\. What to do: docs\/runbook\.md#[a-z-]+$/);
      expect(anchors).toContain(AlarmDescription.split('#')[1]);
    },
  );

  /** What CloudWatch would make of an alarm's expression. */
  const evaluated = (id: string, values: Readonly<Record<string, number | undefined>>): number => {
    const { Metrics = [] } = alarms.find(({ AlarmName }) => AlarmName.endsWith(`-${id}`)) ?? {};
    const { Expression = '' } = Metrics.find((metric: object) => 'Expression' in metric) ?? {};
    const names = Metrics.map(({ Id }: { Id: string }) => Id).filter((one: string) => one in values);
    const reckon = new Function('IF', 'FILL', ...names, `return ${Expression.replaceAll(' AND ', ' && ')};`);
    const IF = (is: boolean, then: number, other: number) => (is ? then : other);
    const FILL = (value: number | undefined, other: number) => value ?? other;
    return reckon(IF, FILL, ...names.map((name: string) => values[name]));
  };

  test.each([
    ['one forged request in a quiet hour', { failed: 1, all: 1, refused: 1, faults: undefined }, 0],
    ['two', { failed: 2, all: 2, refused: 2, faults: 0 }, 0],
    ['three events that were refused, and none accepted', { failed: 3, all: 3, refused: 3, faults: undefined }, 3],
    ['a twentieth, as with somebody who tries', { failed: 10, all: 200, refused: 10, faults: 0 }, 0],
    ['a tenth, as with the renewed token of one account of two', { failed: 10, all: 100, refused: 10, faults: 0 }, 10],
    ['the same in a flood of requests without a signature', { failed: 10, all: 9_100, refused: 9_010, faults: 0 }, 10],
    ['less than a tenth', { failed: 10, all: 101, refused: 10, faults: 0 }, 0],
    ['a flood', { failed: 3_600_000, all: 3_600_091, refused: 3_600_000, faults: 0 }, 3_600_000],
  ])('the alarm on refused signatures goes by shares: %s', (_, values, told) => {
    expect(evaluated('SignatureFailures', values)).toBe(told);
  });

  test.each([
    ['one was forged, and Zoom had its answer', { failed: 1, answered: 1 }, 0],
    ["Zoom's was refused", { failed: 1, answered: undefined }, 1],
    ['none came', { failed: 0, answered: 1 }, 0],
  ])('the alarm on URL validations counts the days on which none was answered: %s', (_, values, told) => {
    expect(evaluated('UrlValidationFailing', values)).toBe(told);
    const { EvaluationPeriods, DatapointsToAlarm } =
      alarms.find(({ AlarmName }) => AlarmName.endsWith('-UrlValidationFailing')) ?? {};
    expect([DatapointsToAlarm, EvaluationPeriods]).toEqual([2, 7]);
  });

  test('alarms are as many as the estimate pays for, with the dashboard', () => {
    const metrics = alarms.flatMap(metricsOf).length;
    // One of the two accounts has `quietHours`.
    const { alarmMetrics, alarmMetricsPerAccount, newsAlarmMetrics, lakeAlarmMetrics, dashboards } = stageMonitoring;
    expect(metrics - 1).toBe(
      alarmMetrics + accounts.length * alarmMetricsPerAccount + newsAlarmMetrics + lakeAlarmMetrics,
    );
    template.resourceCountIs('AWS::CloudWatch::Dashboard', dashboards);
  });

  test('every section of the runbook is about an alarm', () => {
    const pointed = new Set(alarms.map(({ AlarmDescription }) => AlarmDescription.split('#')[1]));
    expect(anchors.filter((anchor) => anchor !== 'runbook' && !pointed.has(anchor))).toEqual([]);
  });

  test('alarms tell somebody, when the stage says whom', () => {
    const [topic] = propertiesOf(template, 'AWS::SNS::Topic');
    for (const alarm of alarms)
      expect(alarm).toMatchObject({ ActionsEnabled: true, AlarmActions: [{ Ref: topic?.id }] });
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'operations@example.org' });
    // A topic's policy of its own ends the default one, by which alarms may publish.
    const [policy] = propertiesOf(template, 'AWS::SNS::TopicPolicy');
    expect(policy?.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
      }),
    );
  });

  test('alarms tell a topic that is there already, or nobody', () => {
    const arn = 'arn:aws:sns:eu-central-1:123456789012:operations';
    const known = synthesizedStack({ alarmTarget: arn }).template;
    known.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [arn] });
    known.resourceCountIs('AWS::SNS::Topic', 0);
    const silent = synthesizedStack().template;
    for (const alarm of propertiesOf(silent, 'AWS::CloudWatch::Alarm'))
      expect(alarm).not.toHaveProperty('AlarmActions');
  });

  test('alarms look at metrics that the functions emit, by the dimensions they emit them with, or at those of AWS', () => {
    for (const { Namespace, MetricName, Dimensions } of alarms.flatMap(metricsOf)) {
      if (Namespace.startsWith('AWS/')) continue;
      expect(Namespace).toBe(metricNamespace);
      const { by } = metricDefinitions[MetricName as MetricName];
      const names = Dimensions.map(({ Name }: { Name: string }) => Name);
      expect(names, MetricName).toEqual([...by, 'Stage'].sort());
    }
  });

  test('alarms look at the stage and the accounts of the stack alone', () => {
    const values = (name: string) =>
      alarms
        .flatMap(metricsOf)
        .flatMap(({ Dimensions }) =>
          Dimensions.flatMap(({ Name, Value }: { Name: string; Value: string }) => (Name === name ? Value : [])),
        );
    expect(new Set(values('Stage'))).toEqual(new Set(['test']));
    expect(new Set(values('Account'))).toEqual(new Set(accounts.map(({ name }) => name)));
  });

  test('alarms are on where no data come, when data are expected alone', () => {
    const breaching = alarms
      .filter(({ TreatMissingData }) => TreatMissingData === 'breaching')
      .map(({ id }) => nameOf(id));
    expect(breaching.map((id) => id.replace('MonitoringFacade', '')).sort()).toEqual([
      'LakeLate',
      'MainQuiet',
      'MainSweepBehind',
      'SchoolEuSweepBehind',
    ]);
  });

  test('alarms look back no further than CloudWatch does: a week', () => {
    for (const { AlarmName, Period, Metrics, EvaluationPeriods } of alarms) {
      const period =
        Period ??
        Math.max(...Metrics.map(({ MetricStat }: { MetricStat?: { Period: number } }) => MetricStat?.Period ?? 0));
      expect(period * EvaluationPeriods, AlarmName).toBeLessThanOrEqual(7 * 24 * 3600);
      if (period < 3600) expect(period * EvaluationPeriods, AlarmName).toBeLessThanOrEqual(24 * 3600);
    }
  });
});

test('freshness is an objective: the 95th percentile from the end of a meeting to its capture', () => {
  const late = alarms.filter(({ MetricName }) => MetricName === 'FreshnessSeconds');
  expect(late.map(({ ExtendedStatistic, Threshold }) => [ExtendedStatistic, Threshold])).toEqual([
    ['p95', 1_800],
    ['p95', 1_800],
    ['p95', 3_600],
  ]);
});

test('the dashboard draws every metric that the functions emit', () => {
  const [dashboard, ...others] = propertiesOf(template, 'AWS::CloudWatch::Dashboard');
  expect(others).toEqual([]);
  expect(dashboard?.DashboardName).toBe('ZoomCapture-test');
  const body = JSON.stringify(dashboard?.DashboardBody);
  expect(
    Object.keys(metricDefinitions).filter((name) => !body.includes(`\\"${name}\\"`) && !body.includes(name)),
  ).toEqual([]);
});

test('a metric by the wrong labels is refused: it would always be empty', () => {
  const props = { stage: 'test', statistic: 'Sum', period: Duration.minutes(5) };
  expect(() => productMetric('EventsAccepted', props)).toThrow('EventsAccepted is told apart by Account, not by .');
  expect(() => productMetric('StuckCaptures', { ...props, labels: { Account: 'main' } })).toThrow('by the stage alone');
});

test('alarms and dashboard say nothing personal', () => {
  expect(text.match(/[\w.]+@[\w.]+/g)).toEqual(['operations@example.org']);
});

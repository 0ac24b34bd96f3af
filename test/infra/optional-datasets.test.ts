import { expect, test } from 'vitest';
import { datasets, isUsual, knownDatasets } from '../../shared/domain/dataset.ts';
import { stageMonitoring } from '../../shared/operations/estimate/monthly-use.ts';
import { propertiesOf, synthesizedStack } from '../support/synthesized-stack.ts';

const without = synthesizedStack();
const optional = knownDatasets.filter((dataset) => !isUsual(dataset));
const accounts = [
  { name: 'main', plan: 'business' as const, datasets: [...knownDatasets] },
  { name: 'school-eu', plan: 'pro' as const },
];
const every = synthesizedStack({ accounts });
const resources = ({ text }: typeof without): Record<string, object> => JSON.parse(text).Resources;
const idsOf = (stack: typeof without) => Object.keys(resources(stack));

test('an optional dataset that no account names has nothing in the template, not even a word', () => {
  expect(optional.length).toBeGreaterThan(0);
  for (const dataset of optional) expect(without.text.toLowerCase()).not.toContain(dataset);
});

test.each(optional)(
  '%s has a queue with its dead letters, a function and its alarms where one account names it',
  (dataset) => {
    const name = `${dataset.charAt(0).toUpperCase()}${dataset.slice(1)}`;
    const own = idsOf(every).filter((id) => id.startsWith(name));
    for (const part of ['Queue', 'DeadLetterQueue', 'ConsumerFunction', 'EventSource']) {
      expect(own.filter((id) => id.startsWith(`${name}${part}`)).length, part).toBeGreaterThan(0);
    }
    const alarms = propertiesOf(every.template, 'AWS::CloudWatch::Alarm').filter(({ id }) => id.includes(name));
    expect(alarms).toHaveLength(3);
    const functions = propertiesOf(every.template, 'AWS::Lambda::Function');
    const told = functions.filter(({ Environment }) => `${dataset.toUpperCase()}_QUEUE_URL` in Environment.Variables);
    expect(told).toHaveLength(2);
    expect(JSON.parse(every.text).Outputs).toHaveProperty(`${name}QueueUrl`);
  },
);

test('a stage that turns optional datasets on keeps every resource that it has', () => {
  expect(idsOf(without).filter((id) => !idsOf(every).includes(id))).toEqual([]);
});

test('the estimate counts the alarms of optional datasets', () => {
  const metricsOf = (stack: typeof without) =>
    propertiesOf(stack.template, 'AWS::CloudWatch::Alarm').reduce(
      (sum, { Metrics = [{ MetricStat: {} }] }) =>
        sum + Metrics.filter((metric: object) => 'MetricStat' in metric).length,
      0,
    );
  expect(metricsOf(every) - metricsOf(without)).toBe(optional.length * stageMonitoring.alarmMetricsPerOptionalDataset);
  expect(datasets.length + optional.length).toBe(knownDatasets.length);
});

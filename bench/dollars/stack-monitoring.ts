import { propertiesOf, synthesizedStack } from '../../test/support/synthesized-stack.ts';

/** What a stage with one Zoom account pays for by the month, as its template says: alarms, dashboards, secrets, and queues that are polled. */
export function stackMonitoring() {
  const { template } = synthesizedStack({ accounts: [{ name: 'main', plan: 'business' }] });
  const alarms = propertiesOf(template, 'AWS::CloudWatch::Alarm');
  const metricsOf = ({ Metrics }: (typeof alarms)[number]): number =>
    Metrics ? Metrics.filter((metric: object) => 'MetricStat' in metric).length : 1;
  return {
    alarmMetrics: alarms.reduce((sum, alarm) => sum + metricsOf(alarm), 0),
    dashboards: propertiesOf(template, 'AWS::CloudWatch::Dashboard').length,
    secrets: propertiesOf(template, 'AWS::SecretsManager::Secret').length,
    polledQueues: propertiesOf(template, 'AWS::Lambda::EventSourceMapping').length,
  };
}

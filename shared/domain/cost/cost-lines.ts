import type { MonthlyUse } from './monthly-use.ts';
import type { Prices } from './prices.ts';

export type CostLine = {
  readonly service: string;
  readonly what: string;
  /** A month of 30 days. */
  readonly quantity: number;
  readonly unit: string;
  readonly dollars: number;
  /** Paid for as long as the stage, or what it has stored, stands; the rest is paid once for each event. */
  readonly standing: boolean;
};

/** What a use costs at list prices, by service. Pure. */
export function costLines(use: MonthlyUse, prices: Prices): CostLine[] {
  const { dynamodb, lambda, sqs, httpApi, secrets, cloudwatch, xray } = prices;
  const line = (service: string, what: string, unit: string, quantity: number, price: number, standing = false) => {
    return { service, what, quantity, unit, dollars: quantity * price, standing };
  };
  const standing = true;
  return [
    line('DynamoDB', 'rows', 'write units', use.rowWrites, dynamodb.perWriteUnit),
    line('DynamoDB', 'indexes', 'write units', use.indexWrites, dynamodb.perWriteUnit),
    line('DynamoDB', 'progress and rate budget', 'write units', use.otherWrites, dynamodb.perWriteUnit),
    line('DynamoDB', 'reads', 'read units', use.reads, dynamodb.perReadUnit),
    line('DynamoDB', 'sweep', 'write units', use.sweepWrites, dynamodb.perWriteUnit, standing),
    line('DynamoDB', 'reads of the sweep', 'read units', use.sweepReads, dynamodb.perReadUnit, standing),
    line('DynamoDB', 'storage', 'GB', use.tableGb + use.indexGb, dynamodb.perStoredGbMonth, standing),
    line('DynamoDB', 'point-in-time recovery', 'GB', use.tableGb, dynamodb.perBackupGbMonth, standing),
    line('Lambda', 'run time', 'GB-seconds', use.gbSeconds, lambda.perGbSecond),
    line('Lambda', 'requests', 'requests', use.invocations, lambda.perRequest),
    line('Lambda', 'run time of the sweep', 'GB-seconds', use.sweepGbSeconds, lambda.perGbSecond, standing),
    line('Lambda', 'requests of the sweep', 'requests', use.sweepInvocations, lambda.perRequest, standing),
    line('SQS', 'messages', 'requests', use.messageRequests, sqs.perRequest),
    line('SQS', 'polls of empty queues', 'requests', use.idlePolls, sqs.perRequest, standing),
    line('API Gateway', 'events', 'requests', use.events, httpApi.perRequest),
    line('Secrets Manager', 'secrets', 'secrets', use.secrets, secrets.perSecretMonth, standing),
    line('Secrets Manager', 'reads', 'calls', use.secretReads, secrets.perCall, standing),
    line('CloudWatch', 'logs written', 'GB', use.logGb, cloudwatch.perLogGb),
    line('CloudWatch', 'logs kept', 'GB', use.keptLogGb, cloudwatch.perStoredLogGbMonth, standing),
    line('CloudWatch', 'alarms', 'metrics', use.alarmMetrics, cloudwatch.perAlarmMetricMonth, standing),
    line('CloudWatch', 'metrics', 'metrics', use.metricMonths, cloudwatch.perMetricMonth, standing),
    line('CloudWatch', 'dashboard', 'dashboards', use.dashboards, cloudwatch.perDashboardMonth, standing),
    line('X-Ray', 'traces', 'traces', use.traces, xray.perTrace),
  ];
}

import { type MonthlyUse, monthlyUse } from './monthly-use.ts';
import type { Prices } from './prices.ts';
import type { Workload } from './workload.ts';

export type CostLine = {
  readonly service: string;
  readonly what: string;
  /** A month of 30 days. */
  readonly quantity: number;
  readonly unit: string;
  readonly dollars: number;
  /** Paid for as long as the stage, or what it has stored, lasts; the rest is paid once for each event. */
  readonly standing: boolean;
};

/** What a month costs at list prices, once the tables have filled up, by service. Pure. */
export const estimateCost = (workload: Workload, prices: Prices): CostLine[] => costLines(monthlyUse(workload), prices);

type PricedUse = readonly [
  service: string,
  what: string,
  unit: string,
  quantity: number,
  price: number,
  paid: 'by event' | 'by month',
];

/** What a use costs at list prices, by service. Pure. */
export function costLines(use: MonthlyUse, prices: Prices): CostLine[] {
  const { dynamodb, lambda, sqs, httpApi, secrets, cloudwatch, xray } = prices;
  const storedGb = use.tableGb + use.indexGb;
  return priced([
    ['DynamoDB', 'rows', 'write units', use.rowWrites, dynamodb.perWriteUnit, 'by event'],
    ['DynamoDB', 'indexes', 'write units', use.indexWrites, dynamodb.perWriteUnit, 'by event'],
    ['DynamoDB', 'progress and rate budget', 'write units', use.otherWrites, dynamodb.perWriteUnit, 'by event'],
    ['DynamoDB', 'reads', 'read units', use.reads, dynamodb.perReadUnit, 'by event'],
    ['DynamoDB', 'sweep', 'write units', use.sweepWrites, dynamodb.perWriteUnit, 'by month'],
    ['DynamoDB', 'reads of the sweep', 'read units', use.sweepReads, dynamodb.perReadUnit, 'by month'],
    ['DynamoDB', 'storage', 'GB', storedGb, dynamodb.perStoredGbMonth, 'by month'],
    ['DynamoDB', 'point-in-time recovery', 'GB', use.tableGb, dynamodb.perBackupGbMonth, 'by month'],
    ['Lambda', 'run time', 'GB-seconds', use.gbSeconds, lambda.perGbSecond, 'by event'],
    ['Lambda', 'requests', 'requests', use.invocations, lambda.perRequest, 'by event'],
    ['Lambda', 'run time of the sweep', 'GB-seconds', use.sweepGbSeconds, lambda.perGbSecond, 'by month'],
    ['Lambda', 'requests of the sweep', 'requests', use.sweepInvocations, lambda.perRequest, 'by month'],
    ['SQS', 'messages', 'requests', use.messageRequests, sqs.perRequest, 'by event'],
    ['SQS', 'polls of empty queues', 'requests', use.idlePolls, sqs.perRequest, 'by month'],
    ['API Gateway', 'events', 'requests', use.events, httpApi.perRequest, 'by event'],
    ['Secrets Manager', 'secrets', 'secrets', use.secrets, secrets.perSecretMonth, 'by month'],
    ['Secrets Manager', 'reads', 'calls', use.secretReads, secrets.perCall, 'by month'],
    ['CloudWatch', 'logs written', 'GB', use.logGb, cloudwatch.perLogGb, 'by event'],
    ['CloudWatch', 'logs kept', 'GB', use.keptLogGb, cloudwatch.perStoredLogGbMonth, 'by month'],
    ['CloudWatch', 'alarms', 'metrics', use.alarmMetrics, cloudwatch.perAlarmMetricMonth, 'by month'],
    ['CloudWatch', 'metrics', 'metrics', use.metricMonths, cloudwatch.perMetricMonth, 'by month'],
    ['CloudWatch', 'dashboard', 'dashboards', use.dashboards, cloudwatch.perDashboardMonth, 'by month'],
    ['X-Ray', 'traces', 'traces', use.traces, xray.perTrace, 'by event'],
  ]);
}

export const priced = (uses: readonly PricedUse[]): CostLine[] =>
  uses.map(([service, what, unit, quantity, price, paid]) => {
    return { service, what, quantity, unit, dollars: quantity * price, standing: paid === 'by month' };
  });

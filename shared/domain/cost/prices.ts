/**
 * AWS list prices in US dollars, before any free tier, discount or tax. us-east-1; us-east-2 and us-west-2 have the same.
 * The only place that has them.
 */
export const prices = {
  asOf: '2025-01-01',
  regions: ['us-east-1', 'us-east-2', 'us-west-2'],
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  dynamodb: {
    perWriteUnit: 0.625e-6,
    perReadUnit: 0.125e-6,
    perStoredGbMonth: 0.25,
    /** Point-in-time recovery. */
    perBackupGbMonth: 0.2,
  },
  /** https://aws.amazon.com/lambda/pricing/, arm64. */
  lambda: { perRequest: 0.2e-6, perGbSecond: 0.0000133334 },
  /** https://aws.amazon.com/sqs/pricing/, standard queues. */
  sqs: { perRequest: 0.4e-6 },
  /** https://aws.amazon.com/api-gateway/pricing/, HTTP APIs. */
  httpApi: { perRequest: 1e-6 },
  /** https://aws.amazon.com/secrets-manager/pricing/ */
  secrets: { perSecretMonth: 0.4, perCall: 5e-6 },
  /** https://aws.amazon.com/cloudwatch/pricing/ */
  logs: { perGb: 0.5, perStoredGbMonth: 0.03 },
} as const;

export type Prices = typeof prices;

/** What DynamoDB bills on demand: units, and GB kept for a month. */
type StorePrices = { readonly perWriteUnit: number; readonly perReadUnit: number; readonly perStoredGbMonth: number };

/** AWS list prices of one region in US dollars, before any free tier, discount or tax. */
export type Prices = {
  readonly dynamodb: StorePrices & { readonly perBackupGbMonth: number };
  /** Of a table of the class infrequent access; backups cost the same. */
  readonly infrequent: StorePrices;
  readonly lambda: { readonly perRequest: number; readonly perGbSecond: number };
  readonly sqs: { readonly perRequest: number };
  readonly httpApi: { readonly perRequest: number };
  readonly secrets: { readonly perSecretMonth: number; readonly perCall: number };
  readonly cloudwatch: {
    readonly perLogGb: number;
    readonly perStoredLogGbMonth: number;
    /** Of standard resolution; an alarm over an expression is as many as its metrics. */
    readonly perAlarmMetricMonth: number;
    /** First tier, by the hour. */
    readonly perMetricMonth: number;
    readonly perDashboardMonth: number;
  };
  readonly s3: {
    readonly perStoredGbMonth: number;
    /** PUT, COPY, POST and LIST. */
    readonly perPut: number;
    readonly perGet: number;
  };
  /** For each TB that a question reads. */
  readonly athena: { readonly perTbRead: number };
  /** Of 64 KB at the most. */
  readonly eventBridge: { readonly perEvent: number };
  readonly xray: { readonly perTrace: number };
};

/** Those below: where they hold, and when they were last compared with their sources. */
export const pricesKnown = { asOf: '2026-11-21', regions: ['us-east-1', 'us-east-2', 'us-west-2'] } as const;

/**
 * us-east-1; us-east-2 and us-west-2 have the same.
 * The only place that has them. AWS's own pages show most of them by script alone, so beside each stands also where the figure
 * was read in print, and how old that source is.
 */
export const prices: Prices = {
  /**
   * https://aws.amazon.com/dynamodb/pricing/on-demand/. The units cost half since 2024-11-01; read in
   * https://airbyte.com/data-engineering-resources/dynamodb-pricing (2025-07-21). Storage: https://aws.amazon.com/dynamodb/pricing/.
   */
  dynamodb: {
    perWriteUnit: 0.625e-6,
    perReadUnit: 0.125e-6,
    perStoredGbMonth: 0.25,
    /**
     * Point-in-time recovery, of the table without its global indexes
     * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html); read in
     * https://gist.github.com/allenheltondev/d028926b7fe3b0656c96af9140ab55e3 (2020-03-11).
     */
    perBackupGbMonth: 0.2,
  },
  /**
   * Storage "up to 60 percent" cheaper, by
   * https://aws.amazon.com/blogs/database/optimize-the-storage-costs-of-your-workloads-with-amazon-dynamodb-standard-ia-table-class/;
   * units a quarter dearer, as the two lists in https://www.amazonaws.cn/en/dynamodb/pricing/ have them. Both read on 2026-11-26.
   */
  infrequent: { perWriteUnit: 0.78125e-6, perReadUnit: 0.15625e-6, perStoredGbMonth: 0.1 },
  /** https://aws.amazon.com/lambda/pricing/, arm64, first tier; read in https://cloudchipr.com/blog/aws-lambda-pricing (2024). */
  lambda: { perRequest: 0.2e-6, perGbSecond: 0.0000133334 },
  /** https://aws.amazon.com/sqs/pricing/, standard queues; read in https://cloudburn.io/blog/amazon-sqs-pricing (2026-03-14). */
  sqs: { perRequest: 0.4e-6 },
  /**
   * https://aws.amazon.com/api-gateway/pricing/, HTTP APIs, first tier; read in AWS's whitepaper
   * https://docs.aws.amazon.com/whitepapers/latest/best-practices-api-gateway-private-apis-integration/cost-optimization.html
   * and https://awsforengineers.com/blog/aws-api-gateway-pricing-explained (2025-05-19).
   */
  httpApi: { perRequest: 1e-6 },
  /**
   * https://aws.amazon.com/secrets-manager/pricing/; read, without a date, in
   * https://hivebook.wiki/wiki/aws-secrets-manager-rotated-secrets-dynamic-db-credentials-kms.
   */
  secrets: { perSecretMonth: 0.4, perCall: 5e-6 },
  /**
   * https://aws.amazon.com/cloudwatch/pricing/. Read: logs in https://c3x.dev/blog/cloudwatch-logs-cost-optimization (2026-06), metrics
   * in https://signoz.io/guides/cloudwatch-pricing (2026-02-15), dashboards in
   * https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/ (2026-06-13), alarms, by their metrics,
   * on a bill in https://amazonwebshark.com/unexpected-cloudwatch-in-the-billing-area (2022-04) and in
   * https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm, without a date.
   */
  cloudwatch: {
    perLogGb: 0.5,
    perStoredLogGbMonth: 0.03,
    perAlarmMetricMonth: 0.1,
    perMetricMonth: 0.3,
    perDashboardMonth: 3,
  },
  /**
   * https://aws.amazon.com/s3/pricing/, Standard, first tier; storage read in https://deepeshsoni.com/archives/256, without a date. The
   * requests, $0.005 and $0.0004 for a thousand, were not found in print on 2026-11-27: --prices reads AWS's own.
   */
  s3: { perStoredGbMonth: 0.023, perPut: 5e-6, perGet: 0.4e-6 },
  /** https://aws.amazon.com/athena/pricing/, SQL by what is read; as the docs of the lake have it, and read without a date. */
  athena: { perTbRead: 5 },
  /** https://aws.amazon.com/eventbridge/pricing/, custom events; read in https://cloudburn.io/blog/amazon-eventbridge-pricing (2026-03-13). */
  eventBridge: { perEvent: 1e-6 },
  /** Recorded ones; https://aws.amazon.com/xray/pricing/, read there, without a date. */
  xray: { perTrace: 5e-6 },
};

export const tableClasses = ['standard', 'infrequent'] as const;
export type TableClass = (typeof tableClasses)[number];

/** The prices of a stage whose Captures table is of this class; the other table, a small one, is counted with it. */
export const pricesOfClass = (all: Prices, tableClass: TableClass): Prices =>
  tableClass === 'standard' ? all : { ...all, dynamodb: { ...all.dynamodb, ...all.infrequent } };

/** What a metric is told apart by, beside the stage. Labels out of the stage's configuration, never anything of Zoom's. */
export type MetricDimension = 'Account' | 'Dataset';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
type MetricUnit = 'Count' | 'Seconds' | 'Percent' | 'None';

type MetricDefinition = { readonly unit: MetricUnit; readonly by: readonly MetricDimension[] };

/** Where CloudWatch shows the metrics of all stages. */
export const metricNamespace = 'ZoomCapture';

/**
 * Every metric that the functions emit. Each has one set of dimensions, since CloudWatch takes another set for another
 * metric: `Stage`, and what it is told apart `by`.
 */
export const metricDefinitions = {
  /** Ended meetings whose captures the webhook queued. */
  EventsAccepted: { unit: 'Count', by: ['Account'] },
  /** Those of them that name another account than the secret that signed them. */
  EventsOfOtherAccounts: { unit: 'Count', by: ['Account'] },
  /** Signed requests that were refused: Zoom does not send them again. */
  SignatureFailures: { unit: 'Count', by: [] },
  /** Events that were rightly signed and could not be read: Zoom does not send them again. */
  MalformedEvents: { unit: 'Count', by: [] },
  /** Validations of the endpoint that were answered rightly; Zoom asks every 72 hours. */
  UrlValidations: { unit: 'Count', by: [] },
  /** Validations that were not; after six in a row Zoom disables the subscription. */
  UrlValidationFailures: { unit: 'Count', by: [] },
  /** From a meeting's end until its first capture stood in the table. */
  FreshnessSeconds: { unit: 'Seconds', by: ['Dataset'] },
  /** Polls that a fault of the Zoom account put off. */
  CapturesParked: { unit: 'Count', by: [] },
  /** Captures that ended `failed` or `unavailable`. */
  CapturesGivenUp: { unit: 'Count', by: ['Dataset'] },
  /** News of captures that could not be handed to their queue: nobody will hear of them. */
  NewsNotTold: { unit: 'Count', by: [] },
  /** Runs of the lake's mirror that have come through the last days. */
  LakeRuns: { unit: 'Count', by: [] },
  /** Files in the lake that somebody else has put in the place of one of its own. */
  LakeForeignFiles: { unit: 'Count', by: [] },
  /** The part of a day's calls to Zoom that is used up. */
  DailyCallsUsedPercent: { unit: 'Percent', by: ['Account'] },
  /** How long Zoom has not answered an account's calls; no value while it does. */
  OutageMinutes: { unit: 'None', by: ['Account'] },
  /** Ended meetings that the sweep found and no event had told of. */
  MissedEvents: { unit: 'Count', by: ['Account'] },
  /** Captures that were overdue, and that the sweep put back to work. */
  StuckCaptures: { unit: 'Count', by: [] },
  /** The age of the sweep's cursor: how far back an ended meeting may not have been looked for yet. */
  SweepBehindMinutes: { unit: 'None', by: ['Account'] },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricName = keyof typeof metricDefinitions;

/** One value of one metric, with the labels that it is told apart by. */
export type Measurement = {
  readonly [Name in MetricName]: { readonly metric: Name; readonly value: number } & Readonly<
    Record<(typeof metricDefinitions)[Name]['by'][number], string>
  >;
}[MetricName];

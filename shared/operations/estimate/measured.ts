import type { Dataset } from '../../domain/dataset.ts';

/** What one row takes in DynamoDB. */
export type RowItem = {
  readonly bytes: number;
  /** A write unit is a kibibyte begun. */
  readonly writeUnits: number;
  /** Its copy in an index, which has the keys and what they include: of which share of the rows there is one, 0 to 1. */
  readonly copy: { readonly bytes: number; readonly share: number };
  /** The item of its samples, where it has any. */
  readonly samples?: { readonly bytes: number; readonly bytesPerMinute: number };
};

/** In by-person: rows with an id or an address only. As in generated meetings; all where everybody is signed in. */
const personCopy = { bytes: 370, share: 0.58 } as const;

/** In by-quality: sessions with a bad minute only. As in generated meetings; there is no telling. */
const qualityCopy = { bytes: 825, share: 0.43 } as const;

/**
 * Measured on generated meetings of 60 people over 10 to 300 minutes whose rows have all of Zoom's fields, by DynamoDB's
 * rules for sizes; `measured.test.ts` measures again.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const rowItem = {
  // 1278 bytes and 1.90 units.
  participants: { bytes: 1_280, writeUnits: 1.9, copy: personCopy },
  // 1602 bytes and 1.99 units, its summary among them. Samples: 2126 bytes for 7 minutes, 7637 for 44, 14257 for 88,
  // 34151 for 220.
  qos: { bytes: 1_600, writeUnits: 2, copy: qualityCopy, samples: { bytes: 1_010, bytesPerMinute: 151 } },
  // 388 bytes and 1 unit.
  report: { bytes: 380, writeUnits: 1, copy: personCopy },
} as const satisfies Readonly<Record<Dataset, RowItem>>;

/** 373 and 712 bytes: one write unit each, and one in each index that has them. */
export const meetingItem = { bytes: 400 } as const;
export const captureItem = { bytes: 750 } as const;

/** What DynamoDB adds to each item, in the table and in each index, when it counts the storage. */
export const storageOverheadBytes = 100;

/**
 * Seconds that functions run. Partly assumed, not measured on AWS: Zoom answers a page in half a second, DynamoDB and SQS in
 * about ten milliseconds. What is computed was measured on a whole processor; a function of 512 MB has 0.29 of one.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
export const functionRun = {
  /** With the writes and the checkpoint of the page, and the leases of its call. */
  secondsPerCall: 0.54,
  secondsPerDelivery: 0.04,
  secondsPerEvent: 0.04,
  /** Of the sweep function, where nothing is due. */
  secondsPerTick: 0.07,
  consumerMemoryMb: 512,
  sweepMemoryMb: 512,
  webhookMemoryMb: 256,
} as const;

/** Seconds that a consumer computes for a row, by `npm run bench -- cpu`; QoS by the minutes of its samples. */
export const secondsPerRow: Readonly<Record<Dataset, (minutes: number) => number>> = {
  participants: () => 0.0008,
  qos: (minutes) => 0.0002 * minutes,
  report: () => 0.00035,
};

/** Bytes of log lines. Measured: the benchmark `dollars` counts them again. */
export const logBytes = {
  /** Lambda's own two lines. */
  perInvocation: 570,
  /** The webhook's line, and API Gateway's. */
  perEvent: 670,
  perPoll: 550,
  /** A metric is a line too. */
  perMetric: 255,
  /** The metrics of a tick of the sweep. */
  perTick: 515,
} as const;

import type { Dataset } from '../dataset.ts';

/**
 * What one item takes in DynamoDB. Measured on generated meetings of 60 people over 10 to 300 minutes whose rows have all
 * of Zoom's fields, by DynamoDB's rules for sizes; `measured.test.ts` measures again. Bytes; a write unit is a kibibyte begun.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const rowItem: Readonly<Record<Dataset, { readonly bytes: number; readonly writeUnits: number }>> = {
  // 1278 bytes and 1.90 units.
  participants: { bytes: 1_280, writeUnits: 1.9 },
  // 1602 bytes and 1.99 units, its summary among them.
  qos: { bytes: 1_600, writeUnits: 2 },
  // 388 bytes and 1 unit.
  report: { bytes: 380, writeUnits: 1 },
};

/** The item of a QoS session's samples: 2126 bytes for 7 minutes, 7637 for 44, 14257 for 88, 34151 for 220. */
export const sampleItem = { bytes: 1_010, bytesPerMinute: 151 } as const;

/** 373 and 712 bytes: one write unit each, and one in each index that has them. */
export const meetingItem = { bytes: 400 } as const;
export const captureItem = { bytes: 750 } as const;

/** What DynamoDB adds to each item, in the table and in each index, when it counts the storage. */
export const storageOverheadBytes = 100;

/** A row's copy in by-person and a session's in by-quality: the keys, and what they include. */
export const personCopyBytes = 370;
export const qualityCopyBytes = 825;

/** Sessions with a bad minute: only those are in by-quality. As in generated meetings; there is no telling. */
export const badSessionShare = 0.43;

/** Rows with an id or an address: only those are in by-person. As in generated meetings; all where everybody is signed in. */
export const listedRowShare = 0.58;

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
  perLook: 550,
  /** A metric is a line too. */
  perMetric: 255,
  /** The metrics of a tick of the sweep. */
  perTick: 515,
} as const;

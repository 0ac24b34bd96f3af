import type { RowItem } from '../../datasets/dataset.ts';
import { readings } from '../../datasets/datasets.ts';
import { byDataset, type Dataset } from '../../domain/dataset.ts';

/**
 * What one row of each dataset takes in DynamoDB. Measured on generated meetings of 60 people over 10 to 300 minutes whose rows
 * have all of Zoom's fields, by DynamoDB's rules for sizes; `measured.test.ts` measures again.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const rowItem = byDataset((dataset): RowItem => readings[dataset].measured.row);

/** 712 bytes, 349 of the meeting's until its row of Zoom's list stands there: one write unit each, and one in each index. */
export const captureItem = { bytes: 750 } as const;
/** 1468 bytes with a row of the history. Joining it costs two units in the table and in each of two indexes. */
export const meetingItem = { bytes: 1_500, rowWrites: 6 } as const;

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

/** Seconds that a consumer computes for a row of a meeting that lasted so many minutes. */
export function secondsPerRow(dataset: Dataset, minutes: number): number {
  const { seconds } = readings[dataset].measured;
  return typeof seconds === 'number' ? seconds : seconds.perMinute * minutes;
}

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

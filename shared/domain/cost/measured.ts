import type { Dataset } from '../dataset.ts';

/**
 * What one item takes in DynamoDB. Measured on generated meetings of 60 people over 10 to 300 minutes whose rows have all
 * of Zoom's fields, by DynamoDB's rules for sizes; `measured.test.ts` measures again. Bytes; a write unit is a kibibyte begun.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const rowItem: Readonly<Record<Dataset, { readonly bytes: number; readonly writeUnits: number }>> = {
  // 1278 bytes and 1.90 units.
  participants: { bytes: 1_300, writeUnits: 1.9 },
  // 1602 bytes and 1.99 units, its summary among them.
  qos: { bytes: 1_620, writeUnits: 2 },
  // 388 bytes and 1 unit.
  report: { bytes: 400, writeUnits: 1 },
};

/** The item of a QoS session's samples: 2126 bytes for 7 minutes, 7637 for 44, 14257 for 88, 34151 for 220. */
export const sampleItem = { bytes: 1_010, bytesPerMinute: 151 } as const;

/** 373 and 712 bytes: one write unit each, and one in each index that has them. */
export const meetingItem = { bytes: 400 } as const;
export const captureItem = { bytes: 750 } as const;

/** What DynamoDB adds to each item, in the table and in each index, when it counts the storage. */
export const storageOverheadBytes = 100;

/** A row's copy in by-person and a session's in by-quality: the keys, and what they include. */
export const personCopyBytes = 400;
export const qualityCopyBytes = 800;

/** Sessions with a bad minute: only those are in by-quality. As in generated meetings; there is no telling. */
export const badSessionShare = 0.5;

/** Rows with an id or an address: only those are in by-person. As in generated meetings; all where everybody is signed in. */
export const listedRowShare = 0.7;

/**
 * Seconds that functions run, and what they write. Assumed, not measured on AWS: Zoom answers a page in about half a second,
 * its rows are stored meanwhile, and a delivery that only waits reads one item.
 */
export const functionRun = {
  secondsPerCall: 0.7,
  secondsPerDelivery: 0.1,
  secondsPerEvent: 0.1,
  /** Of the sweep function, where nothing is due. */
  secondsPerTick: 0.3,
  consumerMemoryMb: 512,
  sweepMemoryMb: 512,
  webhookMemoryMb: 256,
  /** Lambda's lines about the run, and our own. */
  logBytes: 1_200,
} as const;

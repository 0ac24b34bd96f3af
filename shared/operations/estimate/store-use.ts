import { hasSamples } from '../../domain/dataset.ts';
import type { QosSampleForm } from '../../domain/quality/qos-samples.ts';
import { captureItem, meetingItem, rowItem, storageOverheadBytes } from './measured.ts';
import { type CaptureWork, capturedOf, captureWork, type Events, planPolls, type Workload } from './workload.ts';

/** The indexes of the Captures table; a test compares them with its schema. */
export const indexNames = ['by-person', 'by-quality', 'by-state', 'by-account-day', 'by-meeting-id'] as const;
export type IndexName = (typeof indexNames)[number];
export type IndexUse = { readonly writes: number; readonly bytes: number };

/** What one event takes of DynamoDB. Units are those of on-demand tables. */
export type StoreUse = {
  readonly rowWrites: number;
  /** Into the indexes. */
  readonly indexWrites: number;
  /** Of meeting and capture items, and of the rate budget's. */
  readonly otherWrites: number;
  readonly reads: number;
  readonly tableBytes: number;
  readonly indexBytes: number;
};

const zero: StoreUse = { rowWrites: 0, indexWrites: 0, otherWrites: 0, reads: 0, tableBytes: 0, indexBytes: 0 };

export function storeUse(events: Events, workload: Workload): StoreUse {
  const datasets = capturedOf(workload, events);
  const uses = datasets.map((dataset) =>
    captureUse(captureWork(dataset, events, workload), events.minutes, workload.qosSamples),
  );
  const polls = datasets.flatMap((dataset) => planPolls(dataset, workload.waits, events));
  // Of two functions that lease calls at the same time one is refused, reads the lease, and leases behind the other.
  const refused = polls.length - new Set(polls).size;
  // The meeting's item: put by the first consumer, refused to the others at the same price, and copied to two indexes whole.
  const meeting: StoreUse = {
    ...zero,
    otherWrites: datasets.length + refused,
    reads: refused,
    tableBytes: meetingItem.bytes + storageOverheadBytes,
  };
  const indexes = indexNames.map((index) => indexUse(index, events, workload));
  const inIndexes: StoreUse = {
    ...zero,
    indexWrites: indexes.reduce((sum, { writes }) => sum + writes, 0),
    indexBytes: indexes.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  return [meeting, inIndexes, ...uses].reduce(addUses);
}

/** What one event takes of an index. */
export function indexUse(index: IndexName, events: Events, workload: Workload): IndexUse {
  const works = capturedOf(workload, events).map((dataset) => captureWork(dataset, events, workload));
  const copies = (ofSamples: boolean): IndexUse => {
    const own = works.filter(({ dataset }) => hasSamples(dataset) === ofSamples);
    return {
      writes: own.reduce((sum, { dataset, rows }) => sum + rows * rowItem[dataset].copy.share, 0),
      bytes: own.reduce((sum, { dataset, rows }) => {
        const { share, bytes } = rowItem[dataset].copy;
        return sum + rows * share * (storageOverheadBytes + bytes);
      }, 0),
    };
  };
  switch (index) {
    case 'by-person':
      return copies(false);
    case 'by-quality':
      return copies(true);
    case 'by-state':
      // Put when registered, moved when started, moved when a later poll is planned, deleted when settled.
      return { writes: works.reduce((sum, { polls }) => sum + 1 + 2 * polls + 2 * (polls - 1) + 1, 0), bytes: 0 };
    default:
      return { writes: 1, bytes: meetingItem.bytes + storageOverheadBytes };
  }
}

function captureUse(
  { dataset, rows, polls, calls, deliveries }: CaptureWork,
  minutes: number,
  qosSamples: QosSampleForm = 'packed',
): StoreUse {
  const item = rowItem[dataset];
  const samples = item.samples?.[qosSamples];
  const sampleBytes = samples ? samples.bytes + minutes * samples.bytesPerMinute : 0;
  const itemsPerRow = 1 + (samples?.items ?? 0);
  const bytesPerRow = item.bytes + sampleBytes;
  // Half a kibibyte of each item is lost by rounding up.
  const writesPerRow = samples ? bytesPerRow / 1_024 + itemsPerRow / 2 : item.writeUnits;
  return {
    // Once: a later poll compares, and writes rows only where Zoom has changed some.
    rowWrites: rows * writesPerRow,
    indexWrites: 0,
    // Registered; started and finished by each poll; a checkpoint per page, but for each poll's last; a lease of the rate
    // budget per call, at the most.
    otherWrites: 1 + 2 * polls + (calls - polls) + calls,
    // The capture's item by each delivery, and twice by the first; who was erased, at first and by each poll.
    reads: deliveries + 1 + (1 + polls),
    tableBytes: captureItem.bytes + storageOverheadBytes + rows * (bytesPerRow + storageOverheadBytes * itemsPerRow),
    indexBytes: 0,
  };
}

const addUses = (one: StoreUse, other: StoreUse): StoreUse => ({
  rowWrites: one.rowWrites + other.rowWrites,
  indexWrites: one.indexWrites + other.indexWrites,
  otherWrites: one.otherWrites + other.otherWrites,
  reads: one.reads + other.reads,
  tableBytes: one.tableBytes + other.tableBytes,
  indexBytes: one.indexBytes + other.indexBytes,
});

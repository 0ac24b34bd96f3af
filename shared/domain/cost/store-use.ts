import { type Dataset, datasets } from '../dataset.ts';
import { plannedLooks } from './looks.ts';
import {
  badSessionShare,
  captureItem,
  listedRowShare,
  meetingItem,
  personCopyBytes,
  qualityCopyBytes,
  rowItem,
  sampleItem,
  storageOverheadBytes,
} from './measured.ts';
import { type CaptureWork, captureWork, type Events, type Workload } from './workload.ts';

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
  const uses = datasets.map((dataset) => captureUse(captureWork(dataset, events, workload), events.minutes));
  const looks = datasets.flatMap((dataset) => plannedLooks(dataset, workload.waits, events));
  // Of two functions that lease calls at the same time one is refused, looks, and leases behind the other.
  const refused = looks.length - new Set(looks).size;
  // The meeting's item: put by the first consumer, refused to the others at the same price, and copied to two indexes whole.
  const meeting: StoreUse = {
    ...zero,
    otherWrites: datasets.length + refused,
    reads: refused,
    indexWrites: 2,
    tableBytes: meetingItem.bytes + storageOverheadBytes,
    indexBytes: 2 * (meetingItem.bytes + storageOverheadBytes),
  };
  return [meeting, ...uses].reduce(add);
}

function captureUse({ dataset, rows, looks, calls, deliveries }: CaptureWork, minutes: number): StoreUse {
  const sampleBytes = dataset === 'qos' ? sampleItem.bytes + minutes * sampleItem.bytesPerMinute : 0;
  const bytesPerRow = rowItem[dataset].bytes + sampleBytes;
  const sweeps = looks - 1;
  return {
    // Each look writes every row again; half a kibibyte is lost by rounding up.
    rowWrites: rows * looks * (rowItem[dataset].writeUnits + (sampleBytes > 0 ? sampleBytes / 1_024 + 0.5 : 0)),
    // Rows: once, since a row that is written again as it was changes nothing that an index has.
    // by-state: put when registered, moved when taken up, moved when a later look is planned, deleted when settled.
    indexWrites: rows * copiesPerRow(dataset) + 1 + 2 * looks + 2 * (looks - 1) + 1,
    // Registered; taken up and finished by each look; a checkpoint per page, but for the first look's last; a lease of the
    // rate budget per call, at the most.
    otherWrites: 1 + 2 * looks + (calls - 1) + calls,
    // The capture's item by each delivery, and twice by the first; who was erased, at first and by each look; the rows by
    // each look after the first: 4 KiB are one unit.
    reads: deliveries + 1 + (1 + looks) + (sweeps * rows * bytesPerRow) / 4_096,
    tableBytes:
      captureItem.bytes +
      storageOverheadBytes +
      rows * (bytesPerRow + storageOverheadBytes * (sampleBytes > 0 ? 2 : 1)),
    indexBytes: rows * copyBytes(dataset),
  };
}

const copiesPerRow = (dataset: Dataset): number => (dataset === 'qos' ? badSessionShare : listedRowShare);
const copyBytes = (dataset: Dataset): number =>
  copiesPerRow(dataset) * (storageOverheadBytes + (dataset === 'qos' ? qualityCopyBytes : personCopyBytes));

const add = (one: StoreUse, other: StoreUse): StoreUse => ({
  rowWrites: one.rowWrites + other.rowWrites,
  indexWrites: one.indexWrites + other.indexWrites,
  otherWrites: one.otherWrites + other.otherWrites,
  reads: one.reads + other.reads,
  tableBytes: one.tableBytes + other.tableBytes,
  indexBytes: one.indexBytes + other.indexBytes,
});

import type { Row } from '../../shared/domain/row.ts';
import type { MeetingRecord } from '../../shared/dynamo/meetings/meeting-item.ts';

/** A file under way. Holds a few rows. */
export type RowSink = {
  /** A row of the table; returns when there is room for the next. */
  readonly write: (meeting: MeetingRecord, row: Row) => Promise<void>;
  /** Writes the rest, and returns when all is on the disk. */
  readonly finish: () => Promise<void>;
  /** Lets go of the file as it is. After `finish`: nothing. */
  readonly abort: () => Promise<void>;
};

import type { Attendance } from '../shared/analysis/attendance/attendance.ts';
import type { Person } from '../shared/analysis/attendance/people.ts';
import type { Interval } from '../shared/analysis/attendance/time.ts';
import type { MeetingRecord } from '../shared/dynamo/meetings/meeting-item.ts';
import type { MeetingStatus } from '../shared/dynamo/meetings/meeting-status.ts';
import type { Columns } from './quality/column-width.ts';
import type { PersonQuality } from './quality/person-quality.ts';
import type { QualityOverTime } from './quality/quality-over-time.ts';

export type PagePerson = Person & { readonly quality?: PersonQuality };

/** Everything that the page of one meeting shows. */
export type MeetingPageData = {
  readonly meeting: MeetingRecord;
  readonly status: MeetingStatus;
  readonly attendance: Attendance;
  /** From the start to the end. */
  readonly span: Interval;
  /** In the order of joining. */
  readonly people: readonly PagePerson[];
  readonly columns: Columns;
  readonly quality: QualityOverTime;
  /** Milliseconds since 1970. */
  readonly writtenAtMs: number;
};

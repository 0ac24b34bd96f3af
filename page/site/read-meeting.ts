import { computePersonQuality } from '../../shared/analysis/quality/person-quality.ts';
import { type Dataset, hasSamples, datasets as usualDatasets } from '../../shared/domain/dataset.ts';
import type { QualitySummary } from '../../shared/domain/quality/summary.ts';
import type { Row } from '../../shared/domain/row/row.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import type { StoredMeeting } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { meetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import { readStoredRows } from '../../shared/dynamo/rows/row-reader.ts';
import type { Store } from '../../shared/dynamo/store.ts';
import { loadPart } from '../../shared/queries/logical-meeting.ts';
import { itemsOf } from '../../shared/queries/paging.ts';
import { sessionQuality } from '../../shared/queries/quality.ts';
import {
  boundsOf,
  computeMeetingAttendance,
  factsOf,
  gatherMeeting,
  type MeetingFacts,
  type MeetingPageData,
} from '../gather-meeting.ts';

export type ReadMeeting = {
  readonly data: MeetingPageData;
  /** Rows that were read. */
  readonly counts: ReadonlyMap<Dataset, number>;
  readonly sessionsWithoutSamples: number;
};

/** All rows of a meeting with their samples, and what its page shows of them. `now` in epoch ms. */
export async function readMeeting(
  stored: StoredMeeting,
  store: Store,
  { now, zone }: { readonly now: number; readonly zone: Zone },
): Promise<ReadMeeting> {
  const { meeting } = stored;
  const withoutSamples = new Map<Row, QualitySummary | undefined>();
  const counts = new Map<Dataset, number>();
  const data = await gatherMeeting({
    meeting,
    status: meetingStatus(stored, now),
    now,
    zone,
    summaryOf: (row) => withoutSamples.get(row),
    async *rows(dataset): AsyncGenerator<Row> {
      for await (const { row, notKept } of readStoredRows(meeting.uuid, dataset, store)) {
        if (notKept) withoutSamples.set(row, notKept.summary);
        counts.set(dataset, (counts.get(dataset) ?? 0) + 1);
        yield row;
      }
    },
  });
  return { data, counts, sessionsWithoutSamples: withoutSamples.size };
}

/** What a list says of a meeting, the same as its page: by its rows without samples, a read unit per two or three. */
export async function readFacts(stored: StoredMeeting, store: Store, now: number): Promise<MeetingFacts> {
  const { meeting } = stored;
  const { rows } = await loadPart(meeting, {
    ...store,
    datasets: (store.datasets ?? usualDatasets).filter((one) => !hasSamples(one)),
  });
  const sources = [...rows];
  const summaries = new Map<number, QualitySummary>();
  for await (const { row, summary } of itemsOf(sessionQuality({ uuid: meeting.uuid, pageSize: 1_000 }, store))) {
    if (summary) summaries.set(sources.length, summary);
    sources.push({ uuid: meeting.uuid, dataset: 'qos', row });
  }
  const attendance = computeMeetingAttendance(meeting, sources);
  const people = attendance.people.map((person) => {
    const quality = computePersonQuality(person, attendance, summaries);
    return quality ? { ...person, quality } : person;
  });
  const bounds = { ...boundsOf(meetingStatus(stored, now)), sessionsWithoutSamples: 0 };
  return factsOf({ people, bounds });
}

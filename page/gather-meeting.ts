import { type Attendance, computeAttendance } from '../shared/analysis/attendance/attendance.ts';
import type { Person } from '../shared/analysis/attendance/people.ts';
import type { SourceRow } from '../shared/analysis/attendance/records.ts';
import type { Interval } from '../shared/analysis/attendance/time.ts';
import { computePersonQuality, type PersonQuality } from '../shared/analysis/quality/person-quality.ts';
import {
  createQualityGatherer,
  cutIntoColumns,
  type QualityOverTime,
  type TimeColumns,
} from '../shared/analysis/quality/quality-over-time.ts';
import { readings } from '../shared/datasets/datasets.ts';
import { type Dataset, datasets, hasSamples } from '../shared/domain/dataset.ts';
import { omit } from '../shared/domain/omit.ts';
import { type QualitySummary, summarizeQuality } from '../shared/domain/quality/summary.ts';
import type { Row } from '../shared/domain/row/row.ts';
import { utc, type Zone } from '../shared/domain/zone/zone.ts';
import type { MeetingRecord } from '../shared/dynamo/meetings/meeting-item.ts';
import type { DatasetStatus, MeetingStatus } from '../shared/dynamo/meetings/meeting-status.ts';

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
  /** What the counts are at least, and not surely. */
  readonly bounds: Bounds;
  readonly columns: TimeColumns;
  readonly quality: QualityOverTime;
  /** Milliseconds since 1970. */
  readonly writtenAtMs: number;
  /** In which times are shown. */
  readonly zone: Zone;
};

/** Numbers that may be larger than what is stored tells. */
export type Bounds = {
  /** No list of everybody is stored as a whole, or somebody was erased from it: more people may have been there. */
  readonly people: boolean;
  /** More may have been measured. */
  readonly quality: boolean;
  /** Sessions of which a summary is stored and no samples: their minutes are in no chart. */
  readonly sessionsWithoutSamples: number;
};

export type MeetingSource = {
  readonly meeting: MeetingRecord;
  readonly status: MeetingStatus;
  /** As stored. QoS rows are taken one at a time and come with their samples. */
  readonly rows: (dataset: Dataset) => AsyncIterable<Row>;
  /** The summary of a QoS row whose samples were not kept: its minutes are in no chart. @default none of them is such a row */
  readonly summaryOf?: (row: Row) => QualitySummary | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** In which times are shown. @default UTC */
  readonly zone?: Zone;
};

const dayMs = 24 * 3_600_000;

/**
 * Works out what the page shows. Holds the rows, since who is one person shows by all of them, but of the samples only one
 * session's and their sums. Throws what `rows` throws.
 */
export async function gatherMeeting({
  meeting,
  status,
  rows,
  summaryOf,
  now,
  zone = utc,
}: MeetingSource): Promise<MeetingPageData> {
  const { uuid } = meeting;
  const sources: SourceRow[] = [];
  const ofStays = datasets.filter((dataset) => readings[dataset].stays);
  for (const dataset of ofStays.filter((one) => !hasSamples(one))) {
    for await (const row of rows(dataset)) sources.push({ uuid, dataset, row });
  }
  // The columns have to be known before the samples come; QoS rows name no time that the other lists do not.
  const columns = chooseColumns(spanOf(computeMeetingAttendance(meeting, sources)));
  const gatherer = createQualityGatherer(columns);
  let sessionsWithoutSamples = 0;
  const summaries = new Map<number, QualitySummary>();
  for await (const session of rows('qos')) {
    const { user_qos: samples } = session;
    const list = Array.isArray(samples) ? samples : [];
    gatherer.add(list);
    const kept = summaryOf?.(session);
    if (kept) sessionsWithoutSamples += 1;
    const summary = kept ?? summarizeQuality(list);
    if (summary) summaries.set(sources.length, summary);
    sources.push({ uuid, dataset: 'qos', row: omit(session, 'user_qos') });
  }
  const attendance = computeMeetingAttendance(meeting, sources);
  const people = attendance.people.map((person) => {
    const quality = computePersonQuality(person, attendance, summaries);
    return quality ? { ...person, quality } : person;
  });
  return {
    meeting,
    status,
    attendance,
    span: spanOf(attendance),
    people,
    bounds: { ...boundsOf(status), sessionsWithoutSamples },
    columns,
    quality: gatherer.points(),
    writtenAtMs: now,
    zone,
  };
}

/** What a list of meetings says of one. */
export type MeetingFacts = {
  /** Who were in the meeting, or a breakout room, for a moment at least. */
  readonly people: number;
  /** More may have been there. */
  readonly isBound: boolean;
  /** Of all people, each one's sessions added up. */
  readonly minutes: number;
  readonly badMinutes: number;
};

/** What a meeting came to, of its people and its status. */
export function factsOf(data: Pick<MeetingPageData, 'people' | 'bounds'>): MeetingFacts {
  const { people, bounds } = data;
  const measured = people.flatMap(({ quality }) => quality ?? []);
  return {
    people: people.filter(({ attendedSeconds }) => attendedSeconds > 0).length,
    isBound: bounds.people,
    minutes: measured.reduce((sum, { minutes }) => sum + minutes, 0),
    badMinutes: measured.reduce((sum, { badMinutes }) => sum + badMinutes, 0),
  };
}

const listsOfAll = datasets.filter((dataset) => readings[dataset].stays?.listsAll);

export function boundsOf({ datasets: statuses }: MeetingStatus): Omit<Bounds, 'sessionsWithoutSamples'> {
  const isAll = (one: DatasetStatus | undefined): boolean => isStoredWhole(one) && one?.erased === undefined;
  return { people: !listsOfAll.some((dataset) => isAll(statuses[dataset])), quality: !isAll(statuses.qos) };
}

/** Whether the rows are those of a poll that ended. */
const isStoredWhole = (one: DatasetStatus | undefined): boolean =>
  one !== undefined && (one.state === 'captured' || one.state === 'settled' || one.state === 'empty');

export function computeMeetingAttendance(meeting: MeetingRecord, sources: readonly SourceRow[]): Attendance {
  const [first] = computeAttendance([meeting], sources);
  if (!first) throw new RangeError('A meeting has an attendance, also without rows.');
  return first;
}

const spanOf = ({ parts }: Attendance): Interval => parts[0]?.span ?? { fromMs: 0, toMs: 0 };

/** Where no start is known, which is rare, the columns cover a day before the end. */
const chooseColumns = ({ fromMs, toMs }: Interval): TimeColumns =>
  cutIntoColumns(toMs > fromMs ? fromMs : toMs - dayMs, toMs);

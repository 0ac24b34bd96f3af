import { computeAttendance } from '../analysis/attendance/attendance.ts';
import { restartGapMs } from '../analysis/attendance/stays.ts';
import { parseInstant } from '../analysis/attendance/time.ts';
import { type CourseMeeting, readCourseMeeting } from '../analysis/course/course-meeting.ts';
import { readings } from '../datasets/datasets.ts';
import { isWhole } from '../domain/capture/whole.ts';
import { datasets } from '../domain/dataset.ts';
import type { MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import { createMeetingReader, type StoredMeeting } from '../dynamo/meetings/meeting-reader.ts';
import type { Store } from '../dynamo/store.ts';
import { loadPart } from './logical-meeting.ts';
import { type MeetingInstancesQuery, meetingInstances } from './meetings.ts';
import { itemsOf } from './paging.ts';

export type CourseMeetingsQuery = Pick<MeetingInstancesQuery, 'meetingId' | 'ended'>;

/**
 * The meetings under one meeting id with everybody who was in them, oldest first, restarts being one: what
 * `computeCourse` makes sessions and persons of.
 *
 * Index `by-meeting-id`, eventually consistent, about two read units per ten instances; then of each instance its items
 * by key, a unit each, and all rows without samples, about a unit per session. Holds the rows of one meeting.
 * @throws RangeError when a time is none
 */
export async function* courseMeetings(query: CourseMeetingsQuery, store: Store): AsyncGenerator<CourseMeeting> {
  let run: MeetingRecord[] = [];
  for await (const meeting of itemsOf(meetingInstances({ ...query, order: 'oldest-first' }, store))) {
    if (run.length > 0 && !mayContinue(run, meeting)) {
      yield* readRun(run, store);
      run = [];
    }
    run.push(meeting);
  }
  yield* readRun(run, store);
}

/** Rather once too often than too seldom: whether it is a restart shows `computeAttendance`. */
function mayContinue(run: readonly MeetingRecord[], { startTime }: MeetingRecord): boolean {
  const startMs = parseInstant(startTime);
  const endMs = Math.max(...run.map(({ endedAt }) => parseInstant(endedAt) ?? 0));
  return startMs === undefined || startMs - endMs <= restartGapMs;
}

async function* readRun(run: readonly MeetingRecord[], store: Store): AsyncGenerator<CourseMeeting> {
  const stored = await createMeetingReader(store).findAll(run.map(({ uuid }) => uuid));
  const parts = await Promise.all(run.map((meeting) => loadPart(meeting, store)));
  const rows = parts.flatMap((part) => part.rows);
  for (const attendance of computeAttendance(run, rows)) {
    const topic = run.find(({ uuid }) => uuid === attendance.parts[0]?.uuid)?.topic;
    const isAllWhole = attendance.parts.every(({ uuid }) => isListWhole(stored.get(uuid)));
    yield readCourseMeeting(attendance, rows, { topic, isWhole: isAllWhole });
  }
}

const listsOfAll = datasets.filter((dataset) => readings[dataset].stays?.listsAll);

/** Whether one of the lists that have everybody is stored as a whole. */
const isListWhole = (meeting: StoredMeeting | undefined): boolean =>
  listsOfAll.some((dataset) => {
    const capture = meeting?.captures[dataset];
    return capture !== undefined && isWhole(capture);
  });

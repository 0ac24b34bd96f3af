import type { MeetingRecord } from '../../shared/dynamo/meetings/meeting-item.ts';
import type { AnswerColumn, AnswerList } from './answer.ts';
import { minutesBetween, minuteText } from './cells.ts';

/** What a meeting was. */
export const meetingColumns: readonly AnswerColumn<MeetingRecord>[] = [
  { name: 'ended', cell: ({ endTime }) => endTime, text: ({ endTime }) => minuteText(endTime) },
  { name: 'minutes', cell: ({ startTime, endTime }) => minutesBetween(startTime, endTime) },
  { name: 'topic', cell: ({ topic }) => topic },
  { name: 'kind', cell: ({ kind }) => kind },
  { name: 'meeting_id', cell: ({ meetingId }) => meetingId },
  { name: 'uuid', cell: ({ uuid }) => uuid },
  { name: 'started', only: 'csv', cell: ({ startTime }) => startTime },
  { name: 'host_id', only: 'csv', cell: ({ hostId }) => hostId },
  { name: 'account', only: 'csv', cell: ({ account }) => account },
];

/** The same for programs, under the names that `status --json` has. */
export const meetingJson = ({ uuid, kind, meetingId, topic, hostId, startTime, endTime, account }: MeetingRecord) => ({
  uuid,
  kind,
  meetingId,
  topic,
  hostId,
  startTime,
  endTime,
  account,
  minutes: minutesBetween(startTime, endTime),
});

/** A list of meetings, as an answer. */
export const meetingsAnswer = (items: AsyncIterable<MeetingRecord>): AnswerList<MeetingRecord> => ({
  items,
  list: 'meetings',
  columns: meetingColumns,
  toJson: meetingJson,
});

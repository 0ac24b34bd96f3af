import { type ListedFacts, listedFacts } from '../../shared/domain/meeting/listed-row.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import type { MeetingRecord } from '../../shared/dynamo/meetings/meeting-item.ts';
import { minutesBetween, minuteText } from '../output/cells.ts';
import type { AnswerColumn, AnswerList } from './answer.ts';

/** What Zoom's list of meetings says, as far as it has been read. */
const factsOf = ({ listed }: MeetingRecord): ListedFacts => (listed ? listedFacts(listed.row) : noFacts);
const noFacts: ListedFacts = { groups: [], tracking: [] };

const hostText = (meeting: MeetingRecord): string | undefined => {
  const { hostName, hostEmail } = factsOf(meeting);
  return hostName ?? hostEmail;
};

const trackingText = ({ tracking }: ListedFacts): string =>
  tracking.map(({ name, value }) => `${name}=${value}`).join('; ');

/** What a meeting was. */
export const meetingColumns: readonly AnswerColumn<MeetingRecord>[] = [
  { name: 'ended', cell: ({ endTime }) => endTime, text: ({ endTime }, zone) => minuteText(endTime, zone) },
  { name: 'minutes', cell: ({ startTime, endTime }) => minutesBetween(startTime, endTime) },
  { name: 'topic', shorten: true, importance: 2, cell: ({ topic }) => topic },
  { name: 'host', shorten: true, cell: (meeting) => hostText(meeting) },
  { name: 'department', width: 20, importance: 0, cell: (meeting) => factsOf(meeting).department },
  { name: 'kind', importance: 0, cell: ({ kind }) => kind },
  { name: 'meeting_id', cell: ({ meetingId }) => meetingId },
  { name: 'uuid', importance: 3, cell: ({ uuid }) => uuid },
  { name: 'started', only: 'csv', cell: ({ startTime }) => startTime },
  { name: 'host_id', only: 'csv', cell: ({ hostId }) => hostId },
  { name: 'account', only: 'csv', cell: ({ account }) => account },
  { name: 'host_email', only: 'csv', cell: (meeting) => factsOf(meeting).hostEmail },
  { name: 'group', only: 'csv', cell: (meeting) => factsOf(meeting).groups.join('; ') },
  { name: 'tracking', only: 'csv', cell: (meeting) => trackingText(factsOf(meeting)) },
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

/** The meeting with its row in Zoom's list, whole and exact, once a sweep or a backfill has read it there. */
export const wholeMeetingJson = (meeting: MeetingRecord) => ({
  ...meetingJson(meeting),
  listRow: meeting.listed?.row,
});

/** A list of meetings, as an answer. */
export const meetingsAnswer = (items: AsyncIterable<MeetingRecord>, zone: Zone): AnswerList<MeetingRecord> => ({
  items,
  zone,
  list: 'meetings',
  columns: meetingColumns,
  toJson: wholeMeetingJson,
});

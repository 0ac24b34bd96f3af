import { generateMeeting, type MeetingRecipe } from '../../../local/simulator/meetings.ts';
import { mapRows, rowFields } from '../../../local/simulator/rows/row.ts';
import { gatherMeeting, type MeetingSource } from '../../../page/gather-meeting.ts';
import { renderMeetingPage } from '../../../page/meeting-page.ts';
import { byDataset, type Dataset } from '../../../shared/domain/dataset.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import type { MeetingRecord } from '../../../shared/dynamo/meetings/meeting-item.ts';
import type { DatasetStatus } from '../../../shared/dynamo/meetings/meeting-status.ts';

export type Lists = Readonly<Record<Dataset, readonly Row[]>>;

const settled: DatasetStatus = { state: 'settled', expectedRows: 0, rows: 0, polls: 2, pages: 1, calls: 2 };

/** A meeting with these rows, and nothing else known of it than what is given. */
export function meetingSource(
  lists: Partial<Lists>,
  meeting: Partial<MeetingRecord> = {},
  status: Partial<Record<Dataset, DatasetStatus>> = {},
): MeetingSource {
  const endTime = '2026-11-19T10:00:00Z';
  const uuid = '/bM3k0pVTL2GdZ1rY7eXqA==';
  const facts = { uuid, kind: 'meeting', meetingId: '85012345678', endTime, account: 'account-1' } as const;
  const record = { ...facts, endedAt: endTime, registeredAt: endTime, reason: 'event', ...meeting } as const;
  return {
    meeting: record,
    status: {
      uuid: record.uuid,
      kind: record.kind,
      meetingId: record.meetingId,
      endTime,
      account: record.account,
      datasets: { ...byDataset(() => settled), ...status },
    },
    async *rows(dataset) {
      yield* lists[dataset] ?? [];
    },
    now: Date.parse('2026-11-19T12:00:00Z'),
  };
}

/** A generated meeting; its rows are made when they are read. */
export function generatedSource(recipe: MeetingRecipe): MeetingSource {
  const meeting = generateMeeting(recipe);
  const { kind, uuid, meetingId, topic, hostId, startTime, endTime, timezone } = meeting;
  const source = meetingSource({}, { kind, uuid, meetingId, topic, hostId, startTime, endTime, timezone });
  return {
    ...source,
    async *rows(dataset) {
      const list = mapRows(meeting[dataset], rowFields);
      for (let index = 0; index < list.count; index += 1) yield rowFields(list.at(index));
    },
  };
}

export const pageOf = async (source: MeetingSource): Promise<string> => renderMeetingPage(await gatherMeeting(source));

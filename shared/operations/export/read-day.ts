import type { Capture } from '../../domain/capture/capture.ts';
import type { Dataset } from '../../domain/dataset.ts';
import { capturesOfMeetings } from '../../dynamo/captures/captures-of-meetings.ts';
import type { MeetingRecord } from '../../dynamo/meetings/meeting-item.ts';
import type { Store } from '../../dynamo/store.ts';
import { endedMeetings } from '../../queries/meetings.ts';
import { wholeDay } from '../../queries/time-span.ts';
import type { DayMeeting } from './meeting-version.ts';

/** BatchGetItem takes so many keys. */
const meetingsPerRead = 100;

/** The meetings of a day by account, end and UUID, each with these captures. Holds all of them, without a row. */
export async function readDay(
  day: string,
  datasets: readonly Dataset[],
  { accounts, store }: { readonly accounts: readonly string[]; readonly store: Store },
): Promise<DayMeeting[]> {
  const meetings: MeetingRecord[] = [];
  for (const account of [...accounts].sort()) {
    const pages = endedMeetings({ account, ended: wholeDay(day), order: 'oldest-first', pageSize: 1_000 }, store);
    const own: MeetingRecord[] = [];
    for await (const { items } of pages) own.push(...items);
    meetings.push(...own.sort((a, b) => compare(a.endedAt, b.endedAt) || compare(a.uuid, b.uuid)));
  }
  return withCaptures(meetings, datasets, store);
}

/** The same meetings with their captures as they are now; a read unit a capture, half of it where reads are not consistent. */
export async function withCaptures(
  meetings: readonly MeetingRecord[],
  datasets: readonly Dataset[],
  store: Store,
): Promise<DayMeeting[]> {
  const found = new Map<string, Partial<Record<Dataset, Capture>>>(meetings.map(({ uuid }) => [uuid, {}]));
  for (let at = 0; at < meetings.length; at += meetingsPerRead) {
    const uuids = meetings.slice(at, at + meetingsPerRead).map(({ uuid }) => uuid);
    await Promise.all(
      datasets.map(async (dataset) => {
        for (const [uuid, capture] of await capturesOfMeetings(uuids, dataset, store)) {
          Object.assign(found.get(uuid) ?? {}, { [dataset]: capture });
        }
      }),
    );
  }
  return meetings.map((meeting) => ({ meeting, captures: found.get(meeting.uuid) ?? {} }));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

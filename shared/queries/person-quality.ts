import { computeAttendance } from '../analysis/attendance/attendance.ts';
import { readIdentitySigns } from '../analysis/attendance/identity.ts';
import { computePersonQuality, type PersonQuality } from '../analysis/quality/person-quality.ts';
import { hasSamples } from '../domain/dataset.ts';
import type { QualitySummary } from '../domain/quality/summary.ts';
import type { MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import type { Store } from '../dynamo/store.ts';
import { loadPart } from './logical-meeting.ts';
import { itemsOf } from './paging.ts';
import { sessionQuality } from './quality.ts';

export type PersonQualityQuery = {
  /** An e-mail address in any letter case, or a Zoom user id as Zoom writes it. */
  readonly person: string;
  /** A meeting with its restarts, as `personMeetings` has them. */
  readonly meetings: readonly MeetingRecord[];
};

/**
 * How the connection of somebody was in a meeting, over all their devices and rejoins; undefined where nothing was
 * measured, or they were not there.
 *
 * The table itself, consistent: all rows without samples, together about a read unit per session, and those of QoS once more.
 */
export async function personQuality(
  { person, meetings }: PersonQualityQuery,
  store: Store,
): Promise<PersonQuality | undefined> {
  const rows = (await Promise.all(meetings.map((meeting) => loadPart(meeting, store)))).flatMap((part) => part.rows);
  const indexes = rows.flatMap(({ dataset }, index) => (hasSamples(dataset) ? [index] : []));
  const summaries = new Map<number, QualitySummary>();
  for (const { uuid } of meetings) {
    for await (const { summary } of itemsOf(sessionQuality({ uuid }, store))) {
      // Both are read in the order of their keys.
      const index = indexes.shift();
      if (index !== undefined && summary) summaries.set(index, summary);
    }
  }
  const sign = person.trim();
  for (const attendance of computeAttendance(meetings, rows)) {
    const own = attendance.people.find(({ sessions }) =>
      sessions.some((index) => {
        const session = attendance.sessions[index];
        const signs = session && readIdentitySigns(session, rows);
        return signs?.email.has(sign.toLowerCase()) || signs?.['user-id'].has(sign);
      }),
    );
    const quality = own && computePersonQuality(own, attendance, summaries);
    if (quality) return quality;
  }
  return undefined;
}

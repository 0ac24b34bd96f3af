import { dayAt } from '../shared/domain/zone/zone.ts';
import type { MeetingPageData } from './gather-meeting.ts';
import { type PageLink, renderDocument } from './html/document.ts';
import { cutHarmless } from './html/markup.ts';
import { countPeople, renderAttendanceCurve } from './sections/attendance-curve.ts';
import { renderCapture } from './sections/capture-section.ts';
import { renderOverview } from './sections/overview.ts';
import { renderPeople } from './sections/people-list.ts';
import { renderQuality } from './sections/quality-section.ts';
import { renderSessions } from './sections/session-list.ts';
import { renderTimeline } from './sections/timeline.ts';
import { renderWorstPeople } from './sections/worst-people.ts';

/** What a meeting or a series is called in a title. */
export const titleOf = (topic: string | undefined): string => cutHarmless(topic?.trim() || 'Without a topic', 100);

/** The page of one meeting. It runs nothing. `up`: pages that lead to it. */
export async function renderMeetingPage(data: MeetingPageData, up: readonly PageLink[] = []): Promise<string> {
  const counts = countPeople(data);
  const { meeting, zone, writtenAtMs } = data;
  return renderDocument({
    title: `${titleOf(meeting.topic)} – ${dayAt(Date.parse(meeting.endTime), zone)}`,
    head: renderOverview(data, counts),
    sections: [
      { id: 'attendance', title: 'Attendance', body: renderAttendanceCurve(data, counts) },
      { id: 'timeline', title: 'Who was there when', body: renderTimeline(data) },
      { id: 'quality', title: 'Quality over time', body: renderQuality(data) },
      { id: 'worst', title: 'Worst connections', body: renderWorstPeople(data) },
      { id: 'people', title: 'People', body: renderPeople(data) },
      { id: 'sessions', title: 'Sessions', body: renderSessions(data) },
      { id: 'capture', title: 'State of the capture', body: renderCapture(data) },
    ],
    up,
    writtenAtMs,
    zone,
  });
}

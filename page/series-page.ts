import { type PageLink, renderDocument } from './html/document.ts';
import { foreignText, foreignTextOr, html } from './html/markup.ts';
import { boundText, dayText, durationText, numberText, shareText } from './html/text.ts';
import { titleOf } from './meeting-page.ts';
import { renderCourseMatrix, renderCourseNotes } from './sections/course-matrix.ts';
import { nameSessions, renderCourseSessions, renderTrends } from './sections/course-sessions.ts';
import type { SeriesPageData } from './series-data.ts';

/** The page of a series of meetings under one meeting id: who was in which of them, and how they went over time. */
export async function renderSeriesPage(data: SeriesPageData, up: readonly PageLink[]): Promise<string> {
  const { topic, meetingId, course, zone, writtenAtMs } = data;
  const { sessions, people } = course;
  const [first, last] = [sessions[0], sessions.at(-1)];
  const whole = sessions.filter(({ isWhole }) => isWhole);
  const heldMs = whole.reduce((sum, session) => sum + session.heldMs, 0);
  const present = people.reduce((sum, { totals }) => sum + totals.present, 0);
  const expected = people.reduce((sum, { totals }) => sum + totals.sessions, 0);
  const isBound = whole.length < sessions.length;
  const names = nameSessions(sessions, zone);
  const shown = { ...data, names };
  return renderDocument({
    title: `${titleOf(topic)} – series ${meetingId}`,
    head: html`<p class="kind">Series</p>
<h1>${foreignTextOr(topic, 'Without a topic', 200)}</h1>
<p>Meeting ID ${foreignText(meetingId)}${first && last && `, ${dayText(first.fromMs, zone)} to ${dayText(last.fromMs, zone)}`}</p>
<ul class="tiles">
<li><strong>${numberText(sessions.length)}</strong> ${sessions.length === 1 ? 'session' : 'sessions'}</li>
<li><strong>${boundText(isBound, numberText(people.length))}</strong> ${people.length === 1 ? 'person' : 'people'} in all</li>
<li><strong>${durationText(heldMs / 1000)}</strong> held</li>
${expected > 0 && html`<li><strong>${shareText(present / expected)}</strong> present, over all people and sessions</li>`}
</ul>`,
    sections: [
      { id: 'trends', title: 'Over time', body: renderTrends(shown) },
      { id: 'matrix', title: 'Who was in which session', body: renderCourseMatrix(shown) },
      { id: 'sessions', title: 'Sessions', body: renderCourseSessions(shown) },
      { id: 'notes', title: 'How it is counted', body: renderCourseNotes(shown) },
    ],
    up,
    writtenAtMs,
    zone,
  });
}

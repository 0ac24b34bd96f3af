import { dayAt } from '../shared/domain/zone/zone.ts';
import type { MeetingPageData } from './gather-meeting.ts';
import { cutHarmless, html } from './html/markup.ts';
import { style } from './html/style.ts';
import { instantMarkup } from './html/text.ts';
import { countPeople, renderAttendanceCurve } from './sections/attendance-curve.ts';
import { renderCapture } from './sections/capture-section.ts';
import { renderOverview } from './sections/overview.ts';
import { renderPeople } from './sections/people-list.ts';
import { renderQuality } from './sections/quality-section.ts';
import { renderSessions } from './sections/session-list.ts';
import { renderTimeline } from './sections/timeline.ts';
import { renderWorstPeople } from './sections/worst-people.ts';

/**
 * The page of one meeting: one HTML file that loads nothing and runs nothing. Its policy allows this very style and
 * nothing else, so that markup which came in through a name could not do harm either.
 */
export async function renderMeetingPage(data: MeetingPageData): Promise<string> {
  const counts = countPeople(data);
  const styleText = String(style);
  const policy = `default-src 'none'; style-src 'sha256-${await hashSha256(styleText)}'; base-uri 'none'; form-action 'none'`;
  const sections = [
    { id: 'attendance', title: 'Attendance', body: renderAttendanceCurve(data, counts) },
    { id: 'timeline', title: 'Who was there when', body: renderTimeline(data) },
    { id: 'quality', title: 'Quality over time', body: renderQuality(data) },
    { id: 'worst', title: 'Worst connections', body: renderWorstPeople(data) },
    { id: 'people', title: 'People', body: renderPeople(data) },
    { id: 'sessions', title: 'Sessions', body: renderSessions(data) },
    { id: 'capture', title: 'State of the capture', body: renderCapture(data) },
  ];
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${cutHarmless(data.meeting.topic?.trim() || 'Without a topic', 100)} – ${dayAt(Date.parse(data.meeting.endTime), data.zone)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>${renderOverview(data, counts)}
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main id="main" tabindex="-1">
${sections.map(({ id, title, body }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${body}</section>\n`)}</main>
<footer><p>Written by zoom-capture on ${instantMarkup(new Date(data.writtenAtMs).toISOString(), data.zone)} from what was stored then. All times are ${data.zone.id}.</p></footer>
</body>
</html>
`;
  return String(page);
}

/** In base64. */
async function hashSha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

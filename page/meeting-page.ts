import { harmlessWithin } from './html/harmless.ts';
import { html } from './html/markup.ts';
import { instantMarkup } from './html/time-text.ts';
import type { MeetingPageData } from './page-data.ts';
import { attendanceCurve, countsOf } from './sections/attendance-curve.ts';
import { captureSection } from './sections/capture-section.ts';
import { overview } from './sections/overview.ts';
import { peopleList } from './sections/people-list.ts';
import { qualitySection } from './sections/quality-section.ts';
import { sessionList } from './sections/session-list.ts';
import { timeline } from './sections/timeline.ts';
import { worstPeople } from './sections/worst-people.ts';
import { style } from './style/style.ts';

/**
 * The page of one meeting: one HTML file that loads nothing and runs nothing. Its policy allows this very style and
 * nothing else, so that markup which came in through a name could not do harm either.
 */
export async function meetingPage(data: MeetingPageData): Promise<string> {
  const counts = countsOf(data);
  const styleText = String(style);
  const policy = `default-src 'none'; style-src 'sha256-${await sha256(styleText)}'; base-uri 'none'; form-action 'none'`;
  const sections = [
    { id: 'attendance', title: 'Attendance', body: attendanceCurve(data, counts) },
    { id: 'timeline', title: 'Who was there when', body: timeline(data) },
    { id: 'quality', title: 'Quality over time', body: qualitySection(data) },
    { id: 'worst', title: 'Worst connections', body: worstPeople(data) },
    { id: 'people', title: 'People', body: peopleList(data) },
    { id: 'sessions', title: 'Sessions', body: sessionList(data) },
    { id: 'capture', title: 'State of the capture', body: captureSection(data) },
  ];
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${harmlessWithin(data.meeting.topic?.trim() || 'Without a topic', 100)} – ${data.meeting.endTime.slice(0, 10)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>${overview(data, counts)}
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main id="main" tabindex="-1">
${sections.map(({ id, title, body }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${body}</section>\n`)}</main>
<footer><p>Written by zoom-capture on ${instantMarkup(new Date(data.writtenAtMs).toISOString())} from what was stored then. All times are UTC.</p></footer>
</body>
</html>
`;
  return String(page);
}

/** In base64. */
async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

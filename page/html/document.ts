import type { Zone } from '../../shared/domain/zone/zone.ts';
import { cutHarmless, html, type Markup } from './markup.ts';
import { style } from './style.ts';
import { instantMarkup } from './text.ts';

type DocumentSection = { readonly id: string; readonly title: string; readonly body: Markup };

/** Another page, by its address relative to this one. */
export type PageLink = { readonly href: string; readonly text: string };

type PageDocument = {
  /** What the window and the bookmark say; of anybody's text. */
  readonly title: string;
  readonly head: Markup;
  readonly sections: readonly DocumentSection[];
  /** Pages that lead here, the outermost first. */
  readonly up?: readonly PageLink[];
  /** Milliseconds since 1970. */
  readonly writtenAtMs: number;
  /** In which times are shown. */
  readonly zone: Zone;
  /** Of ours: runs at the end of the page, which must be of use without it. */
  readonly script?: Markup;
};

/**
 * A page as one HTML file that loads nothing. Its policy allows this very style, and this very script where there is one,
 * so that markup which came in through a name could not do harm either.
 */
export async function renderDocument(page: PageDocument): Promise<string> {
  const { title, head, sections, up = [], writtenAtMs, zone, script } = page;
  const scripts = script === undefined ? '' : ` script-src 'sha256-${await hashSha256(String(script))}';`;
  const styles = ` style-src 'sha256-${await hashSha256(String(style))}';`;
  const policy = `default-src 'none';${styles}${scripts} base-uri 'none'; form-action 'none'`;
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${cutHarmless(title, 120)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${up.length > 0 && html`<nav class="up" aria-label="Pages above"><ul>${up.map(({ href, text }) => html`<li><a href="${href}">${cutHarmless(text, 80)}</a></li>`)}</ul></nav>\n`}<header>${head}
<nav aria-label="Sections"><ul>${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main id="main" tabindex="-1">
${sections.map(({ id, title: name, body }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${name}</h2>\n${body}</section>\n`)}</main>
${footerMark}<p>Written by zoom-capture on ${instantMarkup(new Date(writtenAtMs).toISOString(), zone)} from what was stored then. All times are ${zone.id}.</p></footer>
${script !== undefined && html`<script>${script}</script>\n`}</body>
</html>
`);
}

const footerMark = html`<footer>`;

/** All that a page shows but when it was written: equal for pages that say the same. */
export const contentOf = (page: string): string => page.slice(0, page.lastIndexOf(String(footerMark)));

/** In base64. */
async function hashSha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

/** A piece of HTML. {@link html} alone makes it, so whatever did not stand in a template of ours has been escaped. */
class Piece {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Markup = Piece;
/** What a template takes: texts are escaped, `undefined` and `false` are left out, lists follow one another. */
export type Content = Markup | string | number | undefined | false | readonly Content[];

/**
 * A template of HTML or SVG: ``html`<td>${name}` ``. Texts are made harmless and escaped, for between tags and within quoted
 * attributes alike; never put one into a tag's name, an unquoted attribute, a script or a style.
 */
export function html(literals: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  let text = literals[0] ?? '';
  for (const [index, content] of contents.entries()) text += `${writeContent(content)}${literals[index + 1] ?? ''}`;
  return new Piece(text);
}

function writeContent(content: Content): string {
  if (content === undefined || content === false) return '';
  if (content instanceof Piece) return content.toString();
  if (typeof content === 'string') return escapeText(makeHarmless(content));
  if (typeof content === 'number') return String(content);
  let text = '';
  for (const one of content) text += writeContent(one);
  return text;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

// Control characters, halves of pairs, line and paragraph separators, marks of direction, what is invisible, non-characters.
const harmful =
  /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/gu;
/** More marks on one letter are made to spoil the lines around it. */
const tooManyMarks = /(\p{M}{6})\p{M}+/gu;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A text of anybody's that steers nothing around it: one line, no controls, no marks of direction. Not escaped. */
const makeHarmless = (text: string): string =>
  text
    .replace(/[\t\n\r]+/g, ' ')
    .replace(harmful, '\ufffd')
    .replace(tooManyMarks, '$1');

/** A harmless text of so many letters at the most; `…` stands for what is left out. Not escaped. */
export function cutHarmless(text: string, letters: number): string {
  // A letter of many parts, such as a family, is some twenty units long: more need not be read.
  const start = makeHarmless(text.slice(0, letters * 32));
  let kept = '';
  let count = 0;
  for (const { segment } of graphemes.segment(start)) {
    if (count === letters) return `${kept}…`;
    kept += segment;
    count += 1;
  }
  return start.length < text.length && text.length > letters * 32 ? `${kept}…` : kept;
}

/** A text that somebody outside chose, such as a name: cut, and kept from turning around what stands beside it. */
export const foreignText = (text: string, letters = 80): Markup => html`<bdi>${cutHarmless(text, letters)}</bdi>`;

/** The same for what may be blank. */
export const foreignTextOr = (text: string | undefined, otherwise: string, letters?: number): Markup =>
  text === undefined || text.trim() === '' ? html`<i>${otherwise}</i>` : foreignText(text, letters);

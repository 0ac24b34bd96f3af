// Control characters, halves of pairs, line and paragraph separators, marks of direction, what is invisible, non-characters.
const harmful =
  /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/gu;
/** More marks on one letter are made to spoil the lines around it. */
const tooManyMarks = /(\p{M}{6})\p{M}+/gu;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A text of anybody's that steers nothing around it: one line, no controls, no marks of direction. Not escaped. */
export const harmless = (text: string): string =>
  text
    .replace(/[\t\n\r]+/g, ' ')
    .replace(harmful, '\ufffd')
    .replace(tooManyMarks, '$1');

/** The same, cut to so many letters; `…` stands for what is left out. */
export function harmlessWithin(text: string, letters: number): string {
  // A letter of many parts, such as a family, is some twenty units long: more need not be looked at.
  const start = harmless(text.slice(0, letters * 32));
  let kept = '';
  let count = 0;
  for (const { segment } of graphemes.segment(start)) {
    if (count === letters) return `${kept}…`;
    kept += segment;
    count += 1;
  }
  return start.length < text.length && text.length > letters * 32 ? `${kept}…` : kept;
}

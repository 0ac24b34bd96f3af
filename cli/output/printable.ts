// Control characters end a line or steer a terminal; marks of direction turn what follows around; the others are invisible.
const harmful = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;

/** A letter with more marks than this is made to spoil the lines around it. */
const longestGrapheme = 32;

/** As JSON and most languages write it. */
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * A text of anybody's that is safe on a terminal: one line that changes nothing around it. What would is written as `\u202e`, and a
 * backslash that looks like the begin of that as `\u005c`, so that nothing is lost; tabs and line ends are a blank.
 */
export const printable = (text: string): string =>
  text
    .replace(/[\t\n\r]+/g, ' ')
    .replace(/\\(?=u[0-9a-f]{4})/g, '\\u005c')
    .replace(harmful, escaped);

/** A value as one line of JSON that deceives nobody who looks at it, and is the same for a program. */
export const jsonText = (value: unknown): string => JSON.stringify(value).replace(harmful, escaped);

/** How many columns of a terminal a text takes that {@link printableWithin} has made. */
export const columnsOf = (text: string): number =>
  [...graphemes.segment(text)].reduce((sum, { segment }) => sum + columnsOfOne(segment), 0);

/** Terminals give each letter of a grapheme a column, and a mark that stands beside its letter too, as in Devanagari. */
const columnsOfOne = (grapheme: string): number =>
  wide.test(grapheme) ? 2 : Math.max(1, [...grapheme.replace(/[\p{Mn}\p{Me}\p{Cf}]/gu, '')].length);

/** The same, cut to so many columns; `…` stands for what is left out. */
export function printableWithin(text: string, columns: number): string {
  let used = 0;
  let kept = '';
  let room = '';
  for (const { segment } of graphemes.segment(printable(text))) {
    const grapheme = segment.length > longestGrapheme ? '\ufffd' : segment;
    used += columnsOfOne(grapheme);
    if (used > columns) return `${room}…`;
    kept += grapheme;
    if (used < columns) room = kept;
  }
  return kept;
}

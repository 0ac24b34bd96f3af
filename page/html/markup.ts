import { harmless } from './harmless.ts';

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
/** What a template takes: texts are escaped, nothing is left out, lists follow one another. */
export type Content = Markup | string | number | undefined | false | readonly Content[];

/**
 * A template of HTML or SVG: ``html`<td>${name}` ``. Texts are made harmless and escaped, for between tags and within quoted
 * attributes alike; never put one into a tag's name, an unquoted attribute, a script or a style.
 */
export function html(literals: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  let text = literals[0] ?? '';
  for (const [index, content] of contents.entries()) text += `${written(content)}${literals[index + 1] ?? ''}`;
  return new Piece(text);
}

function written(content: Content): string {
  if (content === undefined || content === false) return '';
  if (content instanceof Piece) return content.toString();
  if (typeof content === 'string') return escaped(harmless(content));
  if (typeof content === 'number') return String(content);
  let text = '';
  for (const one of content) text += written(one);
  return text;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

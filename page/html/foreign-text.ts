import { harmlessWithin } from './harmless.ts';
import { html, type Markup } from './markup.ts';

/** A text that somebody outside chose, such as a name: cut, and kept from turning around what stands beside it. */
export const foreign = (text: string, letters = 80): Markup => html`<bdi>${harmlessWithin(text, letters)}</bdi>`;

/** The same for what may be blank. */
export const foreignOr = (text: string | undefined, otherwise: string, letters?: number): Markup =>
  text === undefined || text.trim() === '' ? html`<i>${otherwise}</i>` : foreign(text, letters);

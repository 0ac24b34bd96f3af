import type { Person } from '../../shared/analysis/attendance/people.ts';
import { foreign, foreignOr } from '../html/foreign-text.ts';
import { html, type Markup } from '../html/markup.ts';

const nameLetters = 60;
/** The longest address there is has 254 characters; more than this tells nobody more. */
const emailLetters = 80;

export const personName = ({ name }: Pick<Person, 'name'>): Markup => foreignOr(name, 'name not told', nameLetters);

/** The name, and below it the e-mail address, which tells people of one name apart. */
export const personNameAndEmail = ({ name, email }: Pick<Person, 'name' | 'email'>): Markup =>
  html`${personName({ name })}${email !== undefined && html`<small>${foreign(email, emailLetters)}</small>`}`;

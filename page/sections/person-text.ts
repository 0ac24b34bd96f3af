import type { Person } from '../../shared/analysis/attendance/people.ts';
import type { Oddity } from '../../shared/analysis/attendance/stays.ts';
import { foreignText, foreignTextOr, html, type Markup } from '../html/markup.ts';
import { boundText, durationText } from '../html/text.ts';

const nameLetters = 60;
/** The longest address there is has 254 characters; more than this tells nobody more. */
const emailLetters = 80;

export const personName = ({ name }: Pick<Person, 'name'>): Markup => foreignTextOr(name, 'name not told', nameLetters);

/** The name, and below it the e-mail address, which tells people of one name apart. */
export const personNameAndEmail = ({
  name,
  email,
}: {
  readonly name: string;
  readonly email?: string | undefined;
}): Markup =>
  html`${personName({ name })}${email !== undefined && html`<small>${foreignText(email, emailLetters)}</small>`}`;

const oddityTexts: Readonly<Record<Oddity, string>> = {
  assumedLeave: 'no time of leaving: end of the meeting assumed',
  unknownJoin: 'no time of joining: not counted',
  leaveBeforeJoin: 'left before joining: not counted',
  joinBeforeStart: 'joined before the start: counted from the start',
  leaveAfterEnd: 'left after the end: counted up to the end',
};

/** What makes the time that somebody was there the least that it can have been, and the most. */
const lessens: readonly Oddity[] = ['unknownJoin', 'leaveBeforeJoin'];
const lengthens: readonly Oddity[] = ['assumedLeave'];

/** How long somebody was there: `12 min`, `at least 12 min`, `at most 12 min`, `about 12 min`. */
export function stayText({ attendedSeconds, oddities }: Pick<Person, 'attendedSeconds' | 'oddities'>): string {
  const text = durationText(attendedSeconds);
  const isLeast = lessens.some((one) => oddities.includes(one));
  const isMost = lengthens.some((one) => oddities.includes(one));
  if (isLeast && isMost) return `about ${text}`;
  return isMost ? `at most ${text}` : boundText(isLeast, text);
}

/** What was odd about the times, and what was made of it. */
export const oddityText = (oddities: readonly Oddity[]): string =>
  oddities.map((oddity) => oddityTexts[oddity]).join('; ');

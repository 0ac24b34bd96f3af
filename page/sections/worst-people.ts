import { personNameAndEmail } from '../attendance/person-name.ts';
import { foreign } from '../html/foreign-text.ts';
import { html, type Markup } from '../html/markup.ts';
import { countText, measureText, numberText, shareText } from '../html/number-text.ts';
import { table } from '../html/table.ts';
import type { MeetingPageData, PagePerson } from '../page-data.ts';
import type { Trouble } from '../quality/person-quality.ts';
import { worstFirst } from '../quality/worst-people.ts';
import { measureName, streamText, unitText } from './quality-words.ts';

const mostShown = 20;
const mostTroubles = 3;

/** Whose connection was the worst, and in what. */
export function worstPeople({ people, attendance }: MeetingPageData): Markup {
  const suffering = people.filter(({ quality }) => quality && quality.badMinutes > 0).length;
  if (suffering === 0) {
    const measured = people.filter(({ quality }) => quality).length;
    return html`<p>${measured === 0 ? 'Nothing was measured.' : `None of ${countText(measured, 'person', 'people')} measured had a bad minute.`}</p>`;
  }
  const worst = worstFirst(people, mostShown);
  const caption =
    suffering > worst.length
      ? `The ${worst.length} worst of ${countText(suffering, 'person', 'people')} with a bad minute`
      : `${countText(suffering, 'person', 'people')} with a bad minute, the worst first`;
  const fieldOf = ({ sessions }: PagePerson, field: string): Markup | undefined => {
    const texts = sessions.map((index) => attendance.sessions[index]?.fields[field]);
    const text = texts.find((one) => typeof one === 'string' && one.trim() !== '');
    return typeof text === 'string' ? foreign(text, 40) : undefined;
  };
  return table({
    id: 'worst-caption',
    caption,
    columns: [
      { title: 'Person', cell: personNameAndEmail },
      {
        title: 'Bad minutes',
        cell: ({ quality: { badMinutes, minutes } }) => `${numberText(badMinutes)} of ${numberText(minutes)}`,
        numeric: true,
      },
      { title: 'Share', cell: ({ quality: { badShare } }) => shareBar(badShare) },
      { title: 'p95 over the limit', cell: ({ quality: { troubles } }) => troubleList(troubles) },
      { title: 'Device', cell: (person) => person.devices[0] !== undefined && foreign(person.devices[0], 40) },
      { title: 'Network', cell: (person) => fieldOf(person, 'network_type') },
      { title: 'Place', cell: (person) => fieldOf(person, 'location') },
      { title: 'Data center', cell: (person) => fieldOf(person, 'data_center') },
    ],
    rows: worst,
  });
}

const shareBar = (share: number): Markup =>
  html`<svg class="share" aria-hidden="true" width="72" height="10"><rect class="share-all" width="72" height="10" rx="2"/><rect class="share-part" width="${Math.round(share * 72)}" height="10" rx="2"/></svg> ${shareText(share)}`;

function troubleList(troubles: readonly Trouble[]): Markup {
  if (troubles.length === 0) return html`<small>single minutes alone</small>`;
  const texts = troubles
    .slice(0, mostTroubles)
    .map(
      ({ stream, measure, p95 }) =>
        `${streamText[stream]}: ${measureName[measure].toLowerCase()} ${measureText(p95)}${unitText[measure]}`,
    );
  const more = troubles.length - texts.length;
  return html`<ul class="plain">${texts.map((text) => html`<li>${text}</li>`)}${more > 0 && html`<li>and ${more} more</li>`}</ul>`;
}

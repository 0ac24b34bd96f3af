import { type LimitExcess, type PersonQuality, rankWorst } from '../../shared/analysis/quality/person-quality.ts';
import type { MeetingPageData, PagePerson } from '../gather-meeting.ts';
import { foreignText, html, type Markup } from '../html/markup.ts';
import { renderTable, type TableColumn } from '../html/table.ts';
import { countText, measureText, numberText, shareText } from '../html/text.ts';
import { personNameAndEmail } from './person-text.ts';
import { measureName, streamText, unitText } from './quality-section.ts';

const mostShown = 20;
const mostExcesses = 3;

/** Whose connection was the worst, and in what. */
export function renderWorstPeople({ people, attendance }: MeetingPageData): Markup {
  const affected = people.filter(({ quality }) => quality && quality.badMinutes > 0).length;
  if (affected === 0) {
    const measured = people.filter(({ quality }) => quality).length;
    return html`<p>${measured === 0 ? 'Nothing was measured.' : `None of ${countText(measured, 'person', 'people')} measured had a bad minute.`}</p>`;
  }
  const worst = rankWorst(people, mostShown);
  return renderTable({
    id: 'worst-caption',
    caption:
      affected > worst.length
        ? `The ${worst.length} worst of ${countText(affected, 'person', 'people')} with a bad minute`
        : `${countText(affected, 'person', 'people')} with a bad minute, the worst first`,
    columns: createColumns(attendance),
    rows: worst,
  });
}

type MeasuredPerson = PagePerson & { readonly quality: PersonQuality };

const createColumns = (attendance: MeetingPageData['attendance']): TableColumn<MeasuredPerson>[] => {
  const findField = ({ sessions }: PagePerson, field: string): Markup | undefined => {
    const texts = sessions.map((index) => attendance.sessions[index]?.fields[field]);
    const text = texts.find((one) => typeof one === 'string' && one.trim() !== '');
    return typeof text === 'string' ? foreignText(text, 40) : undefined;
  };
  return [
    { title: 'Person', cell: personNameAndEmail },
    {
      title: 'Bad minutes',
      cell: ({ quality: { badMinutes, minutes } }) => `${numberText(badMinutes)} of ${numberText(minutes)}`,
      numeric: true,
    },
    { title: 'Share', cell: ({ quality: { badShare } }) => renderShareBar(badShare) },
    { title: 'p95 over the limit', cell: ({ quality: { excesses } }) => renderExcesses(excesses) },
    { title: 'Device', cell: ({ devices }) => devices[0] !== undefined && foreignText(devices[0], 40) },
    { title: 'Network', cell: (person) => findField(person, 'network_type') },
    { title: 'Place', cell: (person) => findField(person, 'location') },
    { title: 'Data center', cell: (person) => findField(person, 'data_center') },
  ];
};

const renderShareBar = (share: number): Markup =>
  html`<svg class="share" aria-hidden="true" width="72" height="10"><rect class="share-all" width="72" height="10" rx="2"/><rect class="share-part" width="${Math.round(share * 72)}" height="10" rx="2"/></svg> ${shareText(share)}`;

function renderExcesses(excesses: readonly LimitExcess[]): Markup {
  if (excesses.length === 0) return html`<small>single minutes alone</small>`;
  const texts = excesses
    .slice(0, mostExcesses)
    .map(
      ({ stream, measure, p95 }) =>
        `${streamText[stream]}: ${measureName[measure].toLowerCase()} ${measureText(p95)}${unitText[measure]}`,
    );
  const more = excesses.length - texts.length;
  return html`<ul class="plain">${texts.map((text) => html`<li>${text}</li>`)}${more > 0 && html`<li>and ${more} more</li>`}</ul>`;
}

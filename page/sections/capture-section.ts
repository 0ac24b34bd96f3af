import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { foreign } from '../html/foreign-text.ts';
import { html, type Markup } from '../html/markup.ts';
import { numberText } from '../html/number-text.ts';
import { table } from '../html/table.ts';
import { instantMarkup } from '../html/time-text.ts';
import type { MeetingPageData } from '../page-data.ts';
import { datasetText, type Standing, standingOf } from './capture-words.ts';

const sign: Readonly<Record<Standing, string>> = { good: '✓', open: '…', bad: '!' };

/** How far each dataset is, and what to do where it is not well. */
export function captureSection({ status }: MeetingPageData): Markup {
  const of = (dataset: Dataset) => status.datasets[dataset];
  return table({
    id: 'capture-caption',
    caption: 'The three lists that Zoom was asked for',
    columns: [
      { title: 'List', cell: (dataset: Dataset) => datasetText[dataset] },
      {
        title: 'State',
        cell: (dataset) => {
          const { standing, text } = standingOf(of(dataset));
          return html`<span class="state ${standing}"><span aria-hidden="true">${sign[standing]}</span> ${of(dataset).state}</span> <small>${text}</small>`;
        },
      },
      { title: 'Rows', cell: (dataset) => rowsText(of(dataset)), numeric: true },
      { title: 'Captured', cell: (dataset) => instantOf(of(dataset).capturedAt) },
      { title: 'Settled', cell: (dataset) => instantOf(of(dataset).settledAt) },
      { title: 'Next look', cell: (dataset) => instantOf(of(dataset).nextLookAt) },
      { title: 'What to know', cell: (dataset) => whatToKnow(of(dataset)) },
    ],
    rows: datasets,
  });
}

type Status = MeetingPageData['status']['datasets'][Dataset];

const rowsText = ({ rows, expectedRows, erased }: Status): string =>
  [
    expectedRows === null ? numberText(rows) : `${numberText(rows)} of ${numberText(expectedRows)}`,
    ...(erased === undefined ? [] : [`${numberText(erased)} erased`]),
  ].join(', ');

const instantOf = (instant: string | undefined): Markup | undefined =>
  instant === undefined ? undefined : instantMarkup(instant);

function whatToKnow({ lastError, advice }: Status): Markup {
  const fault =
    lastError &&
    html`${foreign(lastError.message, 300)}${lastError.code !== undefined && ` (code ${lastError.code})`}${
      lastError.trackingId !== undefined && html` [tracking id ${foreign(lastError.trackingId)}]`
    } `;
  return html`${fault}${advice !== undefined && foreign(advice, 300)}`;
}

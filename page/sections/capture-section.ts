import { readings } from '../../shared/datasets/datasets.ts';
import { type Dataset, entriesByDataset } from '../../shared/domain/dataset.ts';
import type { DatasetStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import type { MeetingPageData } from '../gather-meeting.ts';
import { foreignText, html, type Markup } from '../html/markup.ts';
import { renderTable } from '../html/table.ts';
import { instantMarkup, numberText } from '../html/text.ts';

/** Whether all is stored, more is to come, or it needs attention. Also a class of the page's style. */
export type Completeness = 'good' | 'open' | 'bad';

type StateText = { readonly completeness: Completeness; readonly text: string };

const stateTexts: Readonly<Record<DatasetStatus['state'], StateText>> = {
  settled: { completeness: 'good', text: 'complete; Zoom is not asked again' },
  captured: { completeness: 'good', text: 'all of the last poll is stored; Zoom is asked again' },
  empty: { completeness: 'good', text: 'Zoom has none, and rightly so' },
  'left-out': { completeness: 'good', text: 'left out by the settings' },
  waiting: { completeness: 'open', text: 'the next poll is planned' },
  running: { completeness: 'open', text: 'a poll is under way' },
  unregistered: { completeness: 'open', text: 'not started yet' },
  parked: { completeness: 'bad', text: 'delayed by the Zoom account' },
  unavailable: { completeness: 'bad', text: 'Zoom never had it' },
  live: {
    completeness: 'open',
    text: 'a snapshot, taken while it ran; the capture after its end replaces it',
  },
  failed: { completeness: 'bad', text: 'it failed for good' },
};

/** How complete a dataset is, and its state in words. What needs somebody's advice is not good, whatever its state. */
export function describeState({ state, advice, lastError }: DatasetStatus): StateText {
  const { completeness, text } = stateTexts[state];
  const needsAdvice = advice !== undefined && lastError === undefined;
  return { completeness: completeness === 'good' && needsAdvice ? 'open' : completeness, text };
}

const urgencies: Readonly<Record<Completeness, number>> = { bad: 2, open: 1, good: 0 };
const urgencyOf = (one: DatasetStatus): number => urgencies[describeState(one).completeness];

export const signs: Readonly<Record<Completeness, string>> = { good: '✓', open: '…', bad: '!' };

/** How far each dataset is, and what to do where it needs attention. */
export function renderCapture({ status, zone }: MeetingPageData): Markup {
  const renderInstant = (instant: string | undefined): Markup | undefined =>
    instant === undefined ? undefined : instantMarkup(instant, zone);
  return renderTable({
    id: 'capture-caption',
    caption: 'The lists that Zoom was asked for',
    columns: [
      { title: 'List', cell: ([dataset]: ShownDataset) => readings[dataset].label },
      { title: 'State', cell: ([, one]) => renderState(one) },
      { title: 'Rows', cell: ([, one]) => rowsText(one), numeric: true },
      { title: 'Captured', cell: ([, { capturedAt }]) => renderInstant(capturedAt) },
      { title: 'Settled', cell: ([, { settledAt }]) => renderInstant(settledAt) },
      { title: 'Next poll', cell: ([, { nextPollAt }]) => renderInstant(nextPollAt) },
      { title: 'What to know', cell: ([, one]) => renderAdvice(one) },
    ],
    // What needs somebody stands first.
    rows: entriesByDataset(status.datasets).toSorted(([, a], [, b]) => urgencyOf(b) - urgencyOf(a)),
  });
}

type ShownDataset = readonly [Dataset, DatasetStatus];

function renderState(status: DatasetStatus): Markup {
  const { completeness, text } = describeState(status);
  return html`<span class="state ${completeness}"><span aria-hidden="true">${signs[completeness]}</span> ${status.state}</span> <small>${text}</small>`;
}

function rowsText({ rows, expectedRows, erased }: DatasetStatus): string {
  const counted = expectedRows === null ? numberText(rows) : `${numberText(rows)} of ${numberText(expectedRows)}`;
  return erased === undefined ? counted : `${counted}, ${numberText(erased)} erased`;
}

function renderAdvice({ lastError, advice }: DatasetStatus): Markup {
  return html`${lastError && renderFault(lastError)}${advice !== undefined && foreignText(advice, 300)}`;
}

function renderFault({ message, code, trackingId }: NonNullable<DatasetStatus['lastError']>): Markup {
  const codeText = code !== undefined && ` (code ${code})`;
  const tracking = trackingId !== undefined && html` [tracking id ${foreignText(trackingId)}]`;
  return html`${foreignText(message, 300)}${codeText}${tracking} `;
}

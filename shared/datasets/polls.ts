import type { DatasetDescription, DatasetReading, DatasetWaits, PersonalFields } from './dataset.ts';

const hour = 3_600_000;

/**
 * What people answered in the polls of a meeting or webinar: a row a person, with all their answers. Whoever answered anonymously
 * is "Anonymous Attendee", without an address.
 * @see https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/polls
 */
export const polls = {
  zoom: {
    source: 'report',
    path: '/polls',
    scope: (kind) => `list_${kind}_polls`,
    rowsName: 'questions',
  },
  rows: {
    isHalfReady: () => false,
    // The first two are in no row: it has nothing but names, which keys do not show.
    identity: ['', '', 'email', 'name', 'first_name', 'last_name'],
    // A list of a person's stays is no place for answers.
    person: [],
    perTurn: 30,
  },
} as const satisfies DatasetDescription;

export const pollsWaits = {
  optional: true,
  // Zoom makes a report up to half an hour after the end.
  firstPollMs: 1 * hour,
  settlingMs: [24 * hour],
  settles: 'when-two-polls-agree',
  emptyAfterPolls: 2,
} as const satisfies DatasetWaits;

export const pollsPersonal = [
  'name',
  'email',
  'first_name',
  'last_name',
  'question_details',
] as const satisfies PersonalFields;

export const pollsReading = {
  label: 'Polls',
  rowIs: 'A row a person who answered, with all their answers; several choices can stand in one text, parted by `;`.',
  concurrency: 2,
  freshnessMinutes: 90,
  fields: 'name email first_name last_name question_details',
  nestedFields: { question_details: 'question answer polling_id date_time' },
  types: { json: 'question_details' },
  mainColumns: [
    { field: 'name', width: 28 },
    { field: 'email', width: 32 },
    { field: 'question_details', width: 60, title: 'answers' },
  ],
  measured: {
    // Generated ones of one or two questions; a row of more grows by what is said. In no index.
    row: { bytes: 400, writeUnits: 1, copy: { bytes: 0, share: 0 } },
    seconds: 0.0005,
  },
} as const satisfies DatasetReading;

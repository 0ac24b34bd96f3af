import type { DatasetDescription, DatasetReading, DatasetWaits, PersonalFields } from './dataset.ts';
import { polls } from './polls.ts';

const hour = 3_600_000;

/**
 * What people answered in the survey after a meeting or webinar: a row a person, with all their answers.
 * @see https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/survey
 */
export const survey = {
  zoom: {
    source: 'report',
    path: '/survey',
    scope: (kind) => `${kind}_survey`,
    rowsName: 'survey_answers',
  },
  // A person and their answers, as in polls.
  rows: polls.rows,
} as const satisfies DatasetDescription;

export const surveyWaits = {
  optional: true,
  // People answer when the meeting is over, some by the link in a mail of the day after.
  firstPollMs: 24 * hour,
  settlingMs: [72 * hour],
  settles: 'when-two-polls-agree',
  emptyAfterPolls: 2,
} as const satisfies DatasetWaits;

export const surveyPersonal = [
  'name',
  'email',
  'first_name',
  'last_name',
  'answer_details',
] as const satisfies PersonalFields;

export const surveyReading = {
  label: 'Survey',
  rowIs: 'A row a person who answered the survey, with all their answers.',
  concurrency: 2,
  freshnessMinutes: 25 * 60,
  fields: 'name email first_name last_name answer_details',
  nestedFields: { answer_details: 'question_id question answer date_time' },
  types: { json: 'answer_details' },
  mainColumns: [
    { field: 'name', width: 28 },
    { field: 'email', width: 32 },
    { field: 'answer_details', width: 60, title: 'answers' },
  ],
  measured: {
    // Generated ones of one or two questions; a row of more grows by what is said. In no index.
    row: { bytes: 280, writeUnits: 1, copy: { bytes: 0, share: 0 } },
    seconds: 0.0005,
  },
} as const satisfies DatasetReading;

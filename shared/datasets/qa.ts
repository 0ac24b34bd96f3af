import type { Row } from '../domain/row/row.ts';
import type { DatasetDescription, DatasetReading, DatasetWaits, PersonalFields } from './dataset.ts';

const hour = 3_600_000;

/**
 * The questions that people asked, and the answers to them: a row a person who asked.
 * @see https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/qa
 */
export const qa = {
  zoom: {
    source: 'report',
    path: '/qa',
    scope: (kind) => `${kind}_qna`,
    rowsName: 'questions',
  },
  rows: {
    isHalfReady: () => false,
    // The first two are in no row: it has nothing but who asked, which keys do not show.
    identity: ['', '', 'user_id', 'email', 'name'],
    // A list of a person's stays is no place for questions.
    person: [],
    // Elsewhere `user_id` is of one stay.
    otherNames: { user_id: 'id' },
    nested: ['question_details', 'answer_details'],
    // Nobody but the host and whoever asked has seen them.
    confidential: { field: 'question_details', is: (question) => isDeleted(question) || isPrivate(question) },
    perTurn: 30,
  },
} as const satisfies DatasetDescription;

const isDeleted = ({ question_status: status }: Row): boolean => status === 'deleted';

/** The text `answer` has all answers in it, so that what was answered publicly too is private as a whole. */
const isPrivate = ({ answer_details: answers }: Row): boolean =>
  Array.isArray(answers) && answers.some((answer) => answer?.type === 'host_answered_privately');

export const qaWaits = {
  optional: true,
  // Zoom makes a report up to half an hour after the end.
  firstPollMs: 1 * hour,
  settlingMs: [24 * hour],
  settles: 'when-two-polls-agree',
  emptyAfterPolls: 2,
} as const satisfies DatasetWaits;

/** A rule for `id` holds for `user_id`. */
export const qaPersonal = ['name', 'email', 'question_details'] as const satisfies PersonalFields;

export const qaReading = {
  label: 'Questions and answers',
  rowIs: 'A row a person who asked, with all their questions and the answers to them.',
  concurrency: 2,
  freshnessMinutes: 90,
  fields: 'user_id name email question_details',
  nestedFields: {
    question_details: 'question_id question answer create_time question_status answer_details',
    answer_details: 'type content name email user_id create_time',
  },
  types: { json: 'question_details' },
  mainColumns: [
    { field: 'name', width: 28 },
    { field: 'email', width: 32 },
    { field: 'question_details', width: 60, title: 'questions' },
  ],
  measured: {
    // Generated ones of one or two questions; a row of more grows by what is said. In no index.
    row: { bytes: 450, writeUnits: 1, copy: { bytes: 0, share: 0 } },
    seconds: 0.0005,
  },
} as const satisfies DatasetReading;

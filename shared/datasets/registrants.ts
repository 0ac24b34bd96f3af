import type { DatasetDescription, DatasetReading, DatasetWaits, PersonalFields } from './dataset.ts';

const minute = 60_000;
const hour = 60 * minute;

/**
 * Who registered for a meeting or webinar: a row a registrant. Those who wait for approval and those who were denied have lists
 * of their own.
 * @see https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/meetings/{meetingId}/registrants
 */
export const registrants = {
  zoom: {
    source: 'planned',
    path: '/registrants',
    scope: () => 'list_registrants',
    rowsName: 'registrants',
    // 30 by default.
    pageSize: 300,
    lists: [{ status: 'approved' }, { status: 'pending' }, { status: 'denied' }],
    hasOccurrences: true,
    // Registration is off; a host without a licence, who can have none.
    noneCodes: [300, 3161],
  },
  rows: {
    isHalfReady: () => false,
    identity: ['create_time', 'id'],
    // A list of a person's stays is no place for a meeting that they may not have come to.
    person: [],
    otherNames: { id: 'registrant_id' },
    // Whoever has the link, or the code, joins in the registrant's name.
    neverStored: ['join_url', 'participant_pin_code'],
    perTurn: 30,
  },
} as const satisfies DatasetDescription;

export const registrantsWaits = {
  optional: true,
  firstPollMs: 5 * minute,
  settlingMs: [24 * hour],
  settles: 'when-two-polls-agree',
  // Who has not registered by the end of the meeting has not registered for it.
  emptyAfterPolls: 1,
} as const satisfies DatasetWaits;

export const registrantsPersonal = [
  'id',
  'email',
  'first_name',
  'last_name',
  'address',
  'city',
  'state',
  'zip',
  'country',
  'phone',
  'industry',
  'org',
  'job_title',
  'no_of_employees',
  'purchasing_time_frame',
  'role_in_purchase_process',
  'comments',
  'custom_questions',
] as const satisfies PersonalFields;

export const registrantsReading = {
  label: 'Registrants',
  rowIs: 'A row a registrant, also of those who wait for approval and those who were denied.',
  concurrency: 2,
  freshnessMinutes: 30,
  fields: `id email first_name last_name status create_time address city state zip country phone industry org job_title
    no_of_employees purchasing_time_frame role_in_purchase_process comments custom_questions`,
  nestedFields: { custom_questions: 'title value' },
  types: { timestamp: 'create_time', json: 'custom_questions' },
  mainColumns: [
    { field: 'first_name', width: 16 },
    { field: 'last_name', width: 20 },
    { field: 'email', width: 32 },
    { field: 'status', width: 10 },
    { field: 'create_time', width: 24 },
  ],
  expected: {
    idField: 'id',
    emailField: 'email',
    nameFields: ['first_name', 'last_name'],
    status: { field: 'status', expected: 'approved' },
  },
  measured: {
    // 517 bytes and one unit, of generated registrants with two questions. In no index.
    row: { bytes: 550, writeUnits: 1, copy: { bytes: 0, share: 0 } },
    seconds: 0.0005,
  },
} as const satisfies DatasetReading;

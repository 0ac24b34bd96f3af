import type { DatasetDescription, DatasetReading, DatasetWaits, PersonalFields } from './dataset.ts';

const minute = 60_000;
const hour = 60 * minute;

/** The attendance report: a row a stay, there on every plan but the free one. */
export const report = {
  zoom: {
    source: 'report',
    path: '/participants',
    scope: (kind) => `list_${kind}_participants`,
    rowsName: 'participants',
    // 30 by default.
    pageSize: 300,
    includeFields: 'registrant_id',
  },
  rows: {
    // Zoom's note: a duration of 0 means that the report was asked for too early.
    isHalfReady: (row) => row.duration === 0 && row.leave_time !== row.join_time,
    // Never `id` or `user_email` (blank for guests) and never `leave_time` (corrected later).
    identity: ['join_time', 'user_id', 'participant_uuid', 'bo_mtg_id', 'status'],
    // The list of participants goes by id and this one by address, so that a person with both is found by either.
    person: ['user_email', 'email', 'participant_user_id', 'id'],
    perTurn: 30,
  },
} as const satisfies DatasetDescription;

export const reportWaits = {
  // Zoom makes a report up to half an hour after the end.
  firstPollMs: 15 * minute,
  settlingMs: [1 * hour, 24 * hour],
  settles: 'when-two-polls-agree',
} as const satisfies DatasetWaits;

export const reportPersonal = [
  'id',
  'participant_user_id',
  'user_email',
  'name',
  'registrant_id',
  'customer_key',
] as const satisfies PersonalFields;

export const reportReading = {
  label: 'Report',
  rowIs: 'A row a stay, as the report lists it.',
  concurrency: 5,
  freshnessMinutes: 60,
  fields: `id user_id participant_user_id name user_email join_time leave_time duration failover status customer_key
    registrant_id bo_mtg_id`,
  mainColumns: [
    { field: 'name', width: 28 },
    { field: 'user_email', width: 32 },
    { field: 'join_time', width: 24 },
    { field: 'leave_time', width: 24 },
    { field: 'duration', width: 10, title: 'seconds' },
    { field: 'status', width: 16 },
  ],
  stays: {
    rank: 2,
    listsAll: true,
    dashboardNames: new Map([
      ['name', 'user_name'],
      ['user_email', 'email'],
    ]),
    emailField: 'user_email',
    hasRooms: true,
  },
  measured: {
    // 388 bytes and 1 unit. In by-person: rows with an id or an address only, as in generated meetings.
    row: { bytes: 380, writeUnits: 1, copy: { bytes: 370, share: 0.58 } },
    seconds: 0.00035,
  },
} as const satisfies DatasetReading;

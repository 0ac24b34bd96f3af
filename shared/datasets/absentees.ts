import type { DatasetDescription, DatasetReading, DatasetWaits, PersonalFields } from './dataset.ts';
import { registrants, registrantsPersonal, registrantsReading } from './registrants.ts';

const hour = 3_600_000;

/**
 * Who registered for a webinar and did not come, by Zoom's own reckoning: rows of registrants.
 * @see https://developers.zoom.us/docs/api/meetings/#tag/webinars/get/past_webinars/{webinarId}/absentees
 */
export const absentees = {
  zoom: {
    source: 'past',
    path: '/absentees',
    scope: () => 'list_absentees',
    rowsName: 'registrants',
    // 30 by default.
    pageSize: 300,
    // Nobody had to register.
    noneCodes: [3000],
  },
  rows: registrants.rows,
} as const satisfies DatasetDescription;

export const absenteesWaits = {
  optional: true,
  kinds: ['webinar'],
  firstPollMs: 1 * hour,
  settlingMs: [24 * hour],
  settles: 'when-two-polls-agree',
  emptyAfterPolls: 2,
} as const satisfies DatasetWaits;

export const absenteesPersonal = registrantsPersonal satisfies PersonalFields;

export const absenteesReading = {
  ...registrantsReading,
  label: 'Absentees',
  rowIs: 'A row a registrant of a webinar who did not come, as Zoom reckons it.',
  freshnessMinutes: 90,
} as const satisfies DatasetReading;

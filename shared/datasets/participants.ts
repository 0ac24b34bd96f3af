import type { DatasetDescription, DatasetReading, DatasetWaits, PersonalFields } from './dataset.ts';

const minute = 60_000;
const hour = 60 * minute;

/** The people of a meeting as the dashboard lists them: a row a stay, with devices and networks. */
export const participants = {
  zoom: {
    source: 'metrics',
    path: '/participants',
    scope: (kind) => `list_${kind}_participants`,
    rowsName: 'participants',
    // 30 by default.
    pageSize: 300,
    // A meeting of one participant has a type of its own, a webinar has not.
    types: { meeting: ['past', 'pastOne', 'live'], webinar: ['past', 'live'] },
    includeFields: 'registrant_id',
  },
  rows: {
    isHalfReady: () => false,
    // Never `id` or `email` (blank for guests) and never `leave_time` (corrected later).
    identity: ['join_time', 'user_id', 'participant_uuid', 'bo_mtg_id', 'status'],
    // The report goes by address and this list by id, so that a person with both is found by either.
    person: ['participant_user_id', 'id', 'user_email', 'email'],
    perTurn: 30,
  },
} as const satisfies DatasetDescription;

export const participantsWaits = {
  // Zoom's dashboards take minutes to fill.
  firstPollMs: 5 * minute,
  settlingMs: [1 * hour, 24 * hour],
  settles: 'when-two-polls-agree',
} as const satisfies DatasetWaits;

export const participantsPersonal = [
  // Who somebody is.
  'id',
  'participant_user_id',
  'email',
  'user_name',
  'leave_reason',
  'participant_uuid',
  'registrant_id',
  'customer_key',
  'groupId',
  'role',
  // Where they are.
  'ip_address',
  'internal_ip_addresses',
  'location',
  'data_center',
  'full_data_center',
  'network_type',
  // What they use.
  'device',
  'device_name',
  'pc_name',
  'domain',
  'mac_addr',
  'harddisk_id',
  'camera',
  'microphone',
  'speaker',
  'os',
  'os_version',
  'browser_name',
  'browser_version',
  'client',
  'version',
  'sip_uri',
  'from_sip_uri',
  'audio_call',
] as const satisfies PersonalFields;

export const participantsReading = {
  label: 'Participants',
  rowIs: 'A row a stay, as the dashboard lists it.',
  concurrency: 5,
  freshnessMinutes: 30,
  fields: `id user_id participant_user_id participant_uuid registrant_id customer_key user_name email role groupId
    join_time leave_time leave_reason status bo_mtg_id location ip_address internal_ip_addresses in_room_participants
    total_jointime_cost device device_name os os_version browser_name browser_version client version pc_name domain
    mac_addr harddisk_id camera microphone speaker zoom_thin_client_plugin_version network_type connection_type
    video_connection_type as_connection_type data_center full_data_center sip_uri from_sip_uri audio_call audio_quality
    video_quality screen_share_quality share_application share_desktop share_whiteboard recording has_archiving
    optional_archiving aic_disclaimer`,
  mainColumns: [
    { field: 'user_name', width: 28 },
    { field: 'email', width: 32 },
    { field: 'join_time', width: 24 },
    { field: 'leave_time', width: 24 },
    { field: 'device', width: 12 },
    { field: 'network_type', width: 12 },
    { field: 'audio_quality', width: 13 },
    { field: 'video_quality', width: 13 },
  ],
  stays: { rank: 1, listsAll: true, dashboardNames: new Map(), emailField: 'email', hasRooms: true },
  measured: {
    // 1278 bytes and 1.90 units. In by-person: rows with an id or an address only, as in generated meetings.
    row: { bytes: 1_280, writeUnits: 1.9, copy: { bytes: 370, share: 0.58 } },
    seconds: 0.0008,
  },
} as const satisfies DatasetReading;

import type { DatasetDescription, DatasetReading, DatasetWaits, PersonalFields } from './dataset.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Quality of service: a row a session with audio, video or sharing, with a sample for each of its minutes. */
export const qos = {
  zoom: {
    source: 'metrics',
    path: '/participants/qos',
    scope: (kind) => `list_${kind}_participants_qos`,
    rowsName: 'participants',
    // 1 by default.
    pageSize: 10,
    types: { meeting: ['past', 'live'], webinar: ['past', 'live'] },
  },
  rows: {
    isHalfReady: () => false,
    // Never `id` or `email` (blank for guests) and never `leave_time` (corrected later).
    identity: ['join_time', 'user_id', 'participant_uuid', 'bo_mtg_id', 'status'],
    person: [],
    samples: 'user_qos',
    perTurn: 1,
  },
} as const satisfies DatasetDescription;

export const qosWaits = {
  // Zoom's dashboards take minutes to fill.
  firstPollMs: 5 * minute,
  settlingMs: [1 * hour],
  settles: 'after-whole-poll',
} as const satisfies DatasetWaits;

export const qosPersonal = [
  // Who somebody is.
  'id',
  'email',
  'user_name',
  'participant_uuid',
  'groupId',
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
  'os',
  'os_version',
  'browser_name',
  'browser_version',
  'client',
  'version',
] as const satisfies PersonalFields;

export const qosReading = {
  label: 'Quality of service',
  rowIs: 'A row a session, with its summary. JSON lines have its samples in place of the summary.',
  // It makes nine tenths of the calls.
  concurrency: 10,
  freshnessMinutes: 30,
  fields: `id user_id participant_uuid user_name email groupId join_time leave_time location ip_address
    internal_ip_addresses total_jointime_cost device device_name os os_version browser_name browser_version client
    version pc_name domain mac_addr harddisk_id zoom_thin_client_plugin_version network_type connection_type
    video_connection_type as_connection_type data_center full_data_center share_application share_desktop
    share_whiteboard recording has_archiving optional_archiving health issue_list`,
  nestedFields: {
    user_qos: `date_time audio_input audio_output audio_device_from_crc audio_device_to_crc audio_device_from_rwg
    audio_device_to_rwg video_input video_output video_device_from_crc video_device_to_crc video_device_from_rwg
    video_device_to_rwg as_input as_output as_device_from_crc as_device_to_crc as_device_from_rwg as_device_to_rwg
    cpu_usage cpu_pressure_level wifi_rssi`,
  },
  mainColumns: [
    { field: 'user_name', width: 28 },
    { field: 'join_time', width: 24 },
    { field: 'leave_time', width: 24 },
    { field: 'device', width: 12 },
    { field: 'network_type', width: 12 },
    { field: 'health', width: 10 },
    { field: 'user_qos', width: 7, title: 'samples' },
  ],
  stays: { rank: 3, listsAll: false, dashboardNames: new Map(), emailField: 'email', hasRooms: false },
  measured: {
    // 1282 bytes and 1.94 units, its summary among them. Packed samples and bad minutes: 431 bytes for 7 minutes, 1169 for 44,
    // 2097 for 88, 4676 for 220; readable lists in an item of their own: 2189, 7797, 14522, 34488.
    // In by-quality: sessions with a bad minute only, as in generated meetings; there is no telling.
    row: {
      bytes: 1_280,
      writeUnits: 2,
      copy: { bytes: 545, share: 0.43 },
      samples: {
        packed: { bytes: 290, bytesPerMinute: 20, items: 0 },
        readable: { bytes: 1_070, bytesPerMinute: 153, items: 1 },
        summary: { bytes: 80, bytesPerMinute: 2.4, items: 0 },
      },
    },
    seconds: { perMinute: 0.0002 },
  },
} as const satisfies DatasetReading;

import type { DatasetReading, PersonalFields } from './dataset.ts';

// A meeting's row in Zoom's lists of what has ended. No poll brings it: the sweep reads these lists anyway.

/** Every field that the lists are known to have had, the history's first; blanks between. */
export const meetingRowFields = `meeting_uuid meeting_id type host_display_name host_email department group topic start_time
  end_time create_time duration participants total_participant_minutes unique_viewers max_concurrent_views source
  custom_fields tracking_fields feature_used uuid id host email user_type dept custom_keys session_key audio_quality
  video_quality screen_share_quality avg_jointime_cost has_3rd_party_audio has_archiving has_pstn has_recording
  has_screen_share has_sip has_video has_voip has_manual_captions has_automated_captions has_poll has_qa has_survey
  has_external_participant`;

/**
 * Its fields that say who the host is or where they belong. `id` and `uuid` are the meeting's here. They are all left out
 * once the host is erased.
 */
export const meetingRowPersonal = [
  'host_display_name',
  'host_email',
  'host',
  'email',
  'department',
  'dept',
  'group',
  'topic',
  'custom_fields',
  'custom_keys',
  'tracking_fields',
] as const satisfies PersonalFields;

/** Fields whose values are no texts, as with datasets. The dashboard's `duration` is a text, of hours and minutes. */
export const meetingRowTypes = {
  timestamp: 'start_time end_time create_time',
  boolean: `has_3rd_party_audio has_archiving has_pstn has_recording has_screen_share has_sip has_video has_voip
    has_manual_captions has_automated_captions has_poll has_qa has_survey has_external_participant`,
  integer: 'duration participants total_participant_minutes unique_viewers max_concurrent_views',
  double: 'avg_jointime_cost',
  json: 'group custom_fields tracking_fields custom_keys feature_used',
} as const satisfies DatasetReading['types'];

/** Those that say which meeting it is. */
export const meetingRowIdentity: readonly string[] = ['meeting_uuid', 'meeting_id', 'uuid', 'id'];

/**
 * Where a field is told under another name: one for what the two lists call otherwise, one that is not the meeting's own, and
 * one with its unit.
 */
export const meetingRowNames: Readonly<Record<string, string>> = {
  host_display_name: 'host_name',
  host: 'host_name',
  email: 'host_email',
  dept: 'department',
  // A word of SQL's.
  group: 'host_groups',
  type: 'list_type',
  topic: 'list_topic',
  start_time: 'list_start_time',
  end_time: 'list_end_time',
  source: 'list_source',
  duration: 'duration_minutes',
};

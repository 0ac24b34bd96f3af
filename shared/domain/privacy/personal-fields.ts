/**
 * Fields that can say who somebody is, where they are or what they use, under Zoom's names; `hostId` and `topic` are the
 * meeting's. Beside these a row has times, status, room, `user_id` (of one stay) and figures, which its keys and all answers
 * are made from. A field that Zoom adds later is kept until it is named here and in a stage's settings.
 */
export const personalFields = [
  ...['id', 'participant_user_id', 'hostId', 'email', 'user_email', 'user_name', 'name', 'leave_reason', 'topic'],
  ...['participant_uuid', 'registrant_id', 'customer_key', 'groupId', 'role'],
  ...['ip_address', 'internal_ip_addresses', 'location', 'data_center', 'full_data_center', 'network_type'],
  ...['device', 'device_name', 'pc_name', 'domain', 'mac_addr', 'harddisk_id', 'camera', 'microphone', 'speaker'],
  ...['os', 'os_version', 'browser_name', 'browser_version', 'client', 'version'],
  ...['sip_uri', 'from_sip_uri', 'audio_call'],
] as const;
export type PersonalField = (typeof personalFields)[number];

/** One thing under several names, depending on the list: what holds for one of them holds for all. */
export const sameFields: readonly (readonly PersonalField[])[] = [
  ['id', 'participant_user_id', 'hostId'],
  ['email', 'user_email'],
  ['user_name', 'name'],
];

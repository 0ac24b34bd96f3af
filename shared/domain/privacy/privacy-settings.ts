import * as z from 'zod/mini';

/**
 * Fields that can say who somebody is, where they are or what they use, under Zoom's names; `hostId` and `topic` are the
 * meeting's. Beside these a row has times, status, room, `user_id` (of one stay) and figures, which its keys and all answers
 * are made from. A field that Zoom adds later is kept until it is named here and in a stage's settings.
 */
export const personalFields = [
  // Who somebody is.
  'id',
  'participant_user_id',
  'hostId',
  'email',
  'user_email',
  'user_name',
  'name',
  'leave_reason',
  'topic',
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
] as const;
export type PersonalField = (typeof personalFields)[number];

/** One thing under several names, depending on the list: what holds for one of them holds for all. */
export const sameFields: readonly (readonly PersonalField[])[] = [
  ['id', 'participant_user_id', 'hostId'],
  ['email', 'user_email'],
  ['user_name', 'name'],
];

// Each error is the end of the sentence "… is …; it must be …".
const error = 'a personal field of Zoom’s: docs/privacy.md lists them';
const fields = () => z.optional(z.array(z.enum(personalFields, { error }), { error: 'a list of personal fields' }));
const rules = () =>
  z.optional(
    z
      .strictObject(
        {
          /** Not stored at all. */
          drop: fields(),
          /** Stored as a keyed hash: equal for equal values, and no way back. */
          pseudonymize: fields(),
        },
        { error: 'made of drop and pseudonymize alone, each a list of fields' },
      )
      .check(
        z.refine(({ drop = [], pseudonymize = [] }) => !pseudonymize.some((field) => drop.includes(field)), {
          error: 'a list of what is dropped and another of what is pseudonymized',
        }),
      ),
  );

const scopes = {
  /** The rows of every dataset, and the meeting itself. */
  all: rules(),
  participants: rules(),
  qos: rules(),
  report: rules(),
  meeting: rules(),
};

/** What a stage does not store as Zoom sent it; nothing when empty. */
export const privacySettings = z.strictObject(scopes, { error: `made of ${Object.keys(scopes).join(', ')} alone` });
export type PrivacySettings = Readonly<z.output<typeof privacySettings>>;
export type PrivacyScope = keyof typeof scopes;

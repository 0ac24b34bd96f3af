import * as z from 'zod/mini';
import { personal } from '../../datasets/datasets.ts';
import { meetingRowPersonal } from '../../datasets/meeting-row.ts';
import { byDataset, type Dataset } from '../dataset.ts';

/**
 * Fields that can say who somebody is, where they are or what they use, under Zoom's names; `hostId` and those of
 * its row in Zoom's lists are the meeting's. Beside these a row has times, status, room, `user_id` (of one stay) and figures, which its keys and all answers
 * are made from. A field that Zoom adds later is kept until it is named by its dataset and in a stage's settings.
 */
export type PersonalField = (typeof personal)[Dataset][number] | (typeof meetingRowPersonal)[number] | 'hostId';

export const personalFields: readonly PersonalField[] = [
  ...new Set<PersonalField>(['hostId', ...meetingRowPersonal, ...Object.values(personal).flat()]),
];

/** One thing under several names, depending on the list: what holds for one of them holds for all. */
export const sameFields: readonly (readonly PersonalField[])[] = [
  ['id', 'participant_user_id', 'hostId'],
  ['email', 'user_email', 'host_email'],
  ['user_name', 'name', 'host_display_name', 'host', 'first_name', 'last_name'],
  ['department', 'dept'],
  ['custom_fields', 'custom_keys'],
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
  ...byDataset(() => rules()),
  meeting: rules(),
};

const wrong = `made of ${Object.keys(scopes).join(', ')} alone, or "strict"`;
const rulesByScope = z.strictObject(scopes, { error: wrong });
export type PrivacyRules = Readonly<z.output<typeof rulesByScope>>;
export type PrivacyScope = keyof typeof scopes;

/** What a stage does not store as Zoom sent it; nothing when empty. */
export const privacySettings = z.union([z.literal('strict'), rulesByScope], { error: wrong });
export type PrivacySettings = 'strict' | PrivacyRules;

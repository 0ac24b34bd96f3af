import { datasets } from '../dataset.ts';
import { fieldText } from '../field-text.ts';
import type { Session } from './session.ts';
import type { SourceRow } from './source-row.ts';
import { emailField } from './stay-record.ts';

/**
 * By what a person is known, from the strongest sign to the weakest. `user-id` is the signed-in user's, which Zoom calls
 * `participant_user_id` and, to be removed in time, `id`. Names are none: guests have the same ones.
 */
export const signKinds = [
  'participant-user-id',
  'user-id',
  'email',
  'registrant-id',
  'customer-key',
  'participant-uuid',
] as const;
export type SignKind = (typeof signKinds)[number];

/** What a session's rows show of its person, without blanks; kinds that none of them shows are empty. */
export type IdentitySigns = Readonly<Record<SignKind, ReadonlySet<string>>>;

/**
 * The signs that a session's rows bear. E-mail addresses are in small letters; `participant_uuid` holds within one
 * meeting only, so the meeting stands before it.
 */
export function identitySigns({ uuid, rows }: Session, sources: readonly SourceRow[]): IdentitySigns {
  const own = datasets.flatMap((dataset) => rows[dataset].flatMap((index) => sources[index] ?? []));
  const texts = (field: string) => own.map(({ row }) => fieldText(row, field));
  const participantUserIds = texts('participant_user_id');
  const emails = own.map(({ row, dataset }) => fieldText(row, emailField(dataset))?.toLowerCase());
  const participantUuids = texts('participant_uuid').map((text) => text && `${uuid} ${text}`);
  return {
    'participant-user-id': known(participantUserIds),
    'user-id': known([...participantUserIds, ...texts('id')]),
    email: known(emails),
    'registrant-id': known(texts('registrant_id')),
    'customer-key': known(texts('customer_key')),
    'participant-uuid': known(participantUuids),
  };
}

const known = (texts: readonly (string | undefined)[]): Set<string> =>
  new Set(texts.filter((text) => text !== undefined));

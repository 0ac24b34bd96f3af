import { datasets } from '../dataset.ts';
import { type PersonalField, sameFields } from './personal-fields.ts';

/** What a rule is for: the rows of every dataset and the meeting itself, or one of them. */
export const privacyScopes = ['all', ...datasets, 'meeting'] as const;
export type PrivacyScope = (typeof privacyScopes)[number];

export type FieldRules = {
  /** Not stored at all. */
  readonly drop?: readonly PersonalField[] | undefined;
  /** Stored as a keyed hash: equal for equal values, and no way back. */
  readonly pseudonymize?: readonly PersonalField[] | undefined;
};

/** What a stage does not store as Zoom sent it; nothing when empty. */
export type PrivacySettings = Readonly<Partial<Record<PrivacyScope, FieldRules | undefined>>>;

export type FieldSets = {
  readonly dropped: ReadonlySet<string>;
  readonly pseudonymized: ReadonlySet<string>;
};

/** What the settings say of a dataset's rows, or of meetings. Where two rules differ, the field is dropped. */
export function fieldSetsOf(settings: PrivacySettings, scope: Exclude<PrivacyScope, 'all'>): FieldSets {
  const named = (rule: keyof FieldRules) => [...(settings.all?.[rule] ?? []), ...(settings[scope]?.[rule] ?? [])];
  const dropped = new Set(named('drop').flatMap(namesOf));
  const pseudonymized = new Set(named('pseudonymize').flatMap(namesOf)).difference(dropped);
  // Zoom writes the name into it: "Ada left the meeting."
  if (dropped.has('user_name') || pseudonymized.has('user_name')) dropped.add('leave_reason');
  return { dropped, pseudonymized: pseudonymized.difference(dropped) };
}

const namesOf = (field: PersonalField): readonly PersonalField[] =>
  sameFields.find((names) => names.includes(field)) ?? [field];

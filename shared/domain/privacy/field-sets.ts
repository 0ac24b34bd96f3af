import { type PersonalField, sameFields } from './personal-fields.ts';
import type { PrivacyScope, PrivacySettings } from './privacy-settings.ts';

/** Names of fields. */
export type FieldSets = {
  readonly dropped: ReadonlySet<string>;
  readonly pseudonymized: ReadonlySet<string>;
};

/** What the settings say of a dataset's rows, or of meetings. Where two rules differ, the field is dropped. */
export function fieldSetsOf(settings: PrivacySettings, scope: Exclude<PrivacyScope, 'all'>): FieldSets {
  const named = (rule: 'drop' | 'pseudonymize') => {
    const fields = [...(settings.all?.[rule] ?? []), ...(settings[scope]?.[rule] ?? [])];
    return new Set<string>(fields.flatMap(namesOf));
  };
  const [dropped, pseudonymized] = [named('drop'), named('pseudonymize')];
  // Zoom writes the name into it: "Ada left the meeting."
  if (dropped.has('user_name') || pseudonymized.has('user_name')) dropped.add('leave_reason');
  return { dropped, pseudonymized: pseudonymized.difference(dropped) };
}

const namesOf = (field: PersonalField): readonly PersonalField[] =>
  sameFields.find((names) => names.includes(field)) ?? [field];

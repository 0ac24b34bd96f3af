import type { KnownPerson } from '../../shared/analysis/attendance/person-rows.ts';
import type { PersonKey } from '../../shared/domain/person-key.ts';
import { isPseudonym, pseudonymOf } from '../../shared/domain/privacy/disguise.ts';

/**
 * The person that an address or an id asks for, before any row has shown more of them: by itself, and by the pseudonym that
 * each key makes of it.
 */
export function knownAs(person: PersonKey, pseudonymKeys: readonly string[] = []): KnownPerson {
  const spellings = [person, ...pseudonymKeys.map((key) => pseudonymOf(person, key))];
  // A pseudonym does not say what it stands for.
  const isEither = isPseudonym(person);
  const ids = isEither || !person.includes('@') ? spellings : [];
  const emails = isEither || person.includes('@') ? spellings : [];
  return { ids: new Set(ids), emails: new Set(emails), aliases: new Set() };
}

import type { KnownPerson } from '../../shared/domain/erasure/person-rows.ts';
import type { PersonKey } from '../../shared/domain/person-key.ts';

/** The person that an address or an id asks for, before any row has shown more of them. */
export function knownAs(person: PersonKey): KnownPerson {
  const [ids, emails] = person.includes('@') ? [[], [person]] : [[person], []];
  return { ids: new Set(ids), emails: new Set(emails), aliases: new Set() };
}

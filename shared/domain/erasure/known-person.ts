import type { PersonKey } from '../person-key.ts';
import { isPseudonym, pseudonymOf } from '../privacy/disguise.ts';
import type { Row } from '../row/row.ts';
import { type RowSigns, rowSigns, signText } from './marks.ts';

/** By what somebody is known across meetings. */
export type KnownPerson = {
  /** A row that shows an id is the person's by its id alone. */
  readonly ids: ReadonlySet<string>;
  /** In small letters: they tell whose a row is that shows no id. */
  readonly emails: ReadonlySet<string>;
  /** Those that rows show beside another id: they lead to nobody else's rows within a meeting either. */
  readonly contradicted: ReadonlySet<string>;
};

/** What all rows together show of who is who. */
export type ShownPersons = {
  /** Ids that rows show beside the address; none where every row with it has no id. */
  readonly idsBeside: (email: string) => ReadonlySet<string>;
  readonly emailsBeside: (id: string) => ReadonlySet<string>;
  /** Other ids that stand in one row with it. */
  readonly otherIds: (id: string) => ReadonlySet<string>;
  /** Other addresses of one person within a meeting, where no row of theirs has an id. */
  readonly otherEmails: (email: string) => ReadonlySet<string>;
};

/** An address that is not followed, since rows show it beside ids that are not all the person's. */
export type Contradicted = { readonly address: string; readonly ids: readonly string[] };

export type ResolvedPerson = {
  readonly known: KnownPerson;
  readonly contradicted: readonly Contradicted[];
  /** What is marked of them, so that later captures leave them out. */
  readonly signs: ReadonlySet<string>;
};

/** What else decides: the keys of pseudonyms, and what each erasure so far has marked everywhere. */
export type PersonClues = {
  readonly keys: readonly string[];
  readonly erasures: readonly ((sign: string) => boolean)[];
};

/**
 * The person that addresses and ids ask for, before any row has shown more of them: by these, and by the pseudonym that each
 * key makes of them.
 */
export function knownAs(asked: readonly PersonKey[], pseudonymKeys: readonly string[] = []): KnownPerson {
  const spellings = (wanted: readonly PersonKey[]) =>
    new Set(wanted.flatMap((one) => withPseudonyms(one, pseudonymKeys)));
  return {
    // A pseudonym does not say what it stands for.
    ids: spellings(asked.filter((one) => isPseudonym(one) || !one.includes('@'))),
    emails: spellings(asked.filter((one) => isPseudonym(one) || one.includes('@'))),
    contradicted: new Set(),
  };
}

const withPseudonyms = (text: string, keys: readonly string[]): readonly string[] =>
  isPseudonym(text) ? [text] : [text, ...keys.map((key) => pseudonymOf(text, key))];

/**
 * The person with all that the store shows to be theirs, and nothing that it shows to be somebody else's as well.
 *
 * An address leads to an id only where rows show it beside this one alone, and an id to an address only where no other id
 * stands beside that: a shared mailbox, an address that somebody typed once, and one that another user had before lead to
 * nobody. What was asked for counts whatever contradicts it.
 */
export function resolvePerson(
  asked: KnownPerson,
  shown: ShownPersons,
  { keys, erasures }: PersonClues,
): ResolvedPerson {
  const ids = new Set(asked.ids);
  const emails = new Set(asked.emails);
  // A row is gone once it is erased; that its address was somebody's is still marked.
  const wasAnothers = (email: string, own: ReadonlySet<string>) =>
    erasures.some(
      (has) =>
        has(signText.several(email)) || (has(signText.alias(email)) && ![...own].some((id) => has(signText.id(id)))),
    );
  const isTheirs = (email: string) => shown.idsBeside(email).isSubsetOf(ids) && !wasAnothers(email, ids);
  const onlyId = (email: string): ReadonlySet<string> => {
    const beside = shown.idsBeside(email);
    const [first] = [...beside].sort((a, b) => Number(isPseudonym(a)) - Number(isPseudonym(b)));
    if (first === undefined || !beside.isDisjointFrom(ids)) return new Set();
    const one = new Set([...withPseudonyms(first, keys), ...shown.otherIds(first)]);
    return beside.isSubsetOf(one) && !wasAnothers(email, one) ? one : new Set();
  };
  for (let size = -1; size < ids.size + emails.size; ) {
    size = ids.size + emails.size;
    for (const email of asked.emails) for (const id of onlyId(email)) ids.add(id);
    for (const id of [...ids]) {
      for (const other of [...withPseudonyms(id, keys), ...shown.otherIds(id)]) ids.add(other);
      for (const email of shown.emailsBeside(id)) if (isTheirs(email)) emails.add(email);
    }
    for (const email of [...emails])
      for (const other of shown.otherEmails(email)) if (isTheirs(other)) emails.add(other);
  }
  const wasSomebodys = (email: string) => erasures.some((has) => has(signText.alias(email)));
  const isOfAnId = (email: string) => shown.idsBeside(email).size > 0 || wasSomebodys(email);
  const contradicted = contradictedOf(ids, emails, shown);
  return {
    known: { ids, emails, contradicted: new Set(contradicted.map(({ address }) => address)) },
    contradicted,
    signs: new Set([
      ...[...ids].map(signText.id),
      ...contradicted.map(({ address }) => signText.several(address)),
      ...[...emails].map((email) => (isOfAnId(email) ? signText.alias(email) : signText.email(email))),
    ]),
  };
}

function contradictedOf(
  ids: ReadonlySet<string>,
  emails: ReadonlySet<string>,
  shown: ShownPersons,
): readonly Contradicted[] {
  const candidates = new Set([...emails, ...[...ids].flatMap((id) => [...shown.emailsBeside(id)])]);
  return [...candidates]
    .filter((email) => !shown.idsBeside(email).isSubsetOf(ids))
    .sort()
    .map((address) => ({ address, ids: [...shown.idsBeside(address)].sort() }));
}

/** Whether one row by itself names the person. */
export const isPerson = (person: KnownPerson, row: Row): boolean => namesPerson(person, [rowSigns(row)]);

/** Whether any of these rows, which are of one person, names this one. An address tells only where none has an id. */
export function namesPerson({ ids, emails }: KnownPerson, rows: readonly RowSigns[]): boolean {
  const idsShown = rows.flatMap((row) => row.ids);
  if (idsShown.length > 0) return idsShown.some((id) => ids.has(id));
  return rows.some((row) => row.emails.some((email) => emails.has(email)));
}

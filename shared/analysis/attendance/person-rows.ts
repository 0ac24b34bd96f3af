import { isDataset } from '../../domain/dataset.ts';
import type { RowSigns } from '../../domain/erasure/marks.ts';
import { rowSigns, signText } from '../../domain/erasure/marks.ts';
import type { PersonKey } from '../../domain/person-key.ts';
import { isPseudonym, pseudonymOf } from '../../domain/privacy/disguise.ts';
import type { Row } from '../../domain/row.ts';
import { groupByPerson, readIdentitySigns } from './identity.ts';
import { joinSessions } from './join.ts';

/** By what somebody is known across meetings. Addresses are in small letters. */
export type KnownPerson = {
  readonly ids: ReadonlySet<string>;
  /** That they were asked for by: whoever bears one is meant. */
  readonly emails: ReadonlySet<string>;
  /** That their rows show beside an id: they tell where a row has no id. */
  readonly aliases: ReadonlySet<string>;
};

/** A row of a meeting, of whatever dataset: also of one that attendance knows nothing of. */
export type MeetingRow = { readonly uuid: string; readonly dataset: string; readonly row: Row };

export type PersonRows = {
  /** Indexes into the rows that were given. */
  readonly rows: readonly number[];
  readonly ids: readonly string[];
  readonly emails: readonly string[];
  /** What tells the person within this meeting and nobody else in it: values of `user_id`, and other signs with their kinds. */
  readonly stays: readonly string[];
  readonly others: readonly string[];
};

const noRows: PersonRows = { rows: [], ids: [], emails: [], stays: [], others: [] };

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

/**
 * The rows of one meeting that are a person's: those that name them, and those that attendance unites with them, which may
 * name nobody. Never by a blank, and never by a name. Pure; the order of rows changes nothing but the order of the answer.
 */
export function personRows(person: KnownPerson, rows: readonly MeetingRow[]): PersonRows {
  const signs = rows.map(({ row }) => rowSigns(row));
  // Most meetings are without them.
  if (!signs.some((one) => bearsName(person, [one]))) return noRows;
  const signsAt = (indexes: Iterable<number>) => [...indexes].flatMap((index) => signs[index] ?? []);
  const own = new Set(
    unitedRows(rows)
      .filter((united) => bearsName(person, signsAt(united)))
      .flat(),
  );
  // Whose a row is that attendance does not know and that names nobody is told by what only this person bears.
  const isUntold = (index: number) => !isJoined(rows[index]) && isNameless(signs[index]);
  const rest = [...rows.keys()].filter((index) => !own.has(index));
  const ofOthers = signsAt(rest.filter((index) => !isUntold(index)));
  const telling = (signsOf: (one: RowSigns) => readonly string[]) =>
    new Set(signsAt(own).flatMap(signsOf)).difference(new Set(ofOthers.flatMap(signsOf)));
  const stays = telling(stayOf);
  const others = telling((one) => one.others);
  const tells = (one: RowSigns) =>
    stayOf(one).some((stay) => stays.has(stay)) || one.others.some((of) => others.has(of));
  for (const index of rest.filter(isUntold)) if (signsAt([index]).some(tells)) own.add(index);
  const unique = (signsOf: (one: RowSigns) => readonly string[]) => [...new Set(signsAt(own).flatMap(signsOf))];
  return {
    rows: [...own],
    ids: unique(({ ids }) => ids),
    emails: unique(({ emails }) => emails),
    stays: [...stays],
    others: [...others],
  };
}

/** Indexes of the rows that are of one person each. Attendance joins the datasets that it knows; any other row stands alone. */
function unitedRows(rows: readonly MeetingRow[]): number[][] {
  const joined = [...rows.entries()].flatMap(([index, { uuid, dataset, row }]) =>
    isDataset(dataset) ? [{ index, source: { uuid, dataset, row } }] : [],
  );
  const sources = joined.map(({ source }) => source);
  const sessions = joinSessions(sources);
  const roots = groupByPerson(sessions.map((session) => readIdentitySigns(session, sources)));
  const people = [...Map.groupBy(sessions.keys(), (session) => roots[session]).values()].map((group) =>
    group
      .flatMap((session) => Object.values(sessions[session]?.rows ?? {}).flat())
      .flatMap((source) => joined[source]?.index ?? []),
  );
  const alone = [...rows.keys()].filter((index) => !isJoined(rows[index])).map((index) => [index]);
  return [...people, ...alone];
}

const isJoined = (row: MeetingRow | undefined): boolean => row !== undefined && isDataset(row.dataset);
const isNameless = (signs: RowSigns | undefined): boolean => signs?.ids.length === 0 && signs.emails.length === 0;
const stayOf = ({ stay }: RowSigns): string[] => (stay === undefined ? [] : [stay]);

/** Whether one row by itself names the person. */
export const isPerson = (person: KnownPerson, row: Row): boolean => bearsName(person, [rowSigns(row)]);

/** Whether any of these rows, which are of one person, names this one. An alias tells only where none has an id. */
function bearsName({ ids, emails, aliases }: KnownPerson, rows: readonly RowSigns[]): boolean {
  const idsShown = rows.flatMap((row) => row.ids);
  const emailsShown = rows.flatMap((row) => row.emails);
  return (
    idsShown.some((id) => ids.has(id)) ||
    emailsShown.some((email) => emails.has(email)) ||
    (idsShown.length === 0 && emailsShown.some((email) => aliases.has(email)))
  );
}

/** Each sign of the person that holds everywhere, as it is marked. */
export const personSigns = ({ ids, emails, aliases }: KnownPerson): Set<string> =>
  new Set([...ids].map(signText.id))
    .union(new Set([...emails].map(signText.email)))
    .union(new Set([...aliases].map(signText.alias)));

/** The person with what more rows of theirs have shown. */
export function learn(person: KnownPerson, { ids, emails }: Pick<PersonRows, 'ids' | 'emails'>): KnownPerson {
  return {
    ...person,
    ids: person.ids.union(new Set(ids)),
    aliases: person.aliases.union(new Set(emails).difference(person.emails)),
  };
}

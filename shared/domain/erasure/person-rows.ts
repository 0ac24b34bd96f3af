import { identitySigns } from '../attendance/identity-signs.ts';
import { joinSessions } from '../attendance/join-sessions.ts';
import { samePerson } from '../attendance/same-person.ts';
import type { SourceRow } from '../attendance/source-row.ts';
import { signText } from './marks.ts';
import { type RowSigns, rowSigns } from './row-signs.ts';

/** By what somebody is known across meetings. Addresses are in small letters. */
export type KnownPerson = {
  readonly ids: ReadonlySet<string>;
  /** That they were asked for by: whoever bears one is meant. */
  readonly emails: ReadonlySet<string>;
  /** That their rows show beside an id: they tell where a row has no id. */
  readonly aliases: ReadonlySet<string>;
};

export type PersonRows = {
  /** Indexes into the rows that were given. */
  readonly rows: readonly number[];
  readonly ids: readonly string[];
  readonly emails: readonly string[];
  /** What tells the person within this meeting and nobody else in it: values of `user_id`, and other signs with their kinds. */
  readonly stays: readonly string[];
  readonly others: readonly string[];
};

const nothing: PersonRows = { rows: [], ids: [], emails: [], stays: [], others: [] };

/**
 * The rows of one meeting that are a person's: those that name them, and those that attendance unites with them, which may
 * name nobody. Never by a blank, and never by a name. Pure; the order of rows changes nothing but the order of the answer.
 */
export function personRows(person: KnownPerson, rows: readonly SourceRow[]): PersonRows {
  const signs = rows.map(({ row }) => rowSigns(row));
  // Most meetings are without them.
  if (!signs.some((of) => names(person, of.ids, of.emails))) return nothing;
  const sessions = joinSessions(rows);
  const roots = samePerson(sessions.map((session) => identitySigns(session, rows)));
  const own = new Set<number>();
  for (const group of Map.groupBy(sessions.keys(), (session) => roots[session]).values()) {
    const indexes = group.flatMap((session) => Object.values(sessions[session]?.rows ?? {}).flat());
    const of = (list: 'ids' | 'emails') => indexes.flatMap((index) => signs[index]?.[list] ?? []);
    if (names(person, of('ids'), of('emails'))) for (const index of indexes) own.add(index);
  }
  const all = (list: readonly number[], of: (one: RowSigns) => readonly string[]) =>
    new Set(list.flatMap((index) => (signs[index] ? of(signs[index]) : [])));
  const mine = [...own];
  const others = [...rows.keys()].filter((index) => !own.has(index));
  const alone = (of: (one: RowSigns) => readonly string[]) => [...all(mine, of).difference(all(others, of))];
  return {
    rows: mine,
    ids: [...all(mine, ({ ids }) => ids)],
    emails: [...all(mine, ({ emails }) => emails)],
    stays: alone(({ stay }) => (stay === undefined ? [] : [stay])),
    others: alone((one) => one.others),
  };
}

const names = (
  { ids, emails, aliases }: KnownPerson,
  rowIds: readonly string[],
  rowEmails: readonly string[],
): boolean =>
  rowIds.some((id) => ids.has(id)) ||
  rowEmails.some((email) => emails.has(email)) ||
  (rowIds.length === 0 && rowEmails.some((email) => aliases.has(email)));

/** Each sign of the person that holds everywhere, as it is marked. */
export const personSigns = ({ ids, emails, aliases }: KnownPerson): Set<string> =>
  new Set([...[...ids].map(signText.id), ...[...emails].map(signText.email), ...[...aliases].map(signText.alias)]);

/** The person with what more rows of theirs have shown. */
export function learn(person: KnownPerson, { ids, emails }: Pick<PersonRows, 'ids' | 'emails'>): KnownPerson {
  return {
    ...person,
    ids: person.ids.union(new Set(ids)),
    aliases: person.aliases.union(new Set(emails).difference(person.emails)),
  };
}

import { signText } from '../../domain/erasure/marks.ts';
import { type RowSigns, rowSigns } from '../../domain/erasure/row-signs.ts';
import { groupByPerson, readIdentitySigns } from './identity.ts';
import { joinSessions } from './join.ts';
import type { SourceRow } from './records.ts';

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
  if (!signs.some(({ ids, emails }) => isNamedBy(person, ids, emails))) return nothing;
  const own = new Set<number>();
  for (const indexes of groupRowsByPerson(rows)) {
    const shown = indexes.flatMap((index) => signs[index] ?? []);
    const ids = shown.flatMap((one) => one.ids);
    const emails = shown.flatMap((one) => one.emails);
    if (isNamedBy(person, ids, emails)) for (const index of indexes) own.add(index);
  }
  const mine = [...own];
  const others = [...rows.keys()].filter((index) => !own.has(index));
  const collect = (indexes: readonly number[], textsOf: (shown: RowSigns) => readonly string[]) =>
    new Set(indexes.flatMap((index) => (signs[index] ? textsOf(signs[index]) : [])));
  const collectUnshared = (textsOf: (shown: RowSigns) => readonly string[]) => [
    ...collect(mine, textsOf).difference(collect(others, textsOf)),
  ];
  return {
    rows: mine,
    ids: [...collect(mine, ({ ids }) => ids)],
    emails: [...collect(mine, ({ emails }) => emails)],
    stays: collectUnshared(({ stay }) => (stay === undefined ? [] : [stay])),
    others: collectUnshared((shown) => shown.others),
  };
}

/** The indexes of each person's rows, as attendance unites them. */
function groupRowsByPerson(rows: readonly SourceRow[]): number[][] {
  const sessions = joinSessions(rows);
  const roots = groupByPerson(sessions.map((session) => readIdentitySigns(session, rows)));
  const people = Map.groupBy(sessions, (_, index) => roots[index]);
  return [...people.values()].map((own) => own.flatMap((session) => Object.values(session.rows).flat()));
}

/** Whether these ids and addresses of one row, or of rows of one person, are the known person's. */
function isNamedBy({ ids, emails, aliases }: KnownPerson, ownIds: readonly string[], ownEmails: readonly string[]) {
  if (ownIds.some((id) => ids.has(id)) || ownEmails.some((email) => emails.has(email))) return true;
  return ownIds.length === 0 && ownEmails.some((email) => aliases.has(email));
}

/** Each sign of the person that holds everywhere, as it is marked. */
export function personSigns({ ids, emails, aliases }: KnownPerson): Set<string> {
  const signs = new Set([...ids].map(signText.id));
  for (const email of emails) signs.add(signText.email(email));
  for (const alias of aliases) signs.add(signText.alias(alias));
  return signs;
}

/** The person with what more rows of theirs have shown. */
export function learn(person: KnownPerson, { ids, emails }: Pick<PersonRows, 'ids' | 'emails'>): KnownPerson {
  return {
    ...person,
    ids: person.ids.union(new Set(ids)),
    aliases: person.aliases.union(new Set(emails).difference(person.emails)),
  };
}

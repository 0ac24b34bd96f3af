import { readings } from '../../datasets/datasets.ts';
import { type Dataset, isDataset } from '../../domain/dataset.ts';
import { type KnownPerson, namesPerson } from '../../domain/erasure/known-person.ts';
import { type RowSigns, rowSigns } from '../../domain/erasure/marks.ts';
import type { Row } from '../../domain/row/row.ts';
import { groupByPerson, type IdentitySigns, noSigns, readIdentitySigns } from './identity.ts';
import { joinSessions } from './join.ts';
import { readExpectedSigns, tellsOfExpected } from './registration.ts';

/** A row of a meeting, of whatever dataset: also of one that attendance knows nothing of. */
export type MeetingRow = { readonly uuid: string; readonly dataset: string; readonly row: Row };

export type PersonRows = {
  /** Indexes into the rows that were given. */
  readonly rows: readonly number[];
  /** What tells the person within this meeting and nobody else in it: values of `user_id`, and other signs with their kinds. */
  readonly stays: readonly string[];
  readonly others: readonly string[];
};

const noRows: PersonRows = { rows: [], stays: [], others: [] };

/**
 * The rows of one meeting that are a person's: those that name them, and those that attendance unites with them, which may
 * name nobody. Never by a blank, and never by a name. Pure; the order of rows changes nothing but the order of the answer.
 */
export function personRows(person: KnownPerson, rows: readonly MeetingRow[]): PersonRows {
  const signs = rows.map(({ row }) => rowSigns(row));
  // Most meetings are without them.
  if (!signs.some((one) => namesPerson(person, [one]))) return noRows;
  // A stay can show two ids: the rows of the other one are another user's.
  const isNobodyElses = (one: RowSigns | undefined) => !one?.ids.length || namesPerson(person, [one]);
  const signsAt = (indexes: Iterable<number>) => [...indexes].flatMap((index) => signs[index] ?? []);
  const own = new Set(
    unitedRows(rows, person.contradicted)
      .filter((united) => namesPerson(person, signsAt(united)))
      .flat()
      .filter((index) => isNobodyElses(signs[index])),
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
  return {
    rows: [...own],
    stays: [...stays],
    others: [...others],
  };
}

/**
 * Indexes of the rows that are of one person each. Attendance joins the datasets that it knows; any other row stands alone.
 * An address that is several users' unites nobody, and neither does anything weaker unite who bears it.
 */
export function unitedRows(rows: readonly MeetingRow[], severals: ReadonlySet<string> = new Set()): number[][] {
  const joined = [...rows.entries()].flatMap(([index, { uuid, dataset, row }]) =>
    tellsOfStays(dataset) ? [{ index, source: { uuid, dataset, row } }] : [],
  );
  const sources = joined.map(({ source }) => source);
  const sessions = joinSessions(sources);
  const expected = [...rows.entries()].filter(([, row]) => tellsWhoWasExpected(row));
  const signs = [
    ...sessions.map((session) => readIdentitySigns(session, sources)),
    ...expected.map(([, { row }]) => readExpectedSigns(row)),
  ];
  const roots = groupByPerson(signs.map((one) => withoutEmails(severals, one)));
  const indexesAt = (at: number): number[] => {
    const session = sessions[at];
    if (!session) return expected[at - sessions.length]?.slice(0, 1).map(Number) ?? [];
    return Object.values(session.rows).flatMap((own) => own.flatMap((source) => joined[source]?.index ?? []));
  };
  const people = [...Map.groupBy(signs.keys(), (at) => roots[at]).values()].map((own) => own.flatMap(indexesAt));
  const alone = [...rows.keys()].filter((index) => !isJoined(rows[index])).map((index) => [index]);
  return [...people, ...alone];
}

function withoutEmails(severals: ReadonlySet<string>, signs: IdentitySigns): IdentitySigns {
  if (signs.email.isDisjointFrom(severals)) return signs;
  if (signs['user-id'].size > 0) return { ...signs, email: signs.email.difference(severals) };
  return noSigns;
}

const tellsOfStays = (name: string): name is Dataset => isDataset(name) && readings[name].stays !== undefined;
const tellsWhoWasExpected = ({ dataset }: MeetingRow): boolean => isDataset(dataset) && tellsOfExpected(dataset);
const isJoined = (row: MeetingRow | undefined): boolean =>
  row !== undefined && (tellsOfStays(row.dataset) || tellsWhoWasExpected(row));
const isNameless = (signs: RowSigns | undefined): boolean => signs?.ids.length === 0 && signs.emails.length === 0;
const stayOf = ({ stay }: RowSigns): string[] => (stay === undefined ? [] : [stay]);

import type { DatasetReading, ExpectedTraits } from '../../datasets/dataset.ts';
import { readings } from '../../datasets/datasets.ts';
import type { Dataset } from '../../domain/dataset.ts';
import { fieldText } from '../../domain/row/field-text.ts';
import { type IdentitySigns, noSigns } from './identity.ts';
import type { SourceRow } from './records.ts';

/** Somebody who registered, and whether they came. Blank is absent. */
export type Registrant = {
  readonly name: string;
  readonly email?: string;
  readonly registrantId?: string;
  /** Zoom's word, such as `approved`. */
  readonly status?: string;
  /** Whether they could come by their registration. */
  readonly isExpected: boolean;
  /** Who came of them, as indexes into the people: none for who did not come, several where a link was passed on. */
  readonly people: readonly number[];
};

const traitsOf = (dataset: Dataset): ExpectedTraits | undefined => {
  const { expected }: DatasetReading = readings[dataset];
  return expected;
};

/** Whether rows of the dataset tell of who was expected. */
export const tellsOfExpected = (dataset: Dataset): boolean => traitsOf(dataset) !== undefined;

/** What a row of somebody who was expected shows of them. It has the names that most datasets have. */
export function readExpectedSigns(row: SourceRow['row']): IdentitySigns {
  const email = fieldText(row, 'email');
  const link = fieldText(row, 'registrant_id');
  return {
    ...noSigns,
    ...(email !== undefined && { email: new Set([email.toLowerCase()]) }),
    ...(link !== undefined && { 'registrant-id': new Set([link]) }),
  };
}

/**
 * Who registered for a meeting, each once, in the order of the rows; undefined where no row tells of anybody. A registrant is who
 * came by the registration's own link, whatever their address says; else whoever bears their address, unless that person came
 * by a link of somebody else's, or several people bear it. Names are no sign.
 * @param people what each session of each person shows
 */
export function matchRegistrants(
  rows: readonly SourceRow[],
  people: readonly (readonly IdentitySigns[])[],
): readonly Registrant[] | undefined {
  const found = distinct(rows.flatMap(({ dataset, row }) => readRegistrant(traitsOf(dataset), row)));
  if (found.length === 0) return undefined;
  const byId = indexPeople(people, 'registrant-id');
  const byEmail = indexPeople(people, 'email');
  const came = new Set(found.flatMap(({ registrantId = '' }) => byId.get(registrantId) ?? []));
  return found.map((registrant) => {
    const { registrantId = '', email = '' } = registrant;
    const own = byId.get(registrantId);
    const [bearer, ...others] = byEmail.get(email.toLowerCase()) ?? [];
    const isSure = bearer !== undefined && others.length === 0 && !came.has(bearer);
    return { ...registrant, people: own ?? (isSure ? [bearer] : []) };
  });
}

type ReadRegistrant = Omit<Registrant, 'people'>;

function readRegistrant(traits: ExpectedTraits | undefined, row: SourceRow['row']): ReadRegistrant[] {
  if (!traits) return [];
  const { idField, emailField, nameFields, status: statusOf } = traits;
  const names = nameFields.flatMap((field) => fieldText(row, field) ?? []);
  const facts = {
    email: fieldText(row, emailField),
    registrantId: fieldText(row, idField),
    status: fieldText(row, statusOf.field),
  };
  const isExpected = facts.status === statusOf.expected;
  return [{ name: names.join(' '), ...withoutBlanks(facts), isExpected }];
}

const withoutBlanks = ({
  email,
  registrantId,
  status,
}: Record<'email' | 'registrantId' | 'status', string | undefined>) => ({
  ...(email !== undefined && { email }),
  ...(registrantId !== undefined && { registrantId }),
  ...(status !== undefined && { status }),
});

/** A meeting that was restarted lists its registrants with each of its parts. */
function distinct(registrants: readonly ReadRegistrant[]): ReadRegistrant[] {
  const known = new Map(registrants.map((one, index) => [one.registrantId ?? String(index), one]));
  return [...known.values()];
}

/** Whom each value of this kind names, each once. */
function indexPeople(
  people: readonly (readonly IdentitySigns[])[],
  kind: 'registrant-id' | 'email',
): ReadonlyMap<string, readonly number[]> {
  const bearers = new Map<string, number[]>();
  for (const [index, sessions] of people.entries()) {
    for (const value of new Set(sessions.flatMap((signs) => [...signs[kind]]))) {
      bearers.set(value, [...(bearers.get(value) ?? []), index]);
    }
  }
  return bearers;
}

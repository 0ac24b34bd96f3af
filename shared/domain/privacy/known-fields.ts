import type { DatasetDescription, DatasetReading } from '../../datasets/dataset.ts';
import { descriptions, readings } from '../../datasets/datasets.ts';
import { meetingRowFields } from '../../datasets/meeting-row.ts';
import type { Dataset } from '../dataset.ts';
import { omit } from '../omit.ts';
import { isRow } from '../row/exact-json.ts';
import type { Row } from '../row/row.ts';

/** What a stage does with fields that no description knows: Zoom adds some without telling, personal ones too. */
export const unknownFieldRules = ['keep', 'drop'] as const;
export type UnknownFields = (typeof unknownFieldRules)[number];

/** Which fields rows are known to have, and the elements of lists in them, by the list's name. */
export type KnownFields = {
  readonly own: ReadonlySet<string>;
  readonly nested?: readonly NestedFields[];
  /** Never stored, whatever the stage says. */
  readonly never?: ReadonlySet<string>;
};
type NestedFields = { readonly list: string; readonly own: ReadonlySet<string> };

const namesIn = (fields: string): ReadonlySet<string> => new Set(fields.split(/\s+/));

export function knownFieldsOf(dataset: Dataset): KnownFields {
  const { samples, neverStored = [] }: DatasetDescription['rows'] = descriptions[dataset].rows;
  const { fields, nestedFields = {} }: DatasetReading = readings[dataset];
  return {
    own: namesIn(samples === undefined ? fields : `${fields} ${samples}`),
    nested: Object.entries(nestedFields).map(([list, names]) => ({ list, own: namesIn(names) })),
    ...(neverStored.length > 0 && { never: new Set(neverStored) }),
  };
}

/** Those of the rows of Zoom's lists of meetings. */
export const knownMeetingFields: KnownFields = { own: namesIn(meetingRowFields) };

/** A row as it may be stored, the names of its fields that nobody knows, with the lists that they are in, and how many values are not stored. */
export type CheckedRow = { readonly row: Row; readonly unknown: readonly string[]; readonly leftOut: number };

/**
 * Leaves out what is never stored, looks for fields that nobody knows, and leaves them out too where the stage says so. All
 * else stays as it is.
 */
export function checkFields(row: Row, { own, nested = [], never }: KnownFields, rule: UnknownFields): CheckedRow {
  const banned = Object.keys(row).filter((name) => never?.has(name));
  if (banned.length > 0) {
    const checked = checkFields(omit(row, ...banned), { own, nested }, rule);
    return { ...checked, leftOut: checked.leftOut + banned.length };
  }
  const { unknown, known } = checkObject(row, own, nested);
  const names = [...new Set(unknown)];
  if (rule === 'keep' || unknown.length === 0) return { row, unknown: names, leftOut: 0 };
  return { row: known(), unknown: names, leftOut: unknown.length };
}

type CheckedObject = { readonly unknown: readonly string[]; readonly known: () => Row };

function checkObject(object: Row, own: ReadonlySet<string>, nested: readonly NestedFields[]): CheckedObject {
  const unknown = Object.keys(object).filter((name) => !own.has(name));
  const lists: { readonly list: string; readonly known: () => unknown[] }[] = [];
  for (const { list, own: ofElements } of nested) {
    const elements = own.has(list) ? object[list] : undefined;
    if (!Array.isArray(elements)) continue;
    const checked = elements.map((one) => (isRow(one) ? checkObject(one, ofElements, nested) : undefined));
    unknown.push(...checked.flatMap((one) => one?.unknown ?? []).map((name) => `${list}.${name}`));
    lists.push({
      list,
      known: () => elements.map((one, at) => (checked[at]?.unknown.length ? checked[at].known() : one)),
    });
  }
  return {
    unknown,
    known: () => ({
      ...Object.fromEntries(Object.entries(object).filter(([name]) => own.has(name))),
      ...Object.fromEntries(lists.map(({ list, known }) => [list, known()])),
    }),
  };
}

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

/** Which fields rows are known to have; by the name of the samples' list also those of a sample. */
export type KnownFields = {
  readonly own: ReadonlySet<string>;
  readonly samples?: SampleFields;
  /** Never stored, whatever the stage says. */
  readonly never?: ReadonlySet<string>;
};
type SampleFields = { readonly name: string; readonly own: ReadonlySet<string> };

const namesIn = (fields: string): ReadonlySet<string> => new Set(fields.split(/\s+/));

export function knownFieldsOf(dataset: Dataset): KnownFields {
  const { samples, neverStored = [] }: DatasetDescription['rows'] = descriptions[dataset].rows;
  const { fields, sampleFields = '' }: DatasetReading = readings[dataset];
  const own = namesIn(samples === undefined ? fields : `${fields} ${samples}`);
  return {
    own,
    ...(samples !== undefined && { samples: { name: samples, own: namesIn(sampleFields) } }),
    ...(neverStored.length > 0 && { never: new Set(neverStored) }),
  };
}

/** Those of the rows of Zoom's lists of meetings. */
export const knownMeetingFields: KnownFields = { own: namesIn(meetingRowFields) };

/** A row as it may be stored, the names of its fields that nobody knows, and how many values are not stored. */
export type CheckedRow = { readonly row: Row; readonly unknown: readonly string[]; readonly leftOut: number };

/**
 * Leaves out what is never stored, looks for fields that nobody knows, and leaves them out too where the stage says so. All
 * else stays as it is.
 */
export function checkFields(row: Row, { never, ...known }: KnownFields, rule: UnknownFields): CheckedRow {
  const banned = Object.keys(row).filter((name) => never?.has(name));
  if (banned.length > 0) {
    const checked = checkFields(omit(row, ...banned), known, rule);
    return { ...checked, leftOut: checked.leftOut + banned.length };
  }
  const { samples } = known;
  const head = checkObject(row, known.own);
  const list = samples && row[samples.name];
  if (!samples || !Array.isArray(list)) return ruled(row, head, rule);
  const checked = list.map((sample) => (isRow(sample) ? checkObject(sample, samples.own) : undefined));
  const unknown = [...head.unknown, ...checked.flatMap((one) => one?.unknown ?? [])];
  const all = { unknown, known: () => ({ ...head.known(), [samples.name]: samplesOf(list, checked) }) };
  return ruled(row, all, rule);
}

type CheckedObject = { readonly unknown: readonly string[]; readonly known: () => Row };

function checkObject(object: Row, known: ReadonlySet<string>): CheckedObject {
  const unknown = Object.keys(object).filter((name) => !known.has(name));
  return {
    unknown,
    known: () => Object.fromEntries(Object.entries(object).filter(([name]) => known.has(name))),
  };
}

const samplesOf = (list: readonly unknown[], checked: readonly (CheckedObject | undefined)[]): unknown[] =>
  list.map((sample, index) => (checked[index]?.unknown.length ? checked[index].known() : sample));

function ruled(row: Row, { unknown, known }: CheckedObject, rule: UnknownFields): CheckedRow {
  const names = [...new Set(unknown)];
  if (rule === 'keep' || unknown.length === 0) return { row, unknown: names, leftOut: 0 };
  return { row: known(), unknown: names, leftOut: unknown.length };
}

import { createHmac } from 'node:crypto';
import type { DatasetDescription } from '../../datasets/dataset.ts';
import { descriptions } from '../../datasets/datasets.ts';
import { isDataset } from '../dataset.ts';
import { personKey } from '../person-key.ts';
import { otherNamesOf } from '../row/common-row.ts';
import { isRow } from '../row/exact-json.ts';
import { fieldText, isBlank } from '../row/field-text.ts';
import type { Row } from '../row/row.ts';
import { type PersonalField, type PrivacyScope, type PrivacySettings, sameFields } from './privacy-settings.ts';
import { plainRow, strictRules } from './strict.ts';

/** Names of fields. */
type FieldSets = {
  readonly dropped: ReadonlySet<string>;
  readonly pseudonymized: ReadonlySet<string>;
  /** Those whose lists hold the like again. */
  readonly nested: ReadonlySet<string>;
};

/** What the settings say of a dataset's rows, or of meetings. Where two rules differ, the field is dropped. */
export function fieldSetsOf(settings: PrivacySettings, scope: Exclude<PrivacyScope, 'all'>): FieldSets {
  const rules = settings === 'strict' ? strictRules : settings;
  const collect = (rule: 'drop' | 'pseudonymize') => {
    const expand = (of: PrivacyScope) => new Set<string>((rules[of]?.[rule] ?? []).flatMap(listNames));
    const own = expand(scope);
    return own.union(withOwnNames(own.union(expand('all')), scope));
  };
  const dropped = collect('drop');
  const pseudonymized = collect('pseudonymize');
  // Zoom writes the name into it: "Ada left the meeting."
  if (dropped.has('user_name') || pseudonymized.has('user_name')) dropped.add('leave_reason');
  return { dropped, pseudonymized: pseudonymized.difference(dropped), nested: nestedIn(scope) };
}

function nestedIn(scope: string): ReadonlySet<string> {
  const rows: DatasetDescription['rows'] | undefined = isDataset(scope) ? descriptions[scope].rows : undefined;
  return new Set(rows?.nested);
}

/** The fields by their names in the dataset: one that has another name elsewhere goes by the rule for that. */
function withOwnNames(fields: ReadonlySet<string>, scope: string): ReadonlySet<string> {
  const names = Object.entries(otherNamesOf(scope));
  const own = names.filter(([, common]) => fields.has(common)).map(([field]) => field);
  return fields.difference(new Set(names.map(([field]) => field))).union(new Set(own));
}

/** A field under every name that Zoom has for it. */
const listNames = (field: PersonalField): readonly PersonalField[] =>
  sameFields.find((names) => names.includes(field)) ?? [field];

/** A row as it may be stored. */
export type Disguise = (row: Row) => Row;

/** Characters. A key that is shorter can be guessed, and with it every address. */
export const shortestPseudonymKey = 32;

/**
 * What stands for a text: `p-` and 32 hexadecimal digits, an HMAC-SHA-256. Blanks around it do not count, nor the case of an
 * address, so that one person has one pseudonym in every list.
 */
export const pseudonymOf = (text: string, key: string): string =>
  `p-${createHmac('sha256', key).update(personKey(text)).digest('hex').slice(0, 32)}`;

export const isPseudonym = (text: string): boolean => /^p-[0-9a-f]{32}$/.test(text);

/**
 * Drops and pseudonymizes fields of a row, before anything else is made of it. What is blank stays as it is, so that guests
 * stay guests. Without a key, what should be pseudonymized is dropped.
 */
export function createDisguise({ dropped, pseudonymized, nested }: FieldSets, key: string | undefined): Disguise {
  if (dropped.size === 0 && pseudonymized.size === 0) return (row) => row;
  const absent = key === undefined ? dropped.union(pseudonymized) : dropped;
  const disguise: Disguise = (row) => {
    const kept = Object.entries(row).filter(([name]) => !absent.has(name));
    return Object.fromEntries(
      kept.map(([name, value]) => {
        if (key !== undefined && pseudonymized.has(name)) return [name, pseudonymizeValue(value, key)];
        const isList = nested.has(name) && Array.isArray(value);
        return [name, isList ? value.map((one) => (isRow(one) ? disguise(one) : one)) : value];
      }),
    );
  };
  return disguise;
}

/** The same, and what is in no plain form is a pseudonym too, whatever its field is called. Without a key it is blank. */
export function strictly(disguise: Disguise, key: string | undefined): Disguise {
  const instead = (value: unknown) => {
    if (typeof value === 'string' && isPseudonym(value)) return value;
    return key === undefined ? '' : pseudonymOf(fieldText({ value }, 'value') ?? '', key);
  };
  return (row) => plainRow(disguise(row), instead);
}

/** Each text and number in it, however deep. Blanks and booleans stay. */
function pseudonymizeValue(value: unknown, key: string): unknown {
  if (isBlank(value) || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((one) => pseudonymizeValue(one, key));
  if (!isRow(value)) return pseudonymOf(fieldText({ value }, 'value') ?? '', key);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, pseudonymizeValue(field, key)]));
}

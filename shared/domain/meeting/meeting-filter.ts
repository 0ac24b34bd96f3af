import { type ListedFacts, listedFacts, type MeetingWithRow } from './listed-row.ts';

/** Which meetings are wanted, by what their rows in Zoom's lists say. What is absent is not asked. */
export type MeetingFilter = {
  /** Address, display name or Zoom user id of the host. */
  readonly host?: string;
  readonly department?: string;
  /** One of the host's groups. */
  readonly group?: string;
  /** Tracking fields that it must all have. */
  readonly tracking?: readonly { readonly name: string; readonly value: string }[];
};

const noFacts: ListedFacts = { groups: [], tracking: [] };

/** Whether a meeting is one of the wanted. Texts are compared whole, in any letter case, without blanks around. */
export function isWanted(
  { hostId, listed }: Pick<MeetingWithRow, 'hostId' | 'listed'>,
  { host, department, group, tracking = [] }: MeetingFilter,
): boolean {
  const facts = listed ? listedFacts(listed.row) : noFacts;
  return (
    isAmong(host, [hostId, facts.hostEmail, facts.hostName]) &&
    isAmong(department, [facts.department]) &&
    isAmong(group, facts.groups) &&
    tracking.every(({ name, value }) =>
      facts.tracking.some((field) => isEqual(field.name, name) && isEqual(field.value, value)),
    )
  );
}

const isAmong = (wanted: string | undefined, values: readonly (string | undefined)[]): boolean =>
  wanted === undefined || values.some((value) => value !== undefined && isEqual(value, wanted));

const plain = (text: string): string => text.trim().normalize('NFC').toLowerCase();
const isEqual = (one: string, other: string): boolean => plain(one) === plain(other);

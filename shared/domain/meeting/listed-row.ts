import { meetingRowPersonal } from '../../datasets/meeting-row.ts';
import { isRow } from '../row/exact-json.ts';
import { fieldText } from '../row/field-text.ts';
import type { Row } from '../row/row.ts';
import type { EndedMeeting } from './ended-meeting.ts';

/** Where a row came from. Both have their own names; the history tells more, and so is preferred. */
export const listSources = ['history', 'dashboard'] as const;

/** A meeting's row in one of Zoom's lists of what has ended, whole and exact. */
export type ListedRow = { readonly source: (typeof listSources)[number]; readonly row: Row };

/** A meeting, and its row where a list has been read. */
export type MeetingWithRow = EndedMeeting & { readonly listed?: ListedRow };

/** A field of the host's account, such as a tracking field that a meeting was given. */
type NamedValue = { readonly name: string; readonly value: string };

/** What the rows of both lists say, whatever they call it. A blank is absent. */
export type ListedFacts = {
  readonly hostName?: string;
  readonly hostEmail?: string;
  readonly department?: string;
  /** Names of the host's groups. */
  readonly groups: readonly string[];
  /** In Zoom's order; a name may stand twice. */
  readonly tracking: readonly NamedValue[];
};

export function listedFacts(row: Row): ListedFacts {
  const text = (...fields: string[]) => fields.map((field) => fieldText(row, field)).find((one) => one !== undefined);
  const hostName = text('host_display_name', 'host');
  const hostEmail = text('host_email', 'email');
  const department = text('department', 'dept');
  return {
    ...(hostName !== undefined && { hostName }),
    ...(hostEmail !== undefined && { hostEmail }),
    ...(department !== undefined && { department }),
    groups: listOf(row.group).flatMap((group) => fieldText({ group }, 'group') ?? []),
    tracking: listOf(row.tracking_fields).flatMap((field) => namedValue(field) ?? []),
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function namedValue(value: unknown): NamedValue | undefined {
  if (!isRow(value)) return undefined;
  const name = fieldText(value, 'field');
  return name === undefined ? undefined : { name, value: fieldText(value, 'value') ?? '' };
}

/** The host as a row of a person: under the names that tell who somebody is. A webinar's `host` can be an address. */
export function hostSigns(hostId: string | undefined, row: Row = {}): Row {
  const { hostName, hostEmail } = listedFacts(row);
  const named = hostName?.includes('@') ? hostName : undefined;
  return { id: hostId ?? '', email: hostEmail ?? named ?? '', user_email: named ?? '' };
}

const hostFields: ReadonlySet<string> = new Set<string>(meetingRowPersonal);

/** Whether the row says anything of its host. */
export const showsHost = (row: Row): boolean => Object.keys(row).some((field) => hostFields.has(field));

/** The row without what says anything of its host. */
export const withoutHost = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([field]) => !hostFields.has(field)));

/** The row with its personal fields changed, each by itself; the others are as they were. */
export function changePersonal(row: Row, change: (fields: Row) => Row): Row {
  const fields = Object.entries(row).flatMap(([name, value]) =>
    hostFields.has(name) ? Object.entries(change({ [name]: value })) : [[name, value] as const],
  );
  return Object.fromEntries(fields);
}

/** Bytes of a row's JSON. An item has 400 KB, and Zoom's rows about one. */
const mostBytes = 200_000;

/** Whether a meeting's item has room for the row. */
export const isStorable = (row: Row): boolean => Buffer.byteLength(JSON.stringify(row)) <= mostBytes;

/**
 * Whether a row takes the place of the one that is stored: a dashboard's never that of the history's, which tells more,
 * so that the two do not take turns where the history is refused now and then.
 */
export const replaces = ({ source }: ListedRow, stored: ListedRow | undefined): boolean =>
  source === 'history' || stored?.source !== 'history';

import { meetingRowPersonal } from '../../datasets/meeting-row.ts';
import type { EndedMeeting } from '../meeting/ended-meeting.ts';
import { isRow } from '../row/exact-json.ts';
import { fieldText, isBlank } from '../row/field-text.ts';
import type { Row } from '../row/row.ts';
import { type PersonalField, type PrivacyRules, personalFields, sameFields } from './privacy-settings.ts';

/** What attendance, questions about persons and quality tell persons apart by; each with its other names. */
const toldApartBy: readonly PersonalField[] = [
  'id',
  'email',
  'user_name',
  'participant_uuid',
  'registrant_id',
  'customer_key',
];

const pseudonymized: readonly PersonalField[] = toldApartBy.flatMap(
  (field) => sameFields.find((names) => names.includes(field)) ?? [field],
);

/**
 * The rules that `privacy: 'strict'` stands for, made of the datasets' descriptions: what a new dataset has of persons is in them by
 * itself. What is no personal field may be stored in a plain form alone, see {@link isPlain}.
 */
export const strictRules: PrivacyRules = {
  all: {
    pseudonymize: [...pseudonymized],
    drop: personalFields.filter((field) => !pseudonymized.includes(field)),
  },
};

const timestamp = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;
/** A number short enough to be nobody's, with its unit; a picture's size; a length of time; and Zoom's dash for none. */
const measure =
  /^(-?\d{1,9}(\.\d{1,9})?( ?(k|m|g)?bps| ?ms| ?s| ?fps| ?k?hz| ?%| ?dbm?)?|\d{1,5}[*x]\d{1,5}|\d{1,4}:\d\d(:\d\d)?|-)$/i;
/** Zoom's own words in the fields that are not personal. Another one is stored as a pseudonym. */
const words: ReadonlySet<string> = new Set(
  `in_meeting in_waiting_room approved pending denied good fair poor bad normal warning critical high low unknown none yes no
    licensed basic on-prem zoom udp tcp ssl tls http https p2p reliable-udp wired wifi cellular others meeting webinar`.split(
    /\s+/,
  ),
);
const sentences: ReadonlySet<string> = new Set([
  'unstable audio quality',
  'unstable video quality',
  'unstable screen share quality',
  'high cpu occupation',
]);
const biggestPlainNumber = 999_999_999;

/** Whether a value can say nothing of a person, whatever field it is in: a time, a measure, a word of Zoom's, yes or no. */
function isPlain(value: unknown): boolean {
  if (isBlank(value) || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Math.abs(value) <= biggestPlainNumber;
  if (typeof value !== 'string') return false;
  const lower = value.trim().toLowerCase();
  return timestamp.test(value) || measure.test(value) || words.has(lower) || sentences.has(lower);
}

/** Names of fields within a value, as Zoom writes them. */
const fieldName = /^[a-z][a-z0-9_]{0,60}$/;

/** The row with what is not plain replaced by `instead`, however deep; fields within a value that have no name of Zoom's go. */
export const plainRow = (row: Row, instead: (value: unknown) => unknown): Row => plainObject(row, instead, () => true);

function plainValue(value: unknown, instead: (value: unknown) => unknown): unknown {
  if (isPlain(value)) return value;
  if (Array.isArray(value)) return value.map((one) => plainValue(one, instead));
  return isRow(value) ? plainObject(value, instead, (name) => fieldName.test(name)) : instead(value);
}

function plainObject(row: Row, instead: (value: unknown) => unknown, isKept: (name: string) => boolean): Row {
  const kept = Object.entries(row).filter(([name]) => isKept(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, plainValue(value, instead)]));
}

const own: ReadonlySet<string> = new Set(meetingRowPersonal);

/** A row of a list of meetings with its personal fields, which have rules of their own, the meeting's own ids, and what is plain. */
export function plainMeetingRow(row: Row, { uuid, meetingId }: Pick<EndedMeeting, 'uuid' | 'meetingId'>): Row {
  const ids = new Set([uuid, meetingId]);
  const isKept = (name: string, value: unknown) =>
    own.has(name) || ids.has(fieldText(row, name) ?? '') || isPlain(value);
  return Object.fromEntries(Object.entries(row).filter(([name, value]) => isKept(name, value)));
}

import { createHmac, hash } from 'node:crypto';
import { fieldText } from '../row/field-text.ts';
import type { Row } from '../row/row.ts';

/** What one row shows of its person, without blanks. A name is no sign: guests have the same ones. */
export type RowSigns = {
  /** The signed-in user's. */
  readonly ids: readonly string[];
  /** In small letters. */
  readonly emails: readonly string[];
  /** `user_id`: of one stay in one meeting. */
  readonly stay: string | undefined;
  /** What holds within one meeting and is weaker than an id or an address, each with its kind before it. */
  readonly others: readonly string[];
};

const otherFields = ['participant_uuid', 'registrant_id', 'customer_key'] as const;

/** The signs of a row of any dataset: what the report calls `user_email` is an address too. */
export function rowSigns(row: Row): RowSigns {
  const texts = (...fields: string[]) =>
    fields.map((field) => fieldText(row, field)).filter((text) => text !== undefined);
  return {
    ids: texts('participant_user_id', 'id'),
    emails: texts('email', 'user_email').map((text) => text.toLowerCase()),
    stay: fieldText(row, 'user_id'),
    others: otherFields.flatMap((field) => texts(field).map((text) => `${field} ${text}`)),
  };
}

/**
 * A sign of an erased person as it is kept: a keyed hash. Whoever has the key can ask whether somebody was erased, and nobody
 * can read who was.
 */
export type Mark = string;

/** Hashes what a sign says. The key is kept beside the marks, sealed with a secret that is in no table. */
export const createMarker =
  (key: string) =>
  (text: string): Mark =>
    createHmac('sha256', key).update(text).digest('base64url').slice(0, 22);

/**
 * What is hashed. An `alias` is an address that the person's rows show beside an id: it tells where a row has no id, since
 * an address may have been another user's before. `several` are addresses that were several users': they lead to none of
 * them, also when the rows that showed it are gone. What holds within one meeting has the meeting before it.
 */
export const signText = {
  id: (id: string) => `id ${id}`,
  email: (email: string) => `email ${email}`,
  alias: (email: string) => `alias ${email}`,
  several: (email: string) => `several ${email}`,
  stay: (uuid: string, userId: string) => JSON.stringify(['stay', uuid, userId]),
  other: (uuid: string, other: string) => JSON.stringify(['other', uuid, other]),
  host: (uuid: string) => JSON.stringify(['host', uuid]),
  /** Names an erasure within one meeting, so that a meeting's marks do not say which receipt they are of. */
  erasure: (uuid: string, receipt: string) => JSON.stringify(['erasure', uuid, receipt]),
} as const;

/** Who of one meeting was erased, as far as their marks tell. */
export type Erased = {
  /** The same as long as the same is known; undefined when nobody was erased. */
  readonly version: string | undefined;
  /** Whether a row is of somebody erased. A row of another id never is, whatever weaker signs it shares. */
  readonly hasRow: (row: Row) => boolean;
  readonly hasUser: (id: string | undefined) => boolean;
  /** The meeting's host, whatever its rows call them now. */
  readonly hasHost: boolean;
};

export const nobodyErased: Erased = {
  version: undefined,
  hasRow: () => false,
  hasUser: () => false,
  hasHost: false,
};

/** The meaning of marks for one meeting, as Zoom writes its UUID. */
export function erasedBy(marks: ReadonlySet<Mark>, key: string, uuid: string): Erased {
  if (marks.size === 0) return nobodyErased;
  const marker = createMarker(key);
  const marked = (texts: readonly string[]) => texts.some((text) => marks.has(marker(text)));
  return {
    version: hash('sha256', [...marks].sort().join(), 'hex').slice(0, 16),
    hasUser: (id) => id !== undefined && marked([signText.id(id)]),
    hasHost: marked([signText.host(uuid)]),
    hasRow(row) {
      const { ids, emails, stay, others } = rowSigns(row);
      if (marked(ids.map(signText.id)) || marked(emails.map(signText.email))) return true;
      if (ids.length > 0) return false;
      if (marked(emails.map(signText.alias)) || (stay !== undefined && marked([signText.stay(uuid, stay)])))
        return true;
      return emails.length === 0 && marked(others.map((other) => signText.other(uuid, other)));
    },
  };
}

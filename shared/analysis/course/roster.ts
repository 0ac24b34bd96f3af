import type { IdentitySigns } from '../attendance/identity.ts';
import type { Attendee } from './attendee.ts';
import type { CourseMeeting } from './course-meeting.ts';
import { looseNameKey, nameKey } from './name-key.ts';

/** Somebody who is expected. */
export type RosterEntry = {
  /** As the list writes it; blank where it has none. */
  readonly name: string;
  /** In small letters. */
  readonly emails: readonly string[];
  /** Ids of whatever kind that Zoom may know: a user id, a customer key, a registrant id. */
  readonly ids: readonly string[];
  /** First and last day on which they are expected, included; absent for always. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** The line as it was given, by column. */
  readonly fields: Readonly<Record<string, string>>;
};

/**
 * Those who had registered for any of these meetings, each once, by the registration's id, else by the address. What was
 * said of them last counts. An id stands for a person as their address does: somebody came by the link that bears it.
 */
export function rosterOfRegistrants(meetings: readonly Pick<CourseMeeting, 'registrants'>[]): RosterEntry[] {
  const known = new Map<string, RosterEntry>();
  for (const { name, email, registrantId } of meetings.flatMap(({ registrants }) => registrants)) {
    const address = email?.toLowerCase();
    const key = registrantId ?? address ?? nameKey(name);
    known.set(key, {
      name,
      emails: address === undefined ? [] : [address],
      ids: registrantId === undefined ? [] : [registrantId],
      fields: { Name: name, Email: email ?? '' },
    });
  }
  return [...known.values()];
}

/** An attendee who may be somebody on the roster: given to nobody. */
export type Doubt = {
  readonly attendee: Attendee;
  /** Indexes into the roster; one at the least. */
  readonly candidates: readonly number[];
  readonly why:
    | 'several have this name'
    | 'several have this address or id'
    | 'same name, other address'
    | 'similar name';
};

export type RosterMatch = {
  /** For each entry, who of the attendees they are. */
  readonly own: readonly (readonly Attendee[])[];
  readonly doubts: readonly Doubt[];
  readonly others: readonly Attendee[];
};

/**
 * Who on a roster the attendees are. By id or address, as people are told apart anywhere here; by name only where the
 * attendee shows neither, one entry alone bears that very name, and no other sign speaks against it. Whoever may be
 * somebody, and is not surely, is in doubt: nobody is guessed.
 */
export function matchRoster(attendees: readonly Attendee[], roster: readonly RosterEntry[]): RosterMatch {
  const index = indexRoster(roster);
  const own: Attendee[][] = roster.map(() => []);
  const doubts: Doubt[] = [];
  const others: Attendee[] = [];
  for (const attendee of attendees) {
    const judged = judge(attendee, index);
    if (judged === undefined) others.push(attendee);
    else if (typeof judged === 'number') own[judged]?.push(attendee);
    else doubts.push({ attendee, ...judged });
  }
  return { own, doubts, others };
}

type RosterIndex = {
  readonly bySign: ReadonlyMap<string, readonly number[]>;
  readonly byName: ReadonlyMap<string, readonly number[]>;
  readonly byLooseName: ReadonlyMap<string, readonly number[]>;
  readonly isNameAlone: (entry: number) => boolean;
};

function indexRoster(roster: readonly RosterEntry[]): RosterIndex {
  const indexBy = (keysOf: (entry: RosterEntry) => readonly string[]) => {
    const found = new Map<string, number[]>();
    for (const [at, entry] of roster.entries()) {
      for (const key of new Set(keysOf(entry))) if (key !== '') found.set(key, [...(found.get(key) ?? []), at]);
    }
    return found;
  };
  return {
    bySign: indexBy(({ emails, ids }) => [...emails.map((email) => `email ${email}`), ...ids.map((id) => `id ${id}`)]),
    byName: indexBy(({ name }) => [nameKey(name)]),
    byLooseName: indexBy(({ name }) => [looseNameKey(name)]),
    isNameAlone: (at) => roster[at]?.emails.length === 0 && roster[at]?.ids.length === 0,
  };
}

/** The entry that the attendee is, a doubt, or undefined where nobody on the roster is meant. */
function judge(attendee: Attendee, index: RosterIndex): number | Omit<Doubt, 'attendee'> | undefined {
  const bySign = find(signKeys(attendee.signs), index.bySign);
  if (bySign.length > 0) return single(bySign) ?? { candidates: bySign, why: 'several have this address or id' };
  const byName = find(attendee.names.map(nameKey), index.byName);
  const [only] = byName;
  if (byName.length > 1) return { candidates: byName, why: 'several have this name' };
  if (only !== undefined) {
    const isContradicted = showsWho(attendee) && !index.isNameAlone(only);
    return isContradicted ? { candidates: byName, why: 'same name, other address' } : only;
  }
  const similar = find(attendee.names.map(looseNameKey), index.byLooseName);
  return similar.length > 0 ? { candidates: similar, why: 'similar name' } : undefined;
}

const single = (found: readonly number[]): number | undefined => (found.length === 1 ? found[0] : undefined);

const find = (keys: readonly string[], index: ReadonlyMap<string, readonly number[]>): number[] => [
  ...new Set(keys.filter((key) => key !== '').flatMap((key) => index.get(key) ?? [])),
];

const signKeys = (signs: IdentitySigns): string[] => [
  ...[...signs.email].map((email) => `email ${email}`),
  ...[signs['participant-user-id'], signs['user-id'], signs['customer-key'], signs['registrant-id']].flatMap((ids) =>
    [...ids].map((id) => `id ${id}`),
  ),
];

/** Whether an address or the id of a user tells who this is. */
const showsWho = ({ signs }: Attendee): boolean => signs.email.size > 0 || signs['user-id'].size > 0;

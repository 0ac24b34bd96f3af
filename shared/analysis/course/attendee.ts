import { type IdentitySigns, type SignKind, signKinds, type Union, unitePeople } from '../attendance/identity.ts';
import { type MeetingPerson, type Presence, uniteSigns } from './course-meeting.ts';
import type { HeldSession } from './course-sessions.ts';
import { nameKey } from './name-key.ts';

/** Somebody over all sessions of a course. */
export type Attendee = {
  readonly name: string;
  readonly names: readonly string[];
  readonly email?: string | undefined;
  readonly userId?: string | undefined;
  /** `name`: nothing but a name ties their stays together, and they may be several people. */
  readonly knownBy: SignKind | 'name' | 'nothing';
  readonly signs: IdentitySigns;
  /** What made those in several meetings one. */
  readonly unions: readonly Omit<Union, 'sessions'>[];
  /** By the index of the session. */
  readonly presences: ReadonlyMap<number, readonly Presence[]>;
};

type Seen = { readonly person: MeetingPerson; readonly session: number };

/**
 * Everybody who was in these sessions, each once, in the order of first coming: united over meetings by the same signs as
 * within one, and where a person bears none, by the very name, which is said.
 */
export function findAttendees(sessions: readonly HeldSession[]): Attendee[] {
  const seen = sessions.flatMap(({ meetings }, session) =>
    meetings.flatMap(({ people }) => people.map((person): Seen => ({ person, session }))),
  );
  const { roots, unions } = unitePeople(seen.map(({ person }) => person.signs));
  const groups = Map.groupBy(seen.entries(), ([index, { person }]) => {
    const name = isKnown(person.signs) ? '' : nameKey(person.name);
    return name === '' ? `person ${roots[index]}` : `name ${name}`;
  });
  return [...groups].map(([key, entries]) =>
    createAttendee(
      entries.map(([, one]) => one),
      {
        isByName: key.startsWith('name '),
        unions: unions.filter(({ sessions: [first] }) => entries.some(([index]) => index === first)),
      },
    ),
  );
}

/** `participant_uuid` holds within one meeting, so over several it tells nobody. */
const lastingKinds = signKinds.filter((kind) => kind !== 'participant-uuid');
const isKnown = (signs: IdentitySigns): boolean => lastingKinds.some((kind) => signs[kind].size > 0);

function createAttendee(
  seen: readonly Seen[],
  { isByName, unions }: Pick<Attendee, 'unions'> & { readonly isByName: boolean },
): Attendee {
  const longest = seen.toSorted((a, b) => lengthOf(b) - lengthOf(a));
  const first = <Value>(pick: (person: MeetingPerson) => Value | undefined): Value | undefined =>
    longest.map(({ person }) => pick(person)).find((value) => value !== undefined && value !== '');
  const bySession = Map.groupBy(seen, ({ session }) => session);
  const signs = uniteSigns(seen.map(({ person }) => person.signs));
  return {
    name: first(({ name }) => name) ?? '',
    names: [...new Set(longest.flatMap(({ person }) => person.names))],
    email: first(({ email }) => email),
    userId: first(({ userId }) => userId),
    knownBy: isByName ? 'name' : (signKinds.find((kind) => signs[kind].size > 0) ?? 'nothing'),
    signs,
    unions,
    presences: new Map(
      [...bySession].map(([session, own]) => [session, own.flatMap(({ person }) => person.presences)]),
    ),
  };
}

const lengthOf = ({ person }: Seen): number => person.presences.reduce((sum, one) => sum + one.toMs - one.fromMs, 0);

import { pick } from '../../domain/pick.ts';
import type { Person } from './people.ts';
import type { Registrant } from './registration.ts';

/** Somebody who came, or who registered and did not. */
export type Attendee = Person & {
  /** Zoom's word for their registration, or `no`; absent where nobody had to register, and for hosts and panelists. */
  readonly registered?: string;
  /** Ids of their registrations; absent where they have none. */
  readonly registrations?: readonly string[];
  readonly isAbsent?: true;
};

/** Who came, and who was expected and did not; the latter is absent where nobody had to register. */
export type Attendees = { readonly came: readonly Attendee[]; readonly absent?: readonly Attendee[] };

/**
 * Who came, in the same order, each with their registration; and who was expected and did not come.
 * @param registrants as `matchRegistrants` has them, of these people
 */
export function attendeesOf({
  people,
  registrants,
}: {
  readonly people: readonly Person[];
  readonly registrants?: readonly Registrant[];
}): Attendees {
  if (!registrants) return { came: people };
  const ofPeople = Map.groupBy(
    registrants.flatMap((registrant) => registrant.people.map((index) => ({ index, registrant }))),
    ({ index }) => index,
  );
  const came = people.map((person, index) => {
    const own = (ofPeople.get(index) ?? []).map(({ registrant }) => registrant);
    if (own.length > 0) return { ...person, ...registration(own) };
    return isStaff(person) ? person : { ...person, registered: 'no' };
  });
  const absent = registrants.filter((one) => one.isExpected && one.people.length === 0).map(absentee);
  return { came, absent };
}

/** Whoever holds the meeting registers for nothing. */
const isStaff = ({ role = '' }: Person): boolean => role === 'host' || role === 'panelist';

/** Of several the word of the last one. */
const registration = (own: readonly Registrant[]): Pick<Attendee, 'registered' | 'registrations'> => {
  const registrations = own.flatMap(({ registrantId }) => registrantId ?? []);
  return { registered: own.at(-1)?.status ?? 'yes', ...(registrations.length > 0 && { registrations }) };
};

const absentee = (registrant: Registrant): Attendee => ({
  name: registrant.name,
  names: [registrant.name],
  ...pick(registrant, 'email'),
  knownBy: 'registrant-id',
  presences: [],
  attendedSeconds: 0,
  attendedMinutes: 0,
  share: 0,
  waitingSeconds: 0,
  breakoutRooms: [],
  rejoins: 0,
  devices: [],
  oddities: [],
  sessions: [],
  ...registration([registrant]),
  isAbsent: true,
});

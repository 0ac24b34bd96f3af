import type { Person } from './people.ts';
import type { Registrant } from './registration.ts';

/** Somebody who came, or who registered and did not. */
export type Attendee = Person & {
  /** Zoom's word for their registration, or `no`; absent where nobody had to register, and for hosts and panelists. */
  readonly registered?: string;
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
  const registered = new Map(
    registrants.flatMap(({ people: own, status = 'yes' }) => own.map((index) => [index, status] as const)),
  );
  const came = people.map((person, index) => {
    const status = registered.get(index) ?? (isStaff(person) ? undefined : 'no');
    return status === undefined ? person : { ...person, registered: status };
  });
  const absent = registrants.filter((one) => one.isExpected && one.people.length === 0).map(absentee);
  return { came, absent };
}

/** Whoever holds the meeting registers for nothing. */
const isStaff = ({ role = '' }: Person): boolean => role === 'host' || role === 'panelist';

const absentee = ({ name, email, status }: Registrant): Attendee => ({
  name,
  names: [name],
  ...(email !== undefined && { email }),
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
  ...(status !== undefined && { registered: status }),
  isAbsent: true,
});

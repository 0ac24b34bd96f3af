import { personAt, type SimulatedPerson } from './person.ts';
import { integerFrom, randomBytesFrom, seededRandom, seedOf } from './random.ts';

const industries = ['Food', 'Education', ''];
const statuses = ['approved', 'approved', 'approved', 'pending', 'approved', 'approved', 'denied', 'approved'];

/**
 * A row of `/{meetings,webinars}/{number}/registrants`. First come those who took part by a link of theirs, then people who did
 * not come.
 */
export function registrantRow(seed: number, index: number, people: number): Readonly<Record<string, unknown>> {
  const random = seededRandom(seedOf(seed, 'registrant', index));
  const person = personOf(seed, index, people);
  const [firstName = '', ...lastNames] = (person?.name ?? `Absent ${index}`).split(' ');
  return {
    id: person?.registrantId ?? randomBytesFrom(random, 12).toString('base64url'),
    email: person?.email || `registrant${index}@example.org`,
    first_name: firstName,
    last_name: lastNames.join(' '),
    address: '1800 Amphibious Blvd.',
    city: 'Zürich',
    country: 'CH',
    zip: String(integerFrom(random, 1000, 9999)),
    state: '',
    phone: '5550100',
    industry: industries[index % industries.length],
    org: 'Example',
    job_title: '',
    purchasing_time_frame: '',
    role_in_purchase_process: '',
    no_of_employees: '1-20',
    comments: index % 4 === 0 ? 'Looking forward — "really" 🎉' : '',
    custom_questions: [
      { title: 'What do you hope to learn?', value: index % 2 === 0 ? 'Öl & Essig; both' : '' },
      { title: 'T-shirt', value: 'M' },
    ],
    status: person ? 'approved' : statuses[index % statuses.length],
    create_time: new Date(Date.UTC(2026, 9, 1) + index * 61_000).toISOString().replace(/\.\d+Z$/, 'Z'),
    join_url: `https://example.com/w/${index}?tk=${randomBytesFrom(random, 12).toString('base64url')}`,
    participant_pin_code: integerFrom(random, 100_000, 999_999),
  };
}

/** Those of so many registrants who might have come and did not. */
export const absentRows = (seed: number, registrants: number, people: number): Readonly<Record<string, unknown>>[] =>
  Array.from({ length: registrants }, (_, index) => registrantRow(seed, index, people)).filter(
    ({ status }, index) => status === 'approved' && !personOf(seed, index, people),
  );

/** The n-th of those who took part as registrants, if there are so many. */
function personOf(seed: number, n: number, people: number): SimulatedPerson | undefined {
  const index = 3 * n + 1;
  const person = index < people ? personAt(seed, index) : undefined;
  return person?.registrantId ? person : undefined;
}

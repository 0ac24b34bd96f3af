import { describe, expect, test } from 'vitest';
import { attended, reported, seen } from './rows.ts';

/** Which sessions (in the order given) are one person's. A minute lies between two joinings. */
function peopleOf(...rows: Readonly<Record<string, unknown>>[]): number[][] {
  const time = (index: number) => `10:${String(index).padStart(2, '0')}`;
  const { people } = attended(...rows.map((row, index) => seen(time(index), '10:30', { user_id: `${index}`, ...row })));
  return people.map(({ sessions }) => [...sessions]);
}

describe('a person', () => {
  test('a person is known by participant_user_id or id, which are one thing', () => {
    expect(peopleOf({ participant_user_id: 'A' }, { id: 'A' }, { participant_user_id: 'B' })).toEqual([[0, 1], [2]]);
  });

  test('a person is known by the e-mail address, in capitals or not, under either name', () => {
    const { people } = attended(
      seen('10:00', '10:10', { user_id: '1', email: 'Ada@Example.com' }),
      reported('10:20', '10:30', { user_id: '2', user_email: ' ada@example.COM' }),
    );
    expect(people).toHaveLength(1);
    expect(people[0]).toMatchObject({ email: 'Ada@Example.com', knownBy: 'email', attendedMinutes: 20 });
  });

  test('a person is known by registrant_id, else by customer_key', () => {
    expect(peopleOf({ registrant_id: 'r' }, { registrant_id: 'r', customer_key: 'c' }, { customer_key: 'c' })).toEqual([
      [0, 1, 2],
    ]);
  });

  test('a person is known through a chain of rows', () => {
    const email = 'ada@example.com';
    expect(
      peopleOf({ email }, { registrant_id: 'r' }, { participant_user_id: 'A', email }, { email, registrant_id: 'r' }),
    ).toEqual([[0, 1, 2, 3]]);
  });

  test('a person is known by what another list says of the same stay', () => {
    const { people } = attended(
      seen('10:00', '10:10', { user_id: '1', participant_uuid: 'P' }),
      reported('10:00', '10:10', { user_id: '1', user_email: 'ada@example.com' }),
      seen('10:20', '10:30', { user_id: '2', email: 'ada@example.com' }),
    );
    expect(people).toHaveLength(1);
  });
});

describe('two people stay two', () => {
  test('guests of one name stay apart without id or address', () => {
    const guest = {
      user_name: 'iPhone',
      id: '',
      participant_user_id: null,
      email: ' ',
      registrant_id: '',
      customer_key: '',
    };
    expect(peopleOf(guest, guest, guest)).toEqual([[0], [1], [2]]);
  });

  test('guests are united by participant_uuid alone', () => {
    expect(peopleOf({ participant_uuid: 'P' }, { participant_uuid: 'Q' }, { participant_uuid: 'P' })).toEqual([
      [0, 2],
      [1],
    ]);
    expect(peopleOf({ participant_uuid: '' }, { participant_uuid: '' })).toEqual([[0], [1]]);
  });

  test('two Zoom users with one address stay two, and who bears the address alone is neither', () => {
    const email = 'room@example.com';
    expect(
      peopleOf({ participant_user_id: 'A', email }, { participant_user_id: 'B', email }, { email }, { email }),
    ).toEqual([[0], [1], [2], [3]]);
  });

  test('two Zoom users stay two where a chain of weak signs leads from one to the other; who is in between goes with neither', () => {
    const [a, b] = [
      { participant_user_id: 'A', registrant_id: 'r1' },
      { participant_user_id: 'B', registrant_id: 'r2' },
    ];
    const between = [
      { registrant_id: 'r1', participant_uuid: 'P' },
      { registrant_id: 'r2', participant_uuid: 'P' },
    ];
    expect(peopleOf(a, b, ...between)).toEqual([
      [0, 2],
      [1, 3],
    ]);
    const email = { email: 'c@example.com' };
    expect(peopleOf(a, b, { registrant_id: 'r1', ...email }, { registrant_id: 'r2', ...email })).toEqual([
      [0],
      [1],
      [2, 3],
    ]);
  });

  test('two Zoom users stay two where one stay bears the signs of both; who is tied to that stay alone stays with it', () => {
    const { people } = attended(
      seen('10:00', '10:10', { user_id: '1', participant_user_id: 'A', registrant_id: 'r1' }),
      seen('10:01', '10:10', { user_id: '2', participant_user_id: 'B', registrant_id: 'r2' }),
      seen('10:02', '10:10', { user_id: '3', registrant_id: 'r1' }),
      reported('10:02', '10:10', { user_id: '3', registrant_id: 'r2' }),
      seen('10:03', '10:10', { user_id: '4', registrant_id: 'r1' }),
    );
    expect(people.map(({ sessions }) => sessions)).toEqual([[0], [1], [2, 3]]);
  });

  test('two addresses that came by one forwarded link stay two people', () => {
    const registrant_id = 'forwarded';
    expect(peopleOf({ registrant_id, email: 'a@example.com' }, { registrant_id, email: 'b@example.com' })).toEqual([
      [0],
      [1],
    ]);
  });

  test('people of a company that shares a customer_key stay apart', () => {
    const customer_key = 'acme';
    expect(peopleOf({ id: 'A', customer_key }, { id: 'B', customer_key }, { customer_key })).toEqual([[0], [1], [2]]);
  });
});

test('what made several sessions one person is told, each union once, by the strongest sign that did', () => {
  const email = 'ada@example.com';
  const rows = [
    { email },
    { participant_user_id: 'A', email },
    { participant_user_id: 'A' },
    { email: 'bo@example.com' },
  ];
  const { unions } = attended(...rows.map((row, index) => seen('10:00', '10:30', { user_id: `${index}`, ...row })));
  expect(unions).toEqual([
    { kind: 'participant-user-id', value: 'A', sessions: [1, 2] },
    { kind: 'email', value: email, sessions: [0, 1] },
  ]);
});

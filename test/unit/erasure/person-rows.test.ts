import { expect, test } from 'vitest';
import type { MeetingRow } from '../../../shared/analysis/attendance/person-rows.ts';
import { personRows } from '../../../shared/analysis/attendance/person-rows.ts';
import { type KnownPerson, knownAs } from '../../../shared/domain/erasure/known-person.ts';
import { createMarker, erasedBy, signText } from '../../../shared/domain/erasure/marks.ts';
import type { Row } from '../../../shared/domain/row/row.ts';

const uuid = 'u==';
let stays = 0;
/** A row of a stay of its own, unless it says which. */
function row(dataset: string, fields: Row): MeetingRow {
  stays += 1;
  const times = { join_time: '2026-11-20T08:00:00Z', leave_time: '2026-11-20T09:00:00Z' };
  return { uuid, dataset, row: { user_id: `stay ${stays}`, ...times, ...fields } };
}
const ada = 'ada@example.com';
const rowsOf = (person: string, ...rows: MeetingRow[]) => personRows(knownAs([person]), rows).rows.toSorted();
const known = (over: Partial<KnownPerson>): KnownPerson => ({ ...knownAs(['ada-id']), ...over });

test('the rows of a person in a meeting are those that name them, under every name that Zoom has for it', () => {
  const rows = [
    row('participants', { email: 'ADA@Example.com ' }),
    row('report', { user_email: ada }),
    row('participants', { id: 'ADA' }),
    row('report', { participant_user_id: 'ada-id' }),
  ];
  expect(rowsOf(ada, ...rows)).toEqual([0, 1]);
  expect(rowsOf('ada-id', ...rows)).toEqual([3]);
});

test('the rows of a person in a meeting are those of the same stay too, which name nobody', () => {
  const rows = [row('report', { user_email: ada, user_id: '7' }), row('qos', { user_id: '7' }), row('qos', { id: '' })];
  expect(rowsOf(ada, ...rows)).toEqual([0, 1]);
});

test('the rows of a person in a meeting include those of a dataset that no code names', () => {
  const rows = [
    row('participants', { id: 'ada-id', user_id: '7', participant_uuid: 'p' }),
    row('participants', { id: 'bob-id', user_id: '8', participant_uuid: 'q' }),
    row('transcripts', { id: 'ada-id', user_id: '9' }),
    row('transcripts', { user_id: '7' }),
    row('transcripts', { user_id: '9', text: 'By the stay that another row of the dataset ties to her.' }),
    row('transcripts', { user_id: '10', participant_uuid: 'p' }),
    row('transcripts', { user_id: '8', participant_uuid: 'q' }),
    row('transcripts', { user_id: '7', id: 'bob-id' }),
    row('transcripts', { user_id: '', id: null }),
  ];
  expect(rowsOf('ada-id', ...rows.toSpliced(7, 1))).toEqual([0, 2, 3, 4, 5]);
  // What another user bears too tells nobody.
  expect(rowsOf('ada-id', ...rows)).toEqual([0, 2, 4, 5]);
  expect(rowsOf('nobody', ...rows)).toEqual([]);
});

test('the rows of a person in a meeting are never those of a guest, whatever name they bear', () => {
  const guests = [{ user_name: 'Ada', id: '', email: '' }, { user_name: 'Ada', email: null }, { user_name: ada }, {}];
  const rows = [row('report', { user_email: ada, name: 'Ada' }), ...guests.map((one) => row('participants', one))];
  expect(rowsOf(ada, ...rows)).toEqual([0]);
});

test('the rows of a person in a meeting are not those of another user who had the address before', () => {
  const rows = [
    row('report', { participant_user_id: 'ada-id', user_email: ada }),
    row('report', { participant_user_id: 'old-id', user_email: ada }),
    row('report', { user_email: ada }),
  ];
  const found = personRows(known({ emails: new Set([ada]) }), rows);
  // The third names nobody but the address.
  expect(found.rows.toSorted()).toEqual([0, 2]);
});

test('the rows of a person tell as theirs within the meeting only what nobody else bears there', () => {
  const rows = [
    row('participants', {
      id: 'ada-id',
      user_id: '7',
      registrant_id: 'r',
      customer_key: 'shared',
      participant_uuid: 'p',
    }),
    row('participants', { id: 'bob-id', user_id: '8', customer_key: 'shared' }),
  ];
  expect(personRows(known({}), rows)).toMatchObject({
    stays: ['7'],
    others: ['participant_uuid p', 'registrant_id r'],
  });
});

test('the rows of a person in a meeting are not those that a contradicted address alone would tie to them', () => {
  const desk = 'desk@example.com';
  const rows = [
    row('participants', { id: 'ada-id', email: desk, user_id: '7' }),
    // The same stay, whatever address stands there.
    row('report', { user_email: desk, user_id: '7' }),
    row('participants', { email: desk }),
    row('participants', { id: 'ada-id', registrant_id: 'r' }),
    row('participants', { email: desk, registrant_id: 'r' }),
    row('participants', { registrant_id: 'r' }),
  ];
  expect(personRows(known({ contradicted: new Set([desk]) }), rows).rows.toSorted()).toEqual([0, 1, 3, 5]);
  expect(personRows(known({}), rows).rows.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
});

test('the rows of a person in a meeting are not those of another id in the same stay', () => {
  const rows = [row('participants', { id: 'ada-id', user_id: '7' }), row('report', { id: 'bob-id', user_id: '7' })];
  expect(personRows(known({}), rows).rows).toEqual([0]);
});

const marker = createMarker('key');
const erased = (...signs: string[]) => erasedBy(new Set(signs.map(marker)), 'key', uuid);
const { id, email, alias, stay, other } = signText;
test.each<[boolean, Row, string]>([
  [true, { id: 'ada-id' }, id('ada-id')],
  [true, { participant_user_id: 'ada-id' }, id('ada-id')],
  [true, { user_email: 'ADA@example.com', id: 'another' }, email(ada)],
  [true, { email: ada }, alias(ada)],
  [false, { email: ada, id: 'another' }, alias(ada)],
  [true, { user_id: '7' }, stay(uuid, '7')],
  [true, { user_id: 7 }, stay(uuid, '7')],
  [false, { user_id: '7', id: 'another' }, stay(uuid, '7')],
  [false, { user_id: '7' }, stay('another meeting', '7')],
  [true, { registrant_id: 'r' }, other(uuid, 'registrant_id r')],
  [false, { registrant_id: 'r', email: 'bob@example.com' }, other(uuid, 'registrant_id r')],
  [false, { user_name: 'ada-id', id: '', email: null }, id('ada-id')],
])(
  'a row of an erased person that Zoom serves again is left out: %s, for %j and the mark %s',
  (leftOut, fields, sign) => {
    expect(erased(sign).hasRow(fields)).toBe(leftOut);
  },
);

test('an erased person is told by marks of the same key alone, which do not say who it is', () => {
  const marks = new Set([createMarker('another')(id('ada-id'))]);
  expect(erasedBy(marks, 'key', uuid).hasRow({ id: 'ada-id' })).toBe(false);
  expect(marker(id('ada-id'))).toMatch(/^[\w-]{22}$/);
});

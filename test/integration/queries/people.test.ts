import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import { canonicalText } from '../../../shared/domain/row/content-hash.ts';
import { parseExact } from '../../../shared/domain/row/exact-json.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { parseItem } from '../../../shared/dynamo/item.ts';
import { rowItems } from '../../../shared/dynamo/rows/row-items.ts';
import { readRows } from '../../../shared/dynamo/rows/row-reader.ts';
import { itemsOf, type Paging } from '../../../shared/queries/index.ts';
import { meetingOf, startFilledStore } from './filled-store.ts';

let filled: Awaited<ReturnType<typeof startFilledStore>>;
const at = (time: string): string => `2026-11-20T${time}:00Z`;

const seen = (userId: string, join: string, leave: string, fields: Row): Row => ({
  user_id: userId,
  status: 'in_meeting',
  join_time: at(join),
  leave_time: at(leave),
  ...fields,
});

type Rows = Partial<Record<Dataset, readonly Row[]>>;

/** A meeting of these rows alone. */
const add = (uuid: string, start: string, end: string, rows: Rows, meetingId = '93201235621') =>
  filled.add(
    meetingOf(
      { uuid, meetingId },
      { startTime: at(start), endTime: at(end), participants: [], qos: [], report: [], ...rows },
    ),
  );

const ada = { participant_user_id: 'Ada-Id_22', email: 'Ada.L@Example.com', user_name: 'Ada' };
const adaReported = { user_email: 'ada.l@example.com', name: 'Ada', participant_user_id: '' };
const bob = { participant_user_id: 'bob-id', email: 'bob@example.com', user_name: 'Bob' };

beforeAll(async () => {
  filled = await startFilledStore();
  // Three parts of one meeting, 2 and 4 minutes apart, and one 6 minutes later that is another.
  await add('part/1==', '10:00', '10:20', { participants: [seen('1', '10:00', '10:20', ada)] });
  await add('part/2==', '10:22', '10:40', {
    participants: [seen('2', '10:22', '10:40', ada), seen('3', '10:30', '10:40', bob)],
    report: [seen('2', '10:22', '10:40', { ...adaReported, participant_user_id: 'Ada-Id_22' })],
  });
  await add('part/3==', '10:44', '11:00', { report: [seen('4', '10:50', '11:00', adaReported)] });
  await add('later==', '11:06', '11:30', { participants: [seen('5', '11:06', '11:30', bob)] });
  await add('elsewhere==', '10:21', '10:22', { participants: [seen('6', '10:21', '10:22', bob)] }, '777');
  // The id alone.
  await add('by-id==', '14:00', '14:30', {
    participants: [seen('7', '14:00', '14:10', { id: 'Ada-Id_22', email: '', user_name: 'Ada' })],
    report: [seen('7', '14:00', '14:10', { ...adaReported, user_email: '', id: 'Ada-Id_22' })],
  });
});
afterAll(() => filled.close());

describe('the attendance of a meeting', () => {
  const attended = async (uuid: string, extent?: 'this-uuid') => {
    const found = await filled.queries.attendance({ uuid, ...(extent && { extent }) });
    const minutes = found?.people.map(({ name, attendedMinutes }) => [name, attendedMinutes]);
    return { uuids: found?.parts.map((part) => part.uuid), minutes: Object.fromEntries(minutes ?? []) };
  };

  test.each(['part/1==', 'part/2==', 'part/3=='])(
    'attendance of a restarted meeting is one, asked for by %s',
    async (uuid) => {
      expect(await attended(uuid)).toEqual({
        uuids: ['part/1==', 'part/2==', 'part/3=='],
        minutes: { Ada: 20 + 18 + 10, Bob: 10 },
      });
    },
  );

  test('attendance leaves out what began more than 5 minutes later, and other meeting ids', async () => {
    expect(await attended('later==')).toEqual({ uuids: ['later=='], minutes: { Bob: 24 } });
    expect(await attended('elsewhere==')).toEqual({ uuids: ['elsewhere=='], minutes: { Bob: 1 } });
  });

  test('attendance can be of one UUID alone', async () => {
    expect(await attended('part/2==', 'this-uuid')).toEqual({ uuids: ['part/2=='], minutes: { Ada: 18, Bob: 10 } });
  });

  test('attendance of a meeting that is not stored is undefined', async () => {
    expect(await filled.queries.attendance({ uuid: 'none' })).toBeUndefined();
  });

  test('attendance names the meetings with their captures, in the order of the parts', async () => {
    const found = await filled.queries.attendance({ uuid: 'part/3==' });
    expect(found?.meetings.map(({ meeting, captures }) => [meeting.uuid, captures.report?.state])).toEqual([
      ['part/1==', 'settled'],
      ['part/2==', 'settled'],
      ['part/3==', 'settled'],
    ]);
  });

  test('attendance finds the parts of a meeting whose start Zoom did not give', async () => {
    for (const [uuid, join, end] of [
      ['open/1==', '06:00', '06:20'],
      ['open/2==', '06:22', '06:30'],
    ] as const) {
      const rows = [seen(uuid, join, end, ada)];
      const lists = { participants: rows, qos: [], report: [] };
      await filled.add(meetingOf({ uuid, meetingId: '55' }, { startTime: '', endTime: at(end), ...lists }));
    }
    expect((await attended('open/1==')).uuids).toEqual(['open/1==', 'open/2==']);
  });
});

describe('a person', () => {
  const joined = { from: '2026-11-20', to: '2026-11-20' };
  const ask = (person: string, paging: Paging = {}) => filled.queries.personMeetings({ person, joined, ...paging });
  const found = async (person: string) =>
    (await Array.fromAsync(itemsOf(ask(person)))).map(({ meetings: [first], attendedMinutes }) => [
      first.uuid,
      attendedMinutes,
    ]);

  const adas = [
    ['open/1==', 28],
    ['part/1==', 48],
    ['by-id==', 10],
  ];

  test.each(['Ada-Id_22', ' Ada-Id_22 ', 'ada.l@example.com', 'ADA.L@EXAMPLE.COM', 'Ada.L@Example.Com'])(
    'a person is found as %j, also where rows have the id or the address alone, with the minutes of all parts',
    async (person) => expect(await found(person)).toEqual(adas),
  );

  test('a person is found by the id in its own letters alone: two ids can differ in those', async () => {
    expect(await found('ada-id_22')).toEqual([]);
  });

  test('a person is found without the meetings of anybody else', async () => {
    expect(await found('bob@example.com')).toEqual([]);
    expect(await found('bob-id')).toEqual([
      ['elsewhere==', 1],
      ['part/2==', 10],
      ['later==', 24],
    ]);
    expect(await found('nobody@example.com')).toEqual([]);
  });

  test('each meeting of a person comes once, however few are asked for at a time', async () => {
    const all = await Array.fromAsync(itemsOf(ask('Ada-Id_22')));
    const [first] = await Array.fromAsync(ask('Ada-Id_22', { limit: 2 }));
    const rest = await Array.fromAsync(itemsOf(ask('Ada-Id_22', { after: first?.cursor ?? '' })));
    expect([...(first?.items ?? []), ...rest]).toEqual(all);
    const [last] = await Array.fromAsync(ask('Ada-Id_22', { limit: 3 }));
    expect(last?.cursor).toBeUndefined();
    await expect(Array.fromAsync(ask('bob-id', { after: first?.cursor ?? '' }))).rejects.toThrow('another question');
  });
});

test('rows with index attributes come back exactly, also with fields under the names of those', async () => {
  const text = `{"user_id":1.50,"id":"Ada-Id_22","email":"Ada.L@Example.com","join_time":"2026-11-20T09:00:00+01:00",
    "person":"theirs","joinedAt":null,"qualityDay":7,"account":"","amount":12345678901234567890,"expiresAt":"never"}`;
  const row = parseExact(text);
  if (typeof row !== 'object' || row === null) throw new Error('no row');
  for (const dataset of ['participants', 'report', 'qos'] as const) {
    const stamp = { run: 1, page: 1, account: 'one', endTime: at('10:00') };
    const items = rowItems({ uuid: 'exact==', dataset, key: 'key#0', row: { ...row } }, stamp).items.map(parseItem);
    await filled.put(items);
    const person = { participants: 'Ada-Id_22', report: 'ada.l@example.com', qos: undefined }[dataset];
    expect(items[0]?.person?.S).toBe(person);
    const [only, ...more] = await Array.fromAsync(readRows('exact==', dataset, filled.store));
    expect(canonicalText(only ?? {})).toBe(canonicalText(row));
    expect(more).toEqual([]);
  }
});

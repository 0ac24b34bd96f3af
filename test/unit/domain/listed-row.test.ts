import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { meetingRowFields, meetingRowPersonal } from '../../../shared/datasets/meeting-row.ts';
import {
  changePersonal,
  hostSigns,
  isStorable,
  listedFacts,
  replaces,
  showsHost,
  withoutHost,
} from '../../../shared/domain/meeting/listed-row.ts';
import { isWanted } from '../../../shared/domain/meeting/meeting-filter.ts';

const history = {
  meeting_uuid: 'a==',
  host_display_name: 'Ada Host',
  host_email: 'Ada@example.com',
  department: 'Research',
  group: ['Everybody', 'Zürich'],
  tracking_fields: [
    { field: 'Cost centre', value: '4711' },
    { field: 'Cost centre', value: '4712' },
    { field: 'Purpose', value: '' },
  ],
};
const dashboard = { uuid: 'a==', id: 5, host: 'Ada Host', email: 'ada@example.com', dept: 'Research' };

describe('the row of a list of meetings', () => {
  test('says the same under the names of either list', () => {
    const [one, other] = [listedFacts(history), listedFacts(dashboard)];
    expect(other).toEqual({ ...one, hostEmail: 'ada@example.com', groups: [], tracking: [] });
    expect(one.tracking).toHaveLength(3);
  });

  test.each([
    {},
    { host_email: null, department: ' ', group: null, tracking_fields: null },
    { host_display_name: [], tracking_fields: ['x', 7, { value: 'nameless' }], group: { a: 1 } },
  ])('that is odd says nothing: %j', (row) => {
    expect(listedFacts(row)).toEqual({ groups: [], tracking: [] });
  });

  test('knows its fields, and the personal ones among them', () => {
    const fields = meetingRowFields.split(/\s+/);
    expect(new Set(fields).size).toBe(fields.length);
    expect(meetingRowPersonal.filter((field) => !fields.includes(field))).toEqual([]);
    const document = readFileSync(new URL('../../../docs/privacy.md', import.meta.url), 'utf8');
    for (const field of meetingRowPersonal) expect(document).toContain(`\`${field}\``);
  });

  test('has its host as a person has a row, also where the host is an address', () => {
    expect(hostSigns('id-1', history)).toEqual({ id: 'id-1', email: 'Ada@example.com', user_email: '' });
    expect(hostSigns(undefined, { host: 'ada@example.com' })).toMatchObject({ id: '', email: 'ada@example.com' });
    expect(hostSigns(undefined)).toEqual({ id: '', email: '', user_email: '' });
  });

  test('loses what says anything of its host, and keeps the meeting’s own id', () => {
    expect(withoutHost(history)).toEqual({ meeting_uuid: 'a==' });
    expect(withoutHost(dashboard)).toEqual({ uuid: 'a==', id: 5 });
  });

  test('is changed in its personal fields alone, each in its place', () => {
    const shown = changePersonal(dashboard, (fields) => ('email' in fields ? {} : { ...fields, host: 'p' }));
    expect(JSON.stringify(shown)).toBe('{"uuid":"a==","id":5,"host":"p","dept":"Research"}');
  });

  test('of the dashboard never replaces one of the history', () => {
    const [ofHistory, ofDashboard] = [
      { source: 'history', row: history } as const,
      { source: 'dashboard', row: dashboard } as const,
    ];
    expect(replaces(ofDashboard, ofHistory)).toBe(false);
    expect(replaces(ofHistory, ofDashboard)).toBe(true);
    expect(replaces(ofDashboard, ofDashboard)).toBe(true);
    expect(replaces(ofDashboard, undefined)).toBe(true);
  });
});

describe('a meeting is wanted', () => {
  const meeting = { hostId: 'id-1', listed: { source: 'history', row: history } } as const;
  test.each([
    [{}, true],
    [{ host: 'ada@EXAMPLE.com ' }, true],
    [{ host: 'ada host' }, true],
    [{ host: 'id-1' }, true],
    [{ host: 'ada' }, false],
    [{ department: 'research' }, true],
    [{ department: '' }, false],
    [{ group: 'Zu\u0308rich' }, true],
    [{ group: 'nobody' }, false],
    [{ tracking: [{ name: 'cost centre', value: '4712' }] }, true],
    [{ tracking: [{ name: 'Purpose', value: '' }] }, true],
    [
      {
        tracking: [
          { name: 'Cost centre', value: '4711' },
          { name: 'Purpose', value: 'x' },
        ],
      },
      false,
    ],
    [{ host: 'ada host', department: 'Sales' }, false],
  ])('by %j: %s', (filter, expected) => {
    expect(isWanted(meeting, filter)).toBe(expected);
  });

  test('by nothing but its host’s id while its row has not been read', () => {
    expect(isWanted({ hostId: 'id-1' }, { host: 'id-1' })).toBe(true);
    expect(isWanted({ hostId: 'id-1' }, { department: 'Research' })).toBe(false);
    expect(isWanted({}, { host: '' })).toBe(false);
  });
});

test('a row shows its host where one of its fields is about them', () => {
  expect([{ meeting_uuid: 'a==', email: 'ada@example.com' }, dashboard].map(showsHost)).toEqual([true, true]);
  expect([{ meeting_uuid: 'a==' }, {}].map(showsHost)).toEqual([false, false]);
});

test.each([
  [200_000, true],
  [200_001, false],
])('a row of %i bytes of JSON is stored with its meeting: %s', (bytes, isIt) => {
  const row = { topic: 'é'.repeat((bytes - 12) / 2) };
  const pad = bytes - Buffer.byteLength(JSON.stringify(row));
  expect(isStorable({ topic: `${row.topic}${'x'.repeat(pad)}` })).toBe(isIt);
});

test('a row says nothing of what it does not have', () => {
  expect(listedFacts({ group: 'Everybody' })).toStrictEqual({ groups: ['Everybody'], tracking: [] });
});

test.each([
  ['history', undefined, true],
  ['history', 'history', true],
  ['history', 'dashboard', true],
  ['dashboard', undefined, true],
  ['dashboard', 'dashboard', true],
  ['dashboard', 'history', false],
] as const)('a row of %s takes the place of one of %s: %s', (source, stored, takesIt) => {
  const row = (one: 'history' | 'dashboard') => ({ source: one, row: {} });
  expect(replaces(row(source), stored && row(stored))).toBe(takesIt);
});

test('a meeting whose row nobody has seen is wanted by the id of its host alone', () => {
  expect(isWanted({ hostId: 'HOST' }, { host: ' host ' })).toBe(true);
  expect(isWanted({ hostId: 'HOST' }, { group: 'Everybody' })).toBe(false);
  expect(isWanted({ hostId: 'HOST' }, { tracking: [{ name: 'a', value: 'b' }] })).toBe(false);
});

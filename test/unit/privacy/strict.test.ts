import { expect, test } from 'vitest';
import { omit } from '../../../shared/domain/omit.ts';
import { withoutConfidential } from '../../../shared/domain/privacy/confidential.ts';
import { isPseudonym, pseudonymOf, strictly } from '../../../shared/domain/privacy/disguise.ts';
import { plainMeetingRow, plainRow, strictRules } from '../../../shared/domain/privacy/strict.ts';
import type { Row } from '../../../shared/domain/row/row.ts';

const key = 'a key of the stage, 32 characters';
const plain = (value: unknown) => plainRow({ value }, () => 'instead').value;

test.each([
  ...['2026-11-20', '2026-11-20T10:00Z', '2026-11-20T10:00:00', '2026-11-20T10:00:00.123456789+01:00'],
  ...[
    '2026-11-20T10:00:00-0500',
    '7',
    '-7',
    '999999999',
    '0.123456789',
    '40 kbps',
    '1.5 Mbps',
    '3 bps',
    '12ms',
    '12 ms',
  ],
  ...[
    '5 s',
    '12 fps',
    '16 kHz',
    '50 Hz',
    '0.4%',
    '0.4 %',
    '-70 dBm',
    '-70 db',
    '1280*720',
    '12345x12345',
    '0*0',
    '7:05',
  ],
  ...['1234:05:06', '-', '', '  ', 'in_meeting', ' Approved ', 'HTTPS', 'on-prem', 'Unstable Audio Quality'],
  ...['high CPU occupation', true, false, null, 0, 999_999_999, -999_999_999, 1.5],
])('a strict stage stores %j as it is: it says nothing of a person', (value) => {
  expect(plain(value)).toBe(value);
});

test.each([
  ...['Ada', 'x2026-11-20', '2026-11-20x', '2026-11-20T10', '2026-11-20T10:00:00.1234567890Z', '20 November'],
  ...['1234567890', '0.1234567890', '1.', '+41 79', '555 01 99', '12 ms Ada', 'Ada 12 ms', '12  ms', '12 apples'],
  ...[
    '123456*720',
    '1280*123456',
    '12345:05',
    '7:5',
    'x7:05',
    '7:05x',
    '--',
    'in_meeting Ada',
    'unstable audio quality.',
  ],
  ...[1_000_000_000, -1_000_000_000],
])('a strict stage stores %j as something else: it may name somebody', (value) => {
  expect(plain(value)).toBe('instead');
});

test('a strict stage goes through lists and objects, where fields that have no name of Zoom go', () => {
  const row = {
    'Any Name': 7,
    list: ['Ada', 7, ['Bob', true]],
    within: { good: 'Ada', a1_b: 1, 'Ada L': 1, Ada: 1, '1a': 1, [`a${'b'.repeat(60)}`]: 1, [`a${'b'.repeat(61)}`]: 1 },
    number: JSON.rawJSON('12345678901234567890'),
  };
  expect(plainRow(row, () => 'instead')).toEqual({
    'Any Name': 7,
    list: ['instead', 7, ['instead', true]],
    within: { good: 'instead', a1_b: 1, [`a${'b'.repeat(60)}`]: 1 },
    number: 'instead',
  });
});

test('a strict stage has a pseudonym for what is not plain, and nothing where it has no key', () => {
  const own = pseudonymOf('Ada', key);
  const row: Row = { user_name: 'Ada', drop: 1, note: own, number: JSON.rawJSON('12345678901234567890') };
  const disguise = strictly((one) => omit(one, 'drop'), key);
  expect(disguise(row)).toEqual({
    user_name: own,
    note: own,
    number: pseudonymOf('12345678901234567890', key),
  });
  expect(strictly((one) => one, undefined)(row)).toEqual({ user_name: '', drop: 1, note: own, number: '' });
});

test.each([
  [`p-${'0'.repeat(32)}`, true],
  [`p-${'0'.repeat(33)}`, false],
  [`p-${'0'.repeat(31)}`, false],
  [`xp-${'0'.repeat(32)}`, false],
  [`p-${'g'.repeat(32)}`, false],
])('%s is a pseudonym: %s', (text, isIt) => {
  expect(isPseudonym(text)).toBe(isIt);
});

test('a strict stage keeps what persons are told apart by under pseudonyms, and drops what else is personal', () => {
  const { pseudonymize = [], drop = [] } = strictRules.all ?? {};
  expect(pseudonymize).toEqual(
    expect.arrayContaining(['id', 'email', 'user_email', 'user_name', 'name', 'customer_key']),
  );
  expect(drop).toEqual(expect.arrayContaining(['ip_address', 'pc_name', 'department']));
  expect(new Set(drop).isDisjointFrom(new Set(pseudonymize))).toBe(true);
});

test("a strict stage has of a meeting's row the fields with rules of their own, its ids and what is plain", () => {
  const row = { uuid: 'a==', id: 93_201_235_621, topic: 'Ada', email: 'ada@example.com', duration: 7, other: 'b==' };
  const meeting = { uuid: 'a==', meetingId: '93201235621' };
  expect(plainMeetingRow(row, meeting)).toEqual({
    uuid: 'a==',
    id: 93_201_235_621,
    topic: 'Ada',
    email: 'ada@example.com',
    duration: 7,
  });
  expect(plainMeetingRow({ other: 'Ada', blank: '' }, meeting)).toEqual({ blank: '' });
});

test('what is confidential of a row is left out, and counted', () => {
  const open = { question: 'Why?', question_status: 'answered', answer_details: [{ type: 'host_answered_publicly' }] };
  const deleted = { question: 'Who?', question_status: 'deleted' };
  const row = { name: 'Ada', question_details: [open, deleted, 'odd', deleted] };
  expect(withoutConfidential('qa', row)).toEqual({ row: { name: 'Ada', question_details: [open, 'odd'] }, leftOut: 2 });
});

test.each([
  ['nothing in it is confidential', 'qa', { name: 'Ada', question_details: [{ question: 'Why?' }] }],
  ['it has no list', 'qa', { name: 'Ada', question_details: { question_status: 'deleted' } }],
  ['the dataset has nothing confidential', 'polls', { question_details: [{ question_status: 'deleted' }] }],
] as const)('a row stays the very one where %s', (_why, dataset, row) => {
  const kept = withoutConfidential(dataset, row);
  expect(kept.leftOut).toBe(0);
  expect(kept.row).toBe(row);
});

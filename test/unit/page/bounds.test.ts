import { expect, test } from 'vitest';
import { omit } from '../../../shared/domain/omit.ts';
import { zoneNamed } from '../../../shared/domain/zone/named-zone.ts';
import type { DatasetStatus } from '../../../shared/dynamo/meetings/meeting-status.ts';
import { meetingSource, pageOf } from './meeting-fixture.ts';

const settled: DatasetStatus = { state: 'settled', expectedRows: 1, rows: 1, polls: 2, pages: 1, calls: 2 };
const running: DatasetStatus = { ...settled, state: 'running' };
const stay = { join_time: '2026-11-19T09:00:00Z', leave_time: '2026-11-19T09:50:00Z', user_id: '1', user_name: 'Ada' };
const times = { startTime: '2026-11-19T09:00:00Z' };
const tile = (page: string, name: string) =>
  new RegExp(`<li><strong>([^<]*)</strong> (?:person|people)? ?${name}`).exec(page)?.[1];

test.each([
  [{ participants: running, report: settled }, '1'],
  [{ participants: running, report: running }, 'at least 1'],
  [{ participants: { ...settled, erased: 1 }, report: running }, 'at least 1'],
  [{ participants: { ...settled, erased: 1 }, report: settled }, '1'],
])('a page of whose lists %j tells how many came: %s', async (status, shown) => {
  const page = await pageOf(meetingSource({ participants: [stay] }, times, status));
  expect(tile(page, 'took part')).toBe(shown);
  expect(tile(page, 'there at once')).toBe(shown);
});

test('a page says of whose time it knows the least or the most alone', async () => {
  const rows = [
    { ...omit(stay, 'leave_time'), user_id: '2', user_name: 'Left out' },
    { ...omit(stay, 'join_time'), user_id: '3', user_name: 'Never in' },
    stay,
  ];
  const page = await pageOf(meetingSource({ participants: rows }, times));
  expect(page).toContain('at most 1 h 00 min');
  expect(page).toContain('at least 0 s');
  expect(page).toContain('<td>50 min</td>');
});

test('a page of a meeting whose start is assumed says that it was at least so long', async () => {
  expect(tile(await pageOf(meetingSource({ participants: [stay] })), 'long')).toBe('at least 1 h 00 min');
  expect(tile(await pageOf(meetingSource({ participants: [stay] }, times)), 'long')).toBe('1 h 00 min');
});

const sample = { date_time: '2026-11-19T09:10:00Z', audio_input: { latency: '400 ms' } };
const qos = [{ ...stay, user_qos: [sample] }];

test('a page says where its quality is of a part of the sessions', async () => {
  const whole = await pageOf(meetingSource({ qos }, times));
  expect(whole).toContain('<p>1 minute measured over all participants; 1 of them bad');
  expect(whole).not.toContain('class="note"');
  const part = await pageOf(meetingSource({ qos }, times, { qos: running }));
  expect(part).toContain('<p>at least 1 minute measured over all participants; at least 1 of them bad');
  expect(part).toContain('Quality of service is not stored as a whole');
  const source = meetingSource({ qos: [...qos, { ...stay, user_id: '2' }] }, times);
  const summary = { minutes: 7, badMinutes: 2, badShare: 2 / 7 };
  const summed = await pageOf({ ...source, summaryOf: (row) => (row.user_id === '2' ? summary : undefined) });
  expect(summed).toContain('1 session has a summary and no samples here');
  expect(summed).toContain('at least 1 minute measured');
});

test('a page names the host by the row of the list, with the address, else who was there as host', async () => {
  const row = { host_display_name: 'Prof. <b>', host_email: 'prof@example.com' };
  const listed = await pageOf(meetingSource({}, { listed: { source: 'history', row } }));
  expect(listed).toContain(
    '<dt>Host</dt><dd><bdi>Prof. &lt;b&gt;</bdi> <small><bdi>prof@example.com</bdi></small></dd>',
  );
  const there = await pageOf(meetingSource({ participants: [{ ...stay, role: 'host' }] }));
  expect(there).toContain('<dt>Host</dt><dd><bdi>Ada</bdi> <small>who was there as host</small></dd>');
});

test("a page shows the meeting's own clock where it is another one", async () => {
  const inTokyo = { ...times, timezone: 'Asia/Tokyo' };
  const there =
    '<bdi>Asia/Tokyo</bdi>: <time datetime="2026-11-19T09:00:00.000Z">19 Nov 2026, 18:00:00 +09</time> to 19:00';
  expect(await pageOf(meetingSource({}, inTokyo))).toContain(there);
  const same = await pageOf({ ...meetingSource({}, inTokyo), zone: zoneNamed('Asia/Seoul') });
  expect(same).toContain('<dd><bdi>Asia/Tokyo</bdi></dd>');
  expect(await pageOf(meetingSource({}, { ...times, timezone: 'Mars/<i>' }))).toContain(
    '<dd><bdi>Mars/&lt;i&gt;</bdi></dd>',
  );
});

test('a page lists first what needs somebody among the lists that Zoom was asked for', async () => {
  const page = await pageOf(meetingSource({}, {}, { report: { ...settled, state: 'failed' }, qos: running }));
  const order = [...page.matchAll(/class="state (\w+)"/g)].map(([, one]) => one);
  expect(order.slice(0, 3)).toEqual(['bad', 'open', 'good']);
});

test('a page names the unit of each of its plots', async () => {
  const page = await pageOf(meetingSource({ participants: [stay], qos }, times));
  for (const title of ['Latency, ms', 'Jitter, ms', 'Packet loss, %']) expect(page).toContain(`<h4>${title}</h4>`);
  expect(page).toMatch(/<text x="0" y="\d+">1 person<\/text>/);
  expect(page).toContain('<span class="when">When, in UTC</span>');
});

import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { rowTexts } from '../../../local/simulator/rows/row.ts';
import { startCaptureFixture } from '../../support/capture/capture-fixture.ts';

// An item of DynamoDB has 400 KB, and a row of Zoom's can be anything.
let fixture: Awaited<ReturnType<typeof startCaptureFixture>>;
beforeEach(async () => {
  fixture = await startCaptureFixture();
});
afterEach(() => fixture.close());

const times = { join_time: '2026-11-20T08:50:00Z', leave_time: '2026-11-20T08:58:00Z', status: 'in_meeting' };
const usual = generateMeeting({
  seed: 3,
  participants: 3,
  minutes: 2,
  endTime: '2026-11-20T08:58:00Z',
  uuid: 'large==',
});
const incompressible = (bytes: number) => randomBytes(bytes / 2).toString('hex');

async function capture(dataset: 'participants' | 'qos', row: Readonly<Record<string, unknown>>) {
  const rows = [...rowTexts(usual[dataset]), JSON.stringify({ ...times, user_id: '77', ...row })];
  const meeting = { ...usual, [dataset]: rows };
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting, [dataset]);
  await fixture.drain();
  const stored = await fixture.stored(meeting.uuid, dataset);
  const served = fixture.served(meeting.uuid, dataset);
  return {
    capture: await fixture.store.load(meeting.uuid, dataset),
    /** Of the row: as it is stored. */
    row: JSON.parse(stored.find((text) => text.includes('"77"')) ?? 'null'),
    othersAreExact: stored.filter((text) => served.includes(text)).length === rows.length - 1,
    isExact: stored.filter((text) => served.includes(text)).length === rows.length,
  };
}

test('a row that fills an item is stored whole', async () => {
  const it = await capture('participants', { note: 'x'.repeat(399_000) });
  expect(it).toMatchObject({ isExact: true, capture: { state: 'settled', rows: 4 } });
  expect(it.capture).not.toHaveProperty('leftOut');
});

test('a row that no item holds is stored without its largest fields, which the capture counts, and all other rows whole', async () => {
  const list = Array.from({ length: 30_000 }, (_, at) => at);
  const fields = { note: 'x'.repeat(410_000), list, other: ['ö'.repeat(150_000)], user_name: 'Ada' };
  const it = await capture('participants', fields);
  expect(it.row).toEqual({ ...times, user_id: '77', user_name: 'Ada', list });
  expect(it).toMatchObject({ othersAreExact: true, capture: { state: 'settled', rows: 4, leftOut: 2 } });
  const [item = ''] = (await fixture.rowItems()).filter((text) => text.includes('tooLarge'));
  expect(item).toContain('other');
});

test('a session of extreme length is stored whole, in as many items as it takes', async () => {
  const minute = () => ({ date_time: '2026-11-20T08:51:00Z', odd: { of: incompressible(20_000) } });
  const it = await capture('qos', { user_qos: Array.from({ length: 60 }, minute) });
  expect(it).toMatchObject({ isExact: true, capture: { state: 'settled', rows: 4 } });
});

test('a sample that no item holds is stored without its largest fields, which the capture counts, and all others whole', async () => {
  const minute = { date_time: '2026-11-20T08:51:00Z', audio_input: { bitrate: '27 kbps' } };
  const it = await capture('qos', { user_qos: [minute, { ...minute, odd: incompressible(900_000) }, minute] });
  expect(it.row.user_qos).toEqual([minute, minute, minute]);
  expect(it).toMatchObject({ othersAreExact: true, capture: { state: 'settled', rows: 4, leftOut: 1 } });
});

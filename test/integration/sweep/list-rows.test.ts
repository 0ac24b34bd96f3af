import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { historyRow } from '../../../local/simulator/rows/listed-row.ts';
import { type Row, rowFields } from '../../../local/simulator/rows/row.ts';
import { parseExact } from '../../../shared/domain/row/exact-json.ts';
import { createMeetingReader } from '../../../shared/dynamo/meetings/meeting-reader.ts';
import { oddListRows } from '../../support/odd-list-rows.ts';
import { hour, rig } from './sweep-rig.ts';

type Rig = Awaited<ReturnType<typeof rig>>;

const readerOf = ({ fixture }: Rig) =>
  createMeetingReader({ client: fixture.client, table: 'Captures', now: fixture.now });
/** The stored row as JSON, so that numbers are compared by their digits. */
const stored = async (it: Rig, uuid: string) =>
  JSON.stringify((await readerOf(it).find(uuid))?.meeting.listed?.row ?? null);
const exact = (row: Row) => JSON.stringify(parseExact(typeof row === 'string' ? row : JSON.stringify(row)));
const sorted = (json: string) => Object.entries(rowFields(json)).sort();
/** Rows written so far by sweeps, beside those of meetings that they registered. */
const written = ({ sweep }: Rig) =>
  sweep.lines
    .filter(({ message }) => message === 'rows of the list stored')
    .reduce((sum, { fields }) => sum + Number(fields.rows), 0);

/** Captures a meeting as an event brings it, a minute after the others. */
async function byEvent({ fixture }: Rig, ...meetings: SimulatedMeeting[]) {
  for (const meeting of meetings) fixture.end(meeting);
  await fixture.drain({ until: fixture.now() + 60_000, atOnce: 10 });
}

describe("a meeting's row in Zoom's list", () => {
  test.each(['by an event', 'by the sweep'])('is kept as sent, however odd, of a meeting that came %s', async (how) => {
    await using it = await rig();
    const endedAt = new Date(it.fixture.now() - 2 * hour).toISOString();
    const names = Object.keys(oddListRows('', { start_time: endedAt, end_time: endedAt }));
    const meetings = names.map((name) => {
      const uuid = `${name}==`;
      const listRow = oddListRows(uuid, { start_time: endedAt, end_time: endedAt })[name] ?? {};
      const meeting = { ...it.ended(2, { uuid }), listRow };
      it.fixture.simulator.addMeeting(meeting);
      return meeting;
    });
    if (how === 'by an event') await byEvent(it, ...meetings);
    await it.sweep.tick();
    for (const { uuid, listRow } of meetings) {
      const [one, other] = [await stored(it, uuid), exact(listRow)];
      expect(sorted(one), uuid).toEqual(sorted(other));
      // Digits that no double holds are in the texts alone.
      if (other.includes('12345678901234567890')) expect(one).toContain(':12345678901234567890');
    }
  });

  test('is there of every meeting after one sweep, half of them by event, and takes no call more', async () => {
    await using it = await rig();
    const meetings = Array.from({ length: 24 }, (_, at) => it.ended(2 + at / 24, at % 5 ? {} : { kind: 'webinar' }));
    await byEvent(it, ...meetings.filter((_, at) => at % 2 === 0));
    const before = it.sweep.listCalls().length;
    await it.sweep.tick();
    expect(it.sweep.listCalls().length - before).toBe(1);
    for (const meeting of meetings) {
      expect(JSON.parse(await stored(it, meeting.uuid)), meeting.uuid).toEqual(historyRow(meeting));
    }
    expect(written(it)).toBe(12);
  });

  test('is brought up to date when Zoom corrects it, and is not written while it stays as it was', async () => {
    await using it = await rig();
    const from = new Date(it.fixture.now() + 1.5 * hour).toISOString();
    const meeting = it.ended(2);
    const row = { ...Object(historyRow(meeting)), host_email: 'new@example.com', tracking_fields: [] };
    it.fixture.simulator.addMeeting({ ...meeting, versions: [{ from, listRow: row }] });
    await byEvent(it, meeting);
    const rows: number[] = [];
    for (let hours = 0; hours < 4; hours += 1) {
      await it.sweep.tick();
      rows.push(written(it));
      it.fixture.advance(hour);
    }
    expect(rows).toEqual([1, 1, 2, 2]);
    expect(JSON.parse(await stored(it, meeting.uuid))).toEqual(row);
  });

  test('is taken from the dashboard where the history is refused, tracking fields included', async () => {
    await using it = await rig({ scopes: ['dashboard:read:list_meetings:admin'] });
    const meeting = it.ended(2);
    await byEvent(it, meeting);
    await it.sweep.tick();
    const row = JSON.parse(await stored(it, meeting.uuid));
    expect(row).toMatchObject({ uuid: meeting.uuid, dept: 'Research', tracking_fields: [{ field: 'Cost centre' }] });
    expect((await readerOf(it).find(meeting.uuid))?.meeting.listed?.source).toBe('dashboard');
  });

  test('is not stored by a rehearsal', async () => {
    await using it = await rig();
    const meeting = it.ended(2);
    await byEvent(it, meeting);
    const { sweep, invoked, account } = it.sweep.open();
    const { sweepNow } = await import('../../../shared/sweep/requests/sweep-now.ts');
    await sweepNow({ action: 'sweep', from: '2026-11-19', to: '2026-11-20', dryRun: true }, [account], {
      ...invoked,
      ...sweep,
    });
    expect(await stored(it, meeting.uuid)).toBe('null');
  });

  test('stands on the item of its meeting alone, and so expires with it', async () => {
    await using it = await rig();
    const meeting = it.ended(2);
    await byEvent(it, meeting);
    await it.sweep.tick();
    const { Items = [] } = await it.fixture.client.send(new ScanCommand({ TableName: 'Captures' }));
    expect(Items.filter(({ listed }) => listed).map(({ sk }) => sk?.S)).toEqual(['meeting']);
  });
});

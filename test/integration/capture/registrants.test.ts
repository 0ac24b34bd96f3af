import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { rowFields, rowTexts } from '../../../local/simulator/rows/row.ts';
import { startCaptureFixture } from '../../support/capture/capture-fixture.ts';

const dataset = 'registrants';
const notFound = {
  kind: 'answer',
  status: 404,
  body: { code: 3001, message: 'Meeting does not exist: 1.' },
  match: { dataset },
} as const;

let fixture: Awaited<ReturnType<typeof startCaptureFixture>>;
beforeAll(async () => {
  fixture = await startCaptureFixture();
});
afterAll(() => fixture.close());

let seed = 100;
function meetingOf(registrants: number, changes: Partial<SimulatedMeeting> = {}): SimulatedMeeting {
  seed += 1;
  const { kind } = changes;
  const endTime = new Date(fixture.now() - 60_000);
  return { ...generateMeeting({ seed, kind, participants: 4, minutes: 30, registrants, endTime }), ...changes };
}

async function capture(meeting: SimulatedMeeting) {
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting, [dataset]);
  await fixture.drain();
  return fixture.store.load(meeting.uuid, dataset);
}

const callsOf = ({ meetingId }: SimulatedMeeting) =>
  fixture.simulator.calls.filter(({ path }) => path.includes(`/${meetingId}`));

const rowsOf = ({ registrants }: SimulatedMeeting) => rowTexts(registrants).map(rowFields);

describe('the registrants of an ended meeting', () => {
  test.each([1, 300, 301, 3_000])('are stored whole, in all three statuses: %i of them', async (count) => {
    const meeting = meetingOf(count);
    expect(await capture(meeting)).toMatchObject({ state: 'settled', rows: count, polls: 2 });
    expect(await fixture.stored(meeting.uuid, dataset)).toEqual(fixture.served(meeting.uuid, dataset));
    expect(fixture.served(meeting.uuid, dataset)).toHaveLength(count);
  });

  test('are none where all lists are empty, and Zoom is not asked again', async () => {
    const meeting = meetingOf(0, { registration: true });
    expect(await capture(meeting)).toMatchObject({ state: 'empty', rows: 0 });
    expect(callsOf(meeting).map(({ query }) => query.status)).toEqual(['approved', 'pending', 'denied']);
  });

  test('are none where registration is off, which is no fault', async () => {
    const meeting = meetingOf(0);
    const found = await capture(meeting);
    expect(found).toMatchObject({ state: 'empty', rows: 0 });
    expect(found).not.toHaveProperty('lastError');
    expect(callsOf(meeting)).toHaveLength(1);
  });

  test('are looked for in the lists of the other kind where Zoom does not know the number, and are none then', async () => {
    const meeting = meetingOf(3, { kind: 'webinar', endedAs: 'meeting' });
    fixture.simulator.addMeeting(meeting);
    fixture.end({ ...meeting, kind: 'meeting' }, [dataset]);
    await fixture.drain();
    expect(await fixture.stored(meeting.uuid, dataset)).toEqual(fixture.served(meeting.uuid, dataset));
    fixture.simulator.setFaults([notFound]);
    const gone = await capture(meetingOf(2));
    fixture.simulator.setFaults([]);
    expect(gone).toMatchObject({ state: 'empty' });
    expect(gone).not.toHaveProperty('lastError');
  });

  test('have no link and no code in the table, and their capture counts them as left out', async () => {
    const meeting = meetingOf(5);
    expect(await capture(meeting)).toMatchObject({ rows: 5, leftOut: 10 });
    const stored = (await fixture.rowItems()).join();
    for (const row of rowsOf(meeting)) {
      expect(stored).not.toContain(row.join_url);
      expect(stored).not.toContain(String(row.participant_pin_code));
    }
  });

  test('are those of the last poll: a status that changes, a registration that is deleted, in another order', async () => {
    const rows = rowsOf(meetingOf(12));
    const [first, second, ...rest] = rows;
    const later = [...rest, { ...first, status: 'denied' }].toReversed();
    const from = new Date(fixture.now() + 3_600_000).toISOString();
    const meeting = meetingOf(0, { registrants: rows, versions: [{ from, registrants: later }] });
    expect(second?.status).toBeDefined();
    expect(await capture(meeting)).toMatchObject({ state: 'settled', rows: 11, polls: 3 });
    expect(await fixture.stored(meeting.uuid, dataset)).toEqual(fixture.served(meeting.uuid, dataset));
  });

  test('stay as they are where the meeting is deleted before Zoom is asked again', async () => {
    const meeting = meetingOf(3);
    const before = fixture.now();
    fixture.simulator.setFaults([{ ...notFound, from: new Date(before + 3_600_000).toISOString() }]);
    expect(await capture(meeting)).toMatchObject({ state: 'settled', rows: 3, polls: 1 });
    fixture.simulator.setFaults([]);
    expect(await fixture.stored(meeting.uuid, dataset)).toHaveLength(3);
  });

  test('are paged by the token alone: counts that are missing, or another page size, change nothing', async () => {
    const fields = ['total_records', 'page_count', 'page_size', 'next_page_token'] as const;
    fixture.simulator.setFaults([{ kind: 'omitted-fields', fields: [...fields], match: { dataset, page: 1 } }]);
    const meeting = meetingOf(650);
    expect(await capture(meeting)).toMatchObject({ state: 'settled', rows: 650, polls: 2 });
    fixture.simulator.setFaults([]);
    expect(await fixture.stored(meeting.uuid, dataset)).toEqual(fixture.served(meeting.uuid, dataset));
  });

  test('begin anew at the first list where a page token has died', async () => {
    const meeting = meetingOf(700);
    fixture.simulator.setFaults([{ kind: 'page-token-expired', times: 1, match: { dataset, page: 2 } }]);
    expect(await capture(meeting)).toMatchObject({ state: 'settled', rows: 700 });
    fixture.simulator.setFaults([]);
    expect(await fixture.stored(meeting.uuid, dataset)).toEqual(fixture.served(meeting.uuid, dataset));
  });
});

describe('the registrants of a recurring meeting', () => {
  const meetingId = '81234567890';
  const instance = (day: string, registrants: number) => {
    const ended = new Date(`2026-11-${day}T09:00:00Z`);
    const occurrenceId = String(ended.getTime() - 30 * 60_000);
    seed += 1;
    return generateMeeting({
      seed,
      participants: 3,
      minutes: 28,
      meetingId,
      occurrenceId,
      registrants,
      endTime: ended,
    });
  };

  test('are those of its occurrence', async () => {
    const instances = [instance('17', 4), instance('18', 6), instance('19', 2)];
    for (const one of instances) fixture.simulator.addMeeting(one);
    const [, wanted] = instances;
    if (!wanted) throw new Error('There is none.');
    expect(await capture(wanted)).toMatchObject({ state: 'settled', rows: 6 });
    expect(await fixture.stored(wanted.uuid, dataset)).toEqual(fixture.served(wanted.uuid, dataset));
  });

  test('wait where the plan that tells the occurrence may not be read, and are stored once it may', async () => {
    const wanted = instance('15', 3);
    fixture.simulator.setFaults([{ kind: 'missing-scope', match: { endpoint: 'meeting' }, times: 2 }]);
    expect(await capture(wanted)).toMatchObject({ state: 'settled', rows: 3 });
    expect(callsOf(wanted).filter(({ status }) => status === 400)).toHaveLength(2);
    expect(await fixture.stored(wanted.uuid, dataset)).toEqual(fixture.served(wanted.uuid, dataset));
  });

  test('are told apart also where nobody has said that it recurs', async () => {
    const wanted = instance('16', 5);
    fixture.simulator.addMeeting(wanted);
    const { type: _type, ...untyped } = wanted;
    fixture.end(untyped as SimulatedMeeting, [dataset]);
    await fixture.drain();
    expect(await fixture.stored(wanted.uuid, dataset)).toHaveLength(5);
  });
});

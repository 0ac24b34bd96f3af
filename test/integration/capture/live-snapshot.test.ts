import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import type { CaptureMessage } from '../../../shared/domain/capture/capture-message.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import { type CaptureFixture, startCaptureFixture } from '../../support/capture/capture-fixture.ts';
import type { Kill } from '../../support/capture/killer.ts';
import { createSweepFixture } from '../../support/capture/sweep-fixture.ts';

/** Every so many of the effects is one to be killed at; 1 is every one. */
const stride = Number(process.env.KILL_STRIDE ?? 73);
const minute = 60_000;
const live: readonly Dataset[] = ['participants', 'qos'];

let fixture: CaptureFixture;
let sweep: ReturnType<typeof createSweepFixture>;
let seeds = 0;
beforeAll(async () => {
  fixture = await startCaptureFixture({ pageSizes: { participants: 4, qos: 4 }, timeScale: 0.01 });
  sweep = createSweepFixture(fixture);
});
afterAll(async () => {
  sweep.close();
  await fixture.close();
});

/** A meeting that began ten minutes ago and goes on for twenty. */
function running(participants = 9): SimulatedMeeting {
  seeds += 1;
  const endTime = new Date(fixture.now() + 20 * minute);
  const meeting = generateMeeting({ seed: seeds, participants, minutes: 30, endTime });
  fixture.simulator.addMeeting(meeting);
  return meeting;
}

function askSnapshot(meeting: SimulatedMeeting, changes: Partial<CaptureMessage> = {}) {
  const now = new Date(fixture.now()).toISOString();
  fixture.end(meeting, live, { reason: 'demand', listType: 'live', endTime: now, notBefore: now, ...changes });
}

async function snapshot(meeting: SimulatedMeeting, kills: readonly Kill[] = []) {
  askSnapshot(meeting);
  await fixture.drain({ kills, atOnce: 2, until: Date.parse(meeting.endTime) - minute });
}

const captureOf = (meeting: SimulatedMeeting, dataset: Dataset = 'participants') =>
  fixture.store.load(meeting.uuid, dataset);
const timeTo = (instant: string) => fixture.advance(Math.max(0, Date.parse(instant) - fixture.now()));

/** Stored rows equal Zoom's, every item with its meeting's end, and nothing of a snapshot is left. */
async function expectExact(meeting: SimulatedMeeting, datasets: readonly Dataset[] = live) {
  for (const dataset of datasets) {
    expect(await fixture.stored(meeting.uuid, dataset), dataset).toEqual(fixture.served(meeting.uuid, dataset));
    const capture = await captureOf(meeting, dataset);
    expect(capture).toMatchObject({ state: 'settled', endTime: meeting.endTime });
    // Freshness is counted from these: nothing of the snapshot may be in them.
    expect(capture?.capturedAt && Date.parse(capture.capturedAt)).toBeGreaterThan(Date.parse(meeting.endTime));
  }
}

describe('a snapshot of a running meeting', () => {
  test('stores who is there now, and says what it is', async () => {
    const meeting = running();
    await snapshot(meeting);
    const rows = (await fixture.stored(meeting.uuid, 'participants')).map((text) => JSON.parse(text));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ leave_time: left }) => left === '')).toBe(true);
    const capture = await captureOf(meeting);
    expect(capture).toMatchObject({ state: 'live', type: 'live', polls: 1, rows: rows.length });
    expect(capture?.nextPollAt ?? capture?.settledAt).toBeUndefined();
    expect((await captureOf(meeting, 'qos'))?.state).toBe('live');
    const asked = fixture.simulator.calls.filter(({ uuid }) => uuid === meeting.uuid);
    expect(new Set(asked.map(({ query }) => `${query.type} ${query.include_fields}`))).toEqual(
      new Set(['live undefined']),
    );
    const { meetings } = sweep.open().sweep;
    expect((await meetings.findAll([meeting.uuid])).size).toBe(0);
  });

  test('is replaced by the next one, and by the capture after the end', async () => {
    const meeting = running();
    await snapshot(meeting);
    const before = await captureOf(meeting);
    await fixture.advance(5 * minute);
    askSnapshot(meeting, { sequence: 100 });
    await fixture.drain({ atOnce: 2, until: fixture.now() + minute });
    const second = await captureOf(meeting);
    expect(second).toMatchObject({ state: 'live', polls: 2 });
    expect(second?.capturedAt).not.toBe(before?.capturedAt);
    expect(await fixture.stored(meeting.uuid, 'participants')).toHaveLength(second?.rows ?? -1);
    await timeTo(meeting.endTime);
    fixture.end(meeting);
    await fixture.drain({ atOnce: 3 });
    await expectExact(meeting, ['participants', 'qos', 'report']);
  });

  test('leaves no row behind where Zoom has none in the end', async () => {
    const alone = running(1);
    await snapshot(alone);
    expect(await fixture.stored(alone.uuid, 'qos')).toHaveLength(1);
    await timeTo(alone.endTime);
    fixture.end(alone);
    await fixture.drain({ atOnce: 3 });
    expect(await captureOf(alone, 'qos')).toMatchObject({ state: 'empty', rows: 0 });
    expect(await fixture.stored(alone.uuid, 'qos')).toEqual([]);
    expect(await fixture.stored(alone.uuid, 'participants')).toEqual(fixture.served(alone.uuid, 'participants'));
  });

  test('is not known to the sweep, which captures the meeting whose event was lost and counts it', async () => {
    await sweep.tick();
    const missed = sweep.sum('MissedEvents');
    const meeting = running();
    await snapshot(meeting);
    await timeTo(new Date(Date.parse(meeting.endTime) + 120 * minute).toISOString());
    await sweep.tick();
    expect(sweep.sum('MissedEvents') - missed).toBe(1);
    await fixture.drain({ atOnce: 3 });
    await expectExact(meeting, ['participants', 'qos', 'report']);
  });

  test('is not taken of what has ended: neither before its event nor after', async () => {
    const meeting = running();
    await timeTo(meeting.endTime);
    askSnapshot(meeting);
    await fixture.drain({ atOnce: 2, until: fixture.now() + 1_000 });
    expect(await captureOf(meeting)).toMatchObject({ state: 'live', rows: 0, lastError: { code: 3001 } });
    fixture.end(meeting, live);
    await fixture.drain({ atOnce: 3 });
    askSnapshot(meeting, { sequence: 200 });
    await fixture.drain({ atOnce: 3 });
    await expectExact(meeting);
  });
});

describe('killed before or after any effect', () => {
  /** Takes a snapshot and then the capture, with kills in either. */
  async function through({ ofSnapshot = [], ofCapture = [] }: { ofSnapshot?: Kill[]; ofCapture?: Kill[] }) {
    const meeting = running();
    await fixture.forgetControl();
    fixture.replaceWorker();
    await snapshot(meeting, ofSnapshot);
    const first = [...fixture.effects()];
    await timeTo(meeting.endTime);
    fixture.end(meeting, live);
    await fixture.forgetControl();
    fixture.replaceWorker();
    await fixture.drain({ kills: ofCapture, atOnce: 2 });
    const second = [...fixture.effects()];
    await expectExact(meeting);
    expect([fixture.queue.dead.length, fixture.queue.messages.size]).toEqual([0, 0]);
    return { first, second };
  }

  const killsOver = (effects: number): Kill[] =>
    Array.from({ length: effects * 2 }, (_, at): Kill => {
      return { effect: Math.floor(at / 2), when: at % 2 === 0 ? 'before' : 'after' };
    }).filter((_, at) => at % stride === 0);

  test('the snapshot and the capture that replaces it end the same', async () => {
    const { first, second } = await through({});
    expect(first.length).toBeGreaterThan(15);
    for (const kill of killsOver(first.length)) await through({ ofSnapshot: [kill] });
    for (const kill of killsOver(second.length)) await through({ ofCapture: [kill] });
  }, 600_000);
});

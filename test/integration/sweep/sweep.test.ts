import { describe, expect, test } from 'vitest';
import { datasets } from '../../../shared/domain/dataset.ts';
import { hour, rig, settled } from './sweep-rig.ts';

describe('a sweep', () => {
  test('has a meeting captured whose event never came, and says so', async () => {
    await using it = await rig();
    const { fixture, sweep } = it;
    const [known, lost, webinar] = [it.ended(2), it.ended(2.5), it.ended(2, { kind: 'webinar' })];
    fixture.end(known);
    await fixture.drain({ until: fixture.now() + 60_000, atOnce: 10 });
    await sweep.tick();
    expect(sweep.sum('MissedEvents')).toBe(2);
    await fixture.drain({ atOnce: 10 });
    for (const { uuid } of [known, lost, webinar]) expect(await it.states(uuid)).toEqual(settled);
    expect(
      sweep.lines.filter(({ message }) => message === 'event was missed').map(({ fields }) => fields.uuid),
    ).toEqual(expect.arrayContaining([lost.uuid, webinar.uuid]));
  });

  test('queues nothing of a kind that the settings leave out, asks for no list of it, and says how many there are', async () => {
    await using it = await rig({ kinds: ['meeting'] });
    const { fixture, sweep } = it;
    const [meeting, webinar] = [it.ended(2), it.ended(2, { kind: 'webinar' })];
    fixture.simulator.setFaults([{ kind: 'missing-scope', match: { endpoint: 'report-history-meetings' }, times: 1 }]);
    await sweep.tick();
    expect(sweep.listCalls().filter(({ endpoint }) => endpoint === 'metrics-webinars')).toEqual([]);
    expect(sweep.sum('MissedEvents')).toBe(1);
    fixture.advance(hour);
    await sweep.tick();
    const finished = sweep.lines.filter(({ message }) => message === 'sweep finished');
    expect(finished.at(-1)?.fields).toMatchObject({ listed: 2, leftOut: 1, queued: 0 });
    await fixture.drain({ atOnce: 10 });
    expect(await it.states(meeting.uuid)).toEqual(settled);
    expect(await it.states(webinar.uuid)).toEqual([undefined, undefined, undefined]);
  });

  test('captures those datasets of a kind that the settings do not leave out', async () => {
    await using it = await rig({ kinds: { qos: ['meeting'] } });
    const [meeting, webinar] = [it.ended(2), it.ended(2, { kind: 'webinar' })];
    await it.sweep.tick();
    await it.fixture.drain({ atOnce: 10 });
    expect(await it.states(meeting.uuid)).toEqual(settled);
    expect(await it.states(webinar.uuid)).toEqual(['settled', undefined, 'settled']);
    const stored = await it.sweep.open().sweep.meetings.findAll([webinar.uuid, meeting.uuid]);
    expect(stored.get(webinar.uuid)?.meeting.datasets).toEqual(['participants', 'report']);
    expect(stored.get(meeting.uuid)?.meeting).not.toHaveProperty('datasets');
  });

  test('leaves alone what ended so lately that Zoom may still send its event, until it does not', async () => {
    await using it = await rig();
    const young = it.ended(89 / 60);
    await it.sweep.tick();
    expect(it.fixture.queue.messages.size).toBe(0);
    it.fixture.advance(hour);
    await it.sweep.tick();
    expect(it.sweep.sum('MissedEvents')).toBe(1);
    await it.fixture.drain({ atOnce: 10 });
    expect(await it.states(young.uuid)).toEqual(settled);
  });

  test('queues the dataset alone whose message was lost, and counts no missed event', async () => {
    await using it = await rig();
    const { fixture, sweep } = it;
    const meeting = it.ended(2);
    fixture.end(meeting, ['participants', 'report']);
    await fixture.drain({ until: fixture.now() + 60_000, atOnce: 10 });
    const before = fixture.queue.sent;
    await sweep.tick();
    expect([fixture.queue.sent - before, sweep.sum('MissedEvents')]).toEqual([1, 0]);
    await fixture.drain({ atOnce: 10 });
    expect(await it.states(meeting.uuid)).toEqual(settled);
  });

  test('finds a meeting that the list has a day late', async () => {
    await using it = await rig();
    const late = it.ended(2, { listedSecondsAfterEnd: 20 * 3_600 });
    for (let passed = 0; passed < 19; passed += 1) {
      await it.sweep.tick();
      it.fixture.advance(hour);
    }
    expect(it.sweep.sum('MissedEvents')).toBe(1);
    expect(await it.states(late.uuid)).toEqual(datasets.map(() => 'waiting'));
  });

  test('counts no meeting from before it watched, and captures it all the same', async () => {
    await using it = await rig();
    const old = it.ended(5);
    await it.sweep.tick();
    expect(it.sweep.sum('MissedEvents')).toBe(0);
    expect(await it.states(old.uuid)).toEqual(datasets.map(() => 'waiting'));
  });

  test('takes one call for 300 meetings of both kinds, once an hour', async () => {
    await using it = await rig();
    await it.sweep.tick();
    const before = it.sweep.listCalls().length;
    await it.sweep.tick();
    it.fixture.advance(58 * 60_000);
    await it.sweep.tick();
    expect(it.sweep.listCalls().length - before).toBe(0);
    it.fixture.advance(60_000);
    await it.sweep.tick();
    expect(it.sweep.listCalls().slice(before)).toMatchObject([
      { query: { from: '2026-11-19', to: '2026-11-20', page_size: '300', meeting_type: 'all', date_type: 'end_time' } },
    ]);
  });
});

describe('where the app lacks a scope', () => {
  const dashboard = ['dashboard:read:list_meetings:admin', 'dashboard:read:list_webinars:admin'];

  test("the dashboard's lists stand in for the history, no faster than Zoom allows", async () => {
    await using it = await rig({ scopes: dashboard });
    const meetings = [it.ended(2), it.ended(2, { participants: 1 }), it.ended(2, { kind: 'webinar' })];
    await it.sweep.tick();
    expect(it.sweep.sum('MissedEvents')).toBe(meetings.length);
    const calls = it.sweep.listCalls().filter(({ status }) => status === 200);
    expect(calls.at(-1)?.query).toMatchObject({ query_date_type: 'end_time', page_size: '300' });
    const gaps = calls.slice(1).map(({ atMs }, index) => atMs - (calls[index]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3_000);
  });

  test('an account without webinars is swept for meetings', async () => {
    await using it = await rig({ scopes: dashboard.slice(0, 1) });
    it.ended(2);
    await it.sweep.tick();
    expect(it.sweep.sum('MissedEvents')).toBe(1);
    expect(it.sweep.lines.map(({ message }) => message)).toContain('sweep finished');
  });

  test('it is said once, looked at again every hour, and heals by itself', async () => {
    await using it = await rig({ scopes: ['report:read:list_meeting_participants:admin'] });
    const delayed = () => it.sweep.lines.filter(({ message }) => message === 'sweep delayed');
    it.ended(2);
    for (let ticks = 0; ticks < 20; ticks += 1) {
      await it.sweep.tick();
      it.fixture.advance(5 * 60_000);
    }
    expect(delayed()).toMatchObject([{ fields: { account: 'main', fault: 'ZoomAccountError', code: 4711 } }]);
    expect(it.sweep.listCalls().length).toBeLessThanOrEqual(8);
    expect(it.sweep.measured.at(-2)).toMatchObject({ metric: 'SweepBehindMinutes', Account: 'main' });
    expect(it.sweep.measured.at(-2)?.value).toBeGreaterThan(200);
  });
});

import { describe, expect, test } from 'vitest';
import { answerRequest } from '../../../shared/sweep/requests/answer-request.ts';
import type { BackfillAnswer } from '../../../shared/sweep/requests/answers.ts';
import { decodeRequest } from '../../../shared/sweep/requests/request.ts';
import { hour, rig, settled } from './sweep-rig.ts';

const day = 24 * hour;

/** An account with meetings of the last weeks, two a day, one of them known. */
async function withPast(days: number, options: Parameters<typeof rig>[0] = {}) {
  const it = await rig({ timeScale: 0.001, ...options });
  const { fixture, sweep } = it;
  const past = Array.from({ length: days * 2 }, (_, index) => it.ended(60 + 12 * index));
  const ask = async (command: string, more: object = {}): Promise<BackfillAnswer> => {
    const { sweep: deps, invoked, account } = sweep.open();
    const request = decodeRequest({ action: 'backfill', command, ...more });
    if (request?.action !== 'backfill') throw new Error('Not asked for a backfill.');
    return (await answerRequest(request, [account], { ...deps, ...invoked })) as BackfillAnswer;
  };
  const [from, to] = [70 + 12 * past.length, 24].map((hoursAgo) =>
    new Date(fixture.now() - hoursAgo * hour).toISOString().slice(0, 10),
  );
  /** Ticks of the schedule, the queues worked off in between. */
  const ticks = async (count: number) => {
    for (let tick = 0; tick < count; tick += 1) {
      await sweep.tick();
      await fixture.drain({ until: fixture.now() + 4 * 60_000, atOnce: 10 });
      fixture.advance(5 * 60_000);
    }
  };
  const captured = async () => (await ask('status')).backfills[0]?.captured;
  return { ...it, past, ask, ticks, captured, range: { from, to } };
}

describe('a backfill', () => {
  test('captures what ended before, passes over what is known, and is done', async () => {
    await using it = await withPast(4);
    const { fixture, past, sweep } = it;
    const known = past[3];
    if (known) fixture.end(known);
    await fixture.drain({ atOnce: 10 });
    const callsBefore = fixture.simulator.calls.length;
    expect((await it.ask('start', { ...it.range, planned: { main: 7 } })).backfills).toMatchObject([
      { phase: 'running', planned: 7, budgetPerDay: 24_000, queued: 7, captured: 0 },
    ]);
    await it.ticks(3);
    expect((await it.ask('status')).backfills).toMatchObject([{ phase: 'done', queued: 7, captured: 7, pending: 0 }]);
    for (const { uuid } of past) expect(await it.states(uuid)).toEqual(settled);
    const again = fixture.simulator.calls.slice(callsBefore).filter(({ uuid }) => uuid === known?.uuid);
    expect(again).toEqual([]);
    expect(sweep.sum('MissedEvents')).toBe(0);
  });

  test('counts what it leaves out as it reads it, and leaves what is fresh to its event', async () => {
    await using it = await withPast(2);
    const [known] = it.past;
    if (known) it.fixture.end(known);
    await it.fixture.drain({ atOnce: 10 });
    const fresh = it.ended(0.5);
    const to = new Date(it.fixture.now()).toISOString().slice(0, 10);
    await it.ask('start', { from: it.range.from, to, planned: { main: 3 } });
    await it.ticks(3);
    expect((await it.ask('status')).backfills).toMatchObject([
      {
        phase: 'done',
        queued: 3,
        captured: 3,
        leftOut: { known: 1, young: 1, expired: 0, bySettings: 0, unlistedDays: 0 },
      },
    ]);
    expect(await it.states(fresh.uuid)).toEqual([undefined, undefined, undefined]);
  });

  test('counts what the settings leave out, and is done without it', async () => {
    await using it = await withPast(1, { kinds: { participants: ['meeting'], qos: ['meeting'] } });
    const webinar = it.ended(40, { kind: 'webinar', seed: 78 });
    await it.ask('start', { ...it.range, datasets: ['participants', 'report'] });
    await it.ticks(3);
    expect((await it.ask('status')).backfills).toMatchObject([{ phase: 'done', queued: 3, captured: 3 }]);
    expect(await it.states(webinar.uuid)).toEqual([undefined, undefined, 'settled']);

    await using none = await withPast(1, { kinds: ['meeting'] });
    none.ended(40, { kind: 'webinar', seed: 78 });
    await none.ask('start', none.range);
    await none.ticks(3);
    expect((await none.ask('status')).backfills).toMatchObject([
      { phase: 'done', queued: 2, captured: 2, leftOut: { known: 0, bySettings: 1 } },
    ]);
  });

  test('is all queued and not done while a capture of it is not done', async () => {
    await using it = await withPast(1);
    const { fixture } = it;
    const late = it.ended(2, { seed: 77 });
    const to = new Date(fixture.now()).toISOString().slice(0, 10);
    await it.ask('start', { from: it.range.from, to });
    fixture.simulator.setFaults([{ kind: 'missing-scope', match: { dataset: 'report' } }]);
    await it.ticks(1);
    expect((await it.ask('status')).backfills).toMatchObject([{ phase: 'running', allQueued: true, captured: 0 }]);
    fixture.simulator.setFaults([]);
    await it.ticks(6);
    expect((await it.ask('status')).backfills).toMatchObject([{ phase: 'done', captured: 3, unsettled: 0 }]);
    expect(await it.states(late.uuid)).toEqual(settled);
  });

  test('passes over days that Zoom lists no more, and says how many', async () => {
    await using it = await withPast(1);
    await it.ask('start', { from: '2026-05-01', to: '2026-05-31' });
    await it.ticks(1);
    expect((await it.ask('status')).backfills).toMatchObject([{ phase: 'done', leftOut: { unlistedDays: 20 } }]);
  });

  test('stays within its budget of calls a day, and goes on the next', async () => {
    await using it = await withPast(5);
    await it.ask('start', { ...it.range, budgetPerDay: 16 });
    const perDay = new Map<number, number>();
    for (let round = 0; round < 4; round += 1) {
      const before = it.fixture.simulator.calls.length;
      await it.ticks(3);
      const calls = it.fixture.simulator.calls.slice(before).filter(({ endpoint }) => endpoint !== 'oauth');
      // The sweep lists as well, once an hour.
      const own = calls.filter(({ query }) => query.from === undefined || query.from === query.to);
      for (const { atMs } of own) perDay.set(Math.floor(atMs / day), (perDay.get(Math.floor(atMs / day)) ?? 0) + 1);
      it.fixture.advance(day - (it.fixture.now() % day) + 6 * 60_000);
    }
    await it.ticks(2);
    expect((await it.ask('status')).backfills).toMatchObject([{ phase: 'done', captured: 10 }]);
    expect(perDay.size).toBeGreaterThanOrEqual(3);
    for (const calls of perDay.values()) expect(calls).toBeLessThanOrEqual(16);
  });

  test('queues nothing while it is paused, goes on where it was, and can be cancelled', async () => {
    await using it = await withPast(3);
    await it.ask('start', it.range);
    expect((await it.ask('pause')).backfills).toMatchObject([{ phase: 'paused' }]);
    await it.ticks(2);
    expect(await it.captured()).toBe(0);
    expect((await it.ask('start', it.range)).fault).toMatch(/main has a backfill that is paused: .* cancel it first/);
    await it.ask('resume');
    await it.ticks(3);
    expect(await it.captured()).toBe(6);
    expect((await it.ask('cancel')).fault).toBe('main has no backfill to cancel.');
    it.ended(61);
    await it.ask('start', it.range);
    expect((await it.ask('cancel')).backfills).toMatchObject([{ phase: 'cancelled' }]);
    expect(await it.ask('status', { account: 'other' })).toEqual({ unknownAccount: 'other', accounts: ['main'] });
  });

  test('captures the wanted datasets alone', async () => {
    await using it = await withPast(1);
    await it.ask('start', { ...it.range, datasets: ['report'] });
    await it.ticks(3);
    for (const { uuid } of it.past) expect(await it.states(uuid)).toEqual([undefined, undefined, 'settled']);
    expect(await it.captured()).toBe(2);
  });

  test('killed at any of its effects loses nothing', async () => {
    await using it = await withPast(2);
    await it.ask('start', it.range);
    for (const effect of [3, 9, 14, 20, 26, 33]) {
      await it.sweep.tick({ kills: [{ effect, when: 'after' }] });
      it.fixture.advance(5 * 60_000);
    }
    await it.fixture.drain({ atOnce: 10 });
    it.fixture.advance(1.5 * hour);
    await it.ticks(3);
    await it.fixture.drain({ atOnce: 10 });
    for (const { uuid } of it.past) expect(await it.states(uuid)).toEqual(settled);
    expect((await it.ask('status')).backfills).toMatchObject([{ phase: 'done' }]);
  });
});

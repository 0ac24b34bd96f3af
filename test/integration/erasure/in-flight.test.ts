import { expect, test } from 'vitest';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import { startErasureFixture } from './erasure-fixture.ts';
import { ada, meetingWithAda } from './people.ts';

const all = { id: true, email: true };

/** Effects of a worker, and one at which it can be held. */
function createHold() {
  let count = 0;
  let heldAt = Infinity;
  let reached = Promise.withResolvers<void>();
  let released = Promise.withResolvers<void>();
  return {
    at(effect: number) {
      [count, heldAt] = [0, effect];
      [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      return { reached: reached.promise, release: () => released.resolve() };
    },
    get count() {
      return count;
    },
    async pass<Result>(go: () => Promise<Result>): Promise<Result> {
      count += 1;
      if (count === heldAt) {
        reached.resolve();
        await released.promise;
      }
      return go();
    },
  };
}

test.each<Dataset>(['participants', 'qos'])(
  'a capture of %s in flight, held before any of its calls to DynamoDB, brings nothing back',
  async (dataset) => {
    const hold = createHold();
    await using fixture = await startErasureFixture({
      intercept: (_call, next) => hold.pass(next),
      pageSizes: { participants: 3, qos: 3 },
    });
    let number = 0;
    const begin = () => {
      number += 1;
      const recipe = { seed: number, uuid: `flight-${number}==`, endTime: new Date(fixture.now()).toISOString() };
      const meeting = meetingWithAda(recipe, { [dataset]: all });
      fixture.simulator.addMeeting(meeting);
      fixture.end(meeting, [dataset]);
      return meeting;
    };
    const firstPoll = () => fixture.drain({ until: fixture.now() + 10 * 60_000 });
    hold.at(Infinity);
    const meetings = [begin()];
    await firstPoll();
    const calls = hold.count;
    expect(calls).toBeGreaterThan(15);
    for (let at = 1; at <= calls; at += 5) {
      const { reached, release } = hold.at(at);
      meetings.push(begin());
      fixture.advance(1_000);
      const working = firstPoll();
      await Promise.race([reached, working]);
      // Whenever the command waits, the worker goes on to its end.
      fixture.context.sleep = async (ms) => {
        release();
        await working;
        fixture.advance(ms);
      };
      const { exitCode, stderr } = await fixture.cli('erase', '--person', ada.email, '--json');
      await working;
      expect({ exitCode, personal: stderr.includes('@') }, `call ${at}`).toEqual({ exitCode: 0, personal: false });
      expect(await fixture.traces(), `call ${at} of ${calls}`).toEqual([]);
    }
    await fixture.drain();
    expect(await fixture.traces()).toEqual([]);
    for (const { uuid } of meetings) {
      const rows = (await fixture.stored(uuid, dataset)).length;
      const capture = await fixture.store.load(uuid, dataset);
      expect(capture, uuid).toMatchObject({ state: 'settled', rows, erased: 1, expectedRows: rows + 1 });
    }
  },
);

test('a poll that is handed over in the middle is begun anew, without the person', async () => {
  // Time for one page in an invocation.
  await using fixture = await startErasureFixture({
    pageSizes: { participants: 4 },
    timeoutMs: 70_000,
    zoomCallMs: 15_000,
  });
  const recipe = { seed: 1, uuid: 'left==', endTime: new Date(fixture.now() - 60_000).toISOString() };
  const meeting = meetingWithAda(recipe, { participants: all });
  const { uuid } = meeting;
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting, ['participants']);
  await fixture.drain({ until: fixture.now() });
  const load = () => fixture.store.load(uuid, 'participants');
  expect((await load())?.progress).toMatchObject({ pages: 1, rows: 4 });
  expect(await fixture.erase('--person', ada.email)).toMatchObject({ rows: { participants: 1 } });
  expect(await fixture.traces()).toEqual([]);
  await fixture.drain({ until: fixture.now() + 120_000 });
  const rows = fixture.served(uuid, 'participants').length - 1;
  expect(await fixture.stored(uuid, 'participants')).toHaveLength(rows);
  expect(await load()).toMatchObject({ state: 'captured', polls: 1, rows, erased: 1 });
});

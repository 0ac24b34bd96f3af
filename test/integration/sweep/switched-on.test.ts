import { expect, test } from 'vitest';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import type { CaptureMessage } from '../../../shared/domain/capture/capture-message.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import { captureAgain } from '../../../shared/operations/capture-again/capture-again.ts';
import { createSweepFixture } from '../../support/capture/sweep-fixture.ts';
import { hour, rig } from './sweep-rig.ts';

const optional = ['registrants', 'polls'] as const;
const more = [...datasets, ...optional];

test('optional datasets that a stage switches on after a week, and off again, disturb nothing that it has', async () => {
  await using it = await rig();
  const { fixture, sweep } = it;
  const people = { registrants: 4, answers: 2 };
  const capturesOf = async ({ uuid }: SimulatedMeeting) => {
    const found = await Promise.all(more.map((dataset) => fixture.store.load(uuid, dataset)));
    return found.flatMap((capture) => (capture ? [capture] : []));
  };
  const exactly = async ({ uuid }: SimulatedMeeting, of: readonly Dataset[]) => {
    for (const dataset of of) {
      expect((await fixture.store.load(uuid, dataset))?.state, dataset).toBe('settled');
      expect(await fixture.stored(uuid, dataset), dataset).toEqual(fixture.served(uuid, dataset));
    }
  };
  /** Hours of a stage's life. */
  const live = async (stage: typeof sweep, hours: number) => {
    for (let at = 0; at < hours; at += 1) {
      await stage.tick();
      const until = fixture.now() + hour;
      await fixture.drain({ until, atOnce: 10 });
      fixture.advance(Math.max(0, until - fixture.now()));
    }
  };

  const old: SimulatedMeeting[] = [];
  for (let days = 0; days < 7; days += 1) {
    const meeting = it.ended(0, people);
    old.push(meeting);
    fixture.end(meeting);
    await live(sweep, 24);
  }
  await live(sweep, 48);
  for (const meeting of old) await exactly(meeting, datasets);
  const before = await Promise.all(old.map(capturesOf));

  const on = createSweepFixture(fixture, { datasets: more });
  const fresh = it.ended(0, people);
  fixture.end(fresh, more);
  const unheard = it.ended(0, people);
  await live(on, 72);
  await exactly(fresh, more);
  await exactly(unheard, more);
  // Their runs, polls and calls too: nothing of them was asked for again.
  expect(await Promise.all(old.map(capturesOf))).toEqual(before);
  expect([on.sum('MissedEvents'), on.sum('StuckCaptures')]).toEqual([1, 0]);

  // One whose queues go while it is at work; the queue of the usual ones has lost a message too.
  const last = it.ended(0, people);
  fixture.end(last, more);
  await fixture.drain({ until: fixture.now() + 2 * hour, atOnce: 10 });
  for (const message of fixture.queue.messages) fixture.queue.messages.delete(message);
  const off = createSweepFixture(fixture);
  const plain = it.ended(0, people);
  fixture.end(plain);
  await live(off, 36);
  await exactly(last, datasets);
  await exactly(plain, datasets);
  await exactly(fresh, more);
  for (const dataset of optional) {
    expect(await fixture.store.load(plain.uuid, dataset)).toBeUndefined();
    // What a poll had brought is what there is, and nothing more is planned for it.
    const ended = await fixture.store.load(last.uuid, dataset);
    expect([ended?.state, ended?.nextPollAt]).toEqual(['settled', undefined]);
    expect(await fixture.stored(last.uuid, dataset)).toEqual(fixture.served(last.uuid, dataset));
  }
  expect(off.sum('MissedEvents')).toBe(0);

  // Named again it is captured of what ends from then on, and of what had ended where somebody asks for it.
  const again = createSweepFixture(fixture, { datasets: more });
  const later = it.ended(0, people);
  fixture.end(later, more);
  const store = { client: fixture.client, table: 'Captures', now: fixture.now };
  const send = async (dataset: Dataset, message: CaptureMessage) => fixture.queue.send(dataset, message);
  for (const { uuid } of [last, plain]) {
    const asked = await captureAgain(
      { id: uuid, datasets: more, allInstances: false },
      { store, send, now: fixture.now },
    );
    expect(asked.kind).toBe('queued');
  }
  await live(again, 28);
  for (const meeting of [last, plain, later]) await exactly(meeting, more);
  again.close();
  expect(fixture.queue.dead).toEqual([]);
  on.close();
  off.close();
});

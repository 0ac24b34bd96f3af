import { expect, test } from 'vitest';
import { datasets } from '../../../shared/domain/dataset.ts';
import { hour, rig, settled } from './sweep-rig.ts';

/** A meeting whose messages are all lost at some moment of its captures. */
async function lostAfter(wantedPoll: number) {
  const it = await rig();
  const meeting = it.ended(0);
  it.fixture.end(meeting);
  await it.fixture.drain({ until: it.fixture.now() + wantedPoll, atOnce: 10 });
  it.fixture.queue.messages.clear();
  return { ...it, meeting };
}

test.each([
  ['before the first poll', 60_000, 'waiting'],
  ['between two polls', 30 * 60_000, 'captured'],
])('captures whose messages are lost %s are put back to work an hour after they were due', async (_, ms, state) => {
  await using it = await lostAfter(ms);
  const { fixture, sweep, meeting } = it;
  expect(await it.states(meeting.uuid)).toContain(state);
  const due = state === 'waiting' ? 5 : 60;
  fixture.advance(Date.parse(meeting.endTime) + due * 60_000 + hour - 60_000 - fixture.now());
  await sweep.tick();
  expect(sweep.sum('StuckCaptures')).toBe(0);
  fixture.advance(20 * 60_000);
  await sweep.tick();
  expect(sweep.sum('StuckCaptures')).toBe(state === 'waiting' ? 3 : 2);
  await fixture.drain({ atOnce: 10 });
  expect(await it.states(meeting.uuid)).toEqual(settled);
  expect(sweep.sum('MissedEvents')).toBe(0);
});

test('a capture whose worker died with its message is put back to work', async () => {
  await using it = await rig();
  const { fixture, sweep } = it;
  const meeting = it.ended(0.2);
  fixture.end(meeting, ['participants']);
  await fixture.drain({ until: fixture.now() + 1, kills: [{ effect: 6, when: 'after' }] });
  expect((await fixture.store.load(meeting.uuid, 'participants'))?.state).toBe('running');
  fixture.queue.messages.clear();
  fixture.advance(1.1 * hour);
  await sweep.tick();
  await fixture.drain({ atOnce: 10 });
  expect((await fixture.store.load(meeting.uuid, 'participants'))?.state).toBe('settled');
});

test('one that waits behind a long queue gets a message in 6 hours, then in 12, not with every round', async () => {
  await using it = await rig();
  const { fixture, sweep } = it;
  const meeting = it.ended(0);
  fixture.end(meeting, datasets);
  await fixture.drain({ until: fixture.now() + 60_000, atOnce: 10 });
  fixture.queue.messages.clear();
  fixture.advance(1.5 * hour);
  const sentBefore = fixture.queue.sent;
  const rescuedAt: number[] = [];
  const from = fixture.now();
  for (let hours = 0; hours < 24; hours += 1) {
    const before = sweep.sum('StuckCaptures');
    await sweep.tick();
    if (sweep.sum('StuckCaptures') > before) rescuedAt.push((fixture.now() - from) / hour);
    fixture.advance(hour);
  }
  expect(rescuedAt.map(Math.floor)).toEqual([0, 7, 20]);
  expect(fixture.queue.sent - sentBefore).toBe(9);
  await fixture.drain({ atOnce: 10 });
  expect(await it.states(meeting.uuid)).toEqual(settled);
});

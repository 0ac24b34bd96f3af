import { expect, test } from 'vitest';
import { type Slot, SlotQueue } from '../../../shared/dynamo/control/rate/slot-queue.ts';

const day = '2026-11-20';
const now = Date.parse('2026-11-20T12:00:00Z');
const latestMs = 25;
const slot = (changes: Partial<Slot> = {}): Slot => ({ at: now, era: 3, day, nth: 10, ...changes });

function queueOf(...slots: Slot[]): SlotQueue {
  const queue = new SlotQueue(latestMs);
  queue.add(slots);
  return queue;
}
const wanted = { limit: 100, now, era: 3 };

test('a slot is handed out once, the earliest first, whichever lease it came with', () => {
  const queue = queueOf(slot({ at: now + 20 }));
  queue.add([slot({ at: now + 10 })]);
  expect([queue.take(wanted)?.at, queue.take(wanted)?.at, queue.take(wanted)]).toEqual([now + 10, now + 20, undefined]);
});

test.each([
  ['is for the last call of its limit', { limit: 10 }, true],
  ['is not for a call whose limit is passed with it', { limit: 9 }, false],
  ['is handed out a little after its time', { now: now + latestMs }, true],
  ['is not handed out too long after its time', { now: now + latestMs + 1 }, false],
  ['is not handed out in a later era', { era: 4 }, false],
])('a slot %s', (_sentence, changes, isHandedOut) => {
  expect(queueOf(slot()).take({ ...wanted, ...changes })).toEqual(isHandedOut ? slot() : undefined);
});

test('a slot that is not for one call stays for another with more room', () => {
  const queue = queueOf(slot());
  expect(queue.take({ ...wanted, limit: 9 })).toBeUndefined();
  expect(queue.take(wanted)).toEqual(slot());
});

test('a slot that has to be left for others does not keep a later one that fits from being taken', () => {
  const queue = queueOf(slot({ nth: 12 }), slot({ at: now + 10, nth: 4 }));
  expect(queue.take({ ...wanted, limit: 9 })?.nth).toBe(4);
});

const unused = (queue: SlotQueue) => queue.unusedIn(day);

test('the calls that were leased and not made are those whose time has passed, each counted once', () => {
  const queue = queueOf(slot(), slot({ at: now + 1 }), slot({ at: now + 100 }));
  queue.take({ ...wanted, now: now + 1 + latestMs + 1 });
  queue.take({ ...wanted, now: now + 1 + latestMs + 2 });
  expect(unused(queue)).toBe(2);
});

test('the calls that were leased and not made are those that their callers came too late for', () => {
  const queue = queueOf(slot());
  const taken = queue.take(wanted);
  expect(unused(queue)).toBe(0);
  if (taken) queue.noteUnused(taken);
  expect(unused(queue)).toBe(1);
});

test('the calls that were leased and not made are fewer by those that a lease has given back', () => {
  const queue = queueOf();
  for (let calls = 0; calls < 3; calls += 1) queue.noteUnused(slot());
  queue.noteGivenBack(day, 2);
  expect(unused(queue)).toBe(1);
  queue.noteGivenBack(day, 1);
  expect(unused(queue)).toBe(0);
});

test('the calls that were leased and not made are those that a stop has made void too', () => {
  const queue = queueOf(slot(), slot({ at: now + 100 }));
  expect(queue.take({ ...wanted, era: 4 })).toBeUndefined();
  expect(unused(queue)).toBe(2);
});

test('the calls that were leased and not made of a former day are given back no more', () => {
  const nextDay = '2026-11-21';
  const queue = queueOf();
  queue.noteUnused(slot());
  expect(queue.unusedIn(nextDay)).toBe(0);
  queue.noteUnused(slot({ day: nextDay }));
  expect(queue.unusedIn(nextDay)).toBe(1);
  queue.noteGivenBack(day, 1);
  expect(queue.unusedIn(nextDay)).toBe(1);
});

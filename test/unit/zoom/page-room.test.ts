import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { ZoomTransientError } from '../../../shared/zoom/errors.ts';
import { createPageRoom } from '../../../shared/zoom/page-room.ts';

afterEach(() => void vi.useRealTimers());

test('lets pages in while they fit, and the next one when one has left', async () => {
  const room = createPageRoom(10, Date.now);
  const leaveFirst = await room.enter(6);
  await room.enter(4);
  let third = false;
  const entering = room.enter(1).then(() => {
    third = true;
  });
  await turn();
  expect(third).toBe(false);
  leaveFirst();
  leaveFirst();
  await entering;
  expect(third).toBe(true);
});

test('lets a page in alone that is larger than the room', async () => {
  const room = createPageRoom(10, Date.now);
  const leave = await room.enter(50);
  leave();
  await room.enter(50);
});

test('counts a page that left twice once', async () => {
  const room = createPageRoom(10, Date.now);
  const leave = await room.enter(10);
  leave();
  leave();
  await room.enter(10);
  let beyond = false;
  void room.enter(1).then(() => {
    beyond = true;
  });
  await turn();
  expect(beyond).toBe(false);
});

const second = 1_000;
/** How the entering ends; undefined while it does not. */
function watched(entering: Promise<() => void>) {
  const end: { of?: unknown } = {};
  entering.then(
    () => {
      end.of = 'entered';
    },
    (error) => {
      end.of = error;
    },
  );
  return end;
}

test('a page that does not leave keeps others waiting for 30 seconds and no longer', async () => {
  vi.useFakeTimers();
  const room = createPageRoom(10, Date.now);
  await room.enter(10);
  const end = watched(room.enter(1));
  await vi.advanceTimersByTimeAsync(30 * second - 1);
  expect(end.of).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(end.of).toBeInstanceOf(ZoomTransientError);
  expect(end.of).toHaveProperty('message', 'There was no room for a page in time.');
});

test('a page that gives up waiting leaves the others in their places', async () => {
  vi.useFakeTimers();
  const room = createPageRoom(10, Date.now);
  const leave = await room.enter(10);
  const gaveUp = watched(room.enter(1));
  await vi.advanceTimersByTimeAsync(10 * second);
  const patient = watched(room.enter(1));
  await vi.advanceTimersByTimeAsync(20 * second);
  expect([gaveUp.of instanceof ZoomTransientError, patient.of]).toEqual([true, undefined]);
  leave();
  await vi.advanceTimersByTimeAsync(0);
  expect(patient.of).toBe('entered');
});

test('a page that does not leave does not keep room from the next page for one that has given up waiting', async () => {
  vi.useFakeTimers();
  const room = createPageRoom(10, Date.now);
  const leave = await room.enter(10);
  const gaveUp = watched(room.enter(10));
  await vi.advanceTimersByTimeAsync(30 * second);
  expect(gaveUp.of).toBeInstanceOf(Error);
  leave();
  await room.enter(10);
});

test('a page that does not leave is not counted any more after 2 minutes, when its invocation has ended', async () => {
  vi.useFakeTimers();
  const room = createPageRoom(10, Date.now);
  const leave = await room.enter(10);
  await vi.advanceTimersByTimeAsync(100 * second);
  const early = watched(room.enter(10));
  await vi.advanceTimersByTimeAsync(20 * second);
  watched(room.enter(0));
  await vi.advanceTimersByTimeAsync(0);
  expect(early.of).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  await room.enter(0);
  expect(early.of).toBe('entered');
  leave();
  const third = watched(room.enter(1));
  await vi.advanceTimersByTimeAsync(1);
  expect(third.of).toBeUndefined();
});

test('a page that finds room at once leaves no timer behind', async () => {
  vi.useFakeTimers();
  await createPageRoom(10, Date.now).enter(10);
  expect(vi.getTimerCount()).toBe(0);
});

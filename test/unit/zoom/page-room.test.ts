import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPageRoom } from '../../../shared/zoom/page-room.ts';

test('lets pages in while they fit, and the next one when one has left', async () => {
  const room = createPageRoom(10);
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
  const room = createPageRoom(10);
  const leave = await room.enter(50);
  leave();
  await room.enter(50);
});

test('counts a page that left twice once', async () => {
  const room = createPageRoom(10);
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

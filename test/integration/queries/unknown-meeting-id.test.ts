import { afterAll, beforeAll, expect, test } from 'vitest';
import { unknownMeetingId } from '../../../shared/domain/meeting/meeting-id.ts';
import { meetingOf, startFilledStore } from './filled-store.ts';

let filled: Awaited<ReturnType<typeof startFilledStore>>;
beforeAll(async () => {
  filled = await startFilledStore();
  for (const [seed, uuid, endTime] of [
    [1, 'first==', '2026-11-20T10:00:00Z'],
    [2, 'second==', '2026-11-20T10:08:00Z'],
  ] as const) {
    await filled.add(meetingOf({ seed, uuid, endTime, meetingId: unknownMeetingId }));
  }
});
afterAll(() => filled.close());

test('two meetings whose id Zoom did not tell are two, though one begins where the other ends', async () => {
  for (const uuid of ['first==', 'second==']) {
    const found = await filled.queries.attendance({ uuid });
    expect(found?.parts.map((part) => part.uuid)).toEqual([uuid]);
    expect(found?.meetings).toHaveLength(1);
  }
});

test.each([unknownMeetingId, '', '0', '000'])('no meeting is an instance of the meeting id "%s"', async (meetingId) => {
  expect(await Array.fromAsync(filled.queries.meetingInstances({ meetingId }))).toEqual([]);
});

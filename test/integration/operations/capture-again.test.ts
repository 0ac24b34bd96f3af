import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newCapture } from '../../../shared/domain/capture/capture.ts';
import type { CaptureMessage } from '../../../shared/domain/capture/capture-message.ts';
import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import { captureAgain } from '../../../shared/operations/capture-again/capture-again.ts';
import { startCliFixture } from '../cli/cli-fixture.ts';

const endTime = '2026-11-20T08:00:00Z';
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
let sent: (readonly [string, CaptureMessage])[] = [];
beforeAll(async () => {
  fixture = await startCliFixture();
  const register = async (uuid: string, meetingId: string, kind: Kind) => {
    const meeting = { account: 'a', kind, uuid, meetingId, endTime };
    const captured = {
      ...newCapture(meeting, 'report', { nextPollAt: endTime, now: new Date(endTime) }),
      polls: 2,
      sequence: 4,
    };
    await fixture.store.register({ ...meeting, endedAt: endTime, registeredAt: endTime, reason: 'event' }, captured);
  };
  await register('one==', '1', 'meeting');
  await register('two==', '2', 'webinar');
  await register('three==', '2', 'webinar');
});
beforeEach(() => {
  sent = [];
});
afterAll(() => fixture.close());

const again = (request: Partial<Parameters<typeof captureAgain>[0]> & { readonly id: string }) =>
  captureAgain(
    { allInstances: false, ...request },
    {
      store: { client: fixture.client, table: 'Captures', now: fixture.now },
      send: async (dataset, message) => void sent.push([dataset, message]),
      now: fixture.now,
    },
  );

test('capturing again queues one more poll of what the meeting has, and says how far it was', async () => {
  const result = await again({ id: 'one==' });
  expect(result).toEqual({
    kind: 'queued',
    polls: [{ meeting: expect.objectContaining({ uuid: 'one==' }), dataset: 'report', poll: 3, before: 'waiting' }],
  });
  const notBefore = new Date(fixture.now()).toISOString();
  const meeting = { account: 'a', kind: 'meeting', uuid: 'one==', meetingId: '1', endTime };
  expect(sent).toEqual([['report', { v: 1, ...meeting, reason: 'demand', sequence: 4, notBefore }]]);
});

test.each([
  [{ id: 'nobody==' }, { kind: 'unknown' }],
  [{ id: '999' }, { kind: 'unknown-meeting-id' }],
  [{ id: '2' }, { kind: 'several-instances', instances: [{ meetingId: '2' }, { meetingId: '2' }] }],
  [{ id: '2', allInstances: true, listType: 'pastOne' as const }, { kind: 'no-such-list' }],
  [{ id: 'one==', datasets: ['report' as const], listType: 'pastOne' as const }, { kind: 'no-such-list' }],
])('capturing %j again queues nothing, and says why: %j', async (request, result) => {
  expect(await again(request)).toMatchObject(result);
  expect(sent).toEqual([]);
});

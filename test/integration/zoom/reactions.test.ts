import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fault } from '../../../local/simulator/faults/fault.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import type { CaptureState } from '../../../shared/domain/capture/capture.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import { startCaptureFixture } from '../../support/capture/capture-fixture.ts';

const minute = 60_000;
const hour = 60 * minute;
let fixture: Awaited<ReturnType<typeof startCaptureFixture>>;
let seed = 100;
beforeAll(async () => {
  fixture = await startCaptureFixture();
});
afterAll(() => fixture.close());

/** A meeting that ended just now, captured under a fault for `hours`, and how its capture then comparison. */
async function captured(
  faults: readonly Fault[],
  { dataset = 'qos', hours = 24 * 5 }: { dataset?: Dataset; hours?: number } = {},
) {
  seed += 1;
  const meeting = generateMeeting({ seed, participants: 35, minutes: 5, endTime: new Date(fixture.now() - 60_000) });
  fixture.simulator.addMeeting(meeting);
  fixture.simulator.setFaults(faults);
  const dead = fixture.queue.dead.length;
  const calls = fixture.simulator.calls.length;
  fixture.end(meeting, [dataset]);
  await fixture.drain({ until: fixture.now() + hours * hour });
  const capture = await fixture.store.load(meeting.uuid, dataset);
  return {
    meeting,
    capture,
    dead: fixture.queue.dead.length - dead,
    calls: fixture.simulator.calls.slice(calls),
    isWhole: async () => {
      expect(await fixture.stored(meeting.uuid, dataset)).toEqual(fixture.served(meeting.uuid, dataset));
    },
  };
}

test.each<[string, Fault]>([
  ['an hour of 503', { kind: 'server-error', status: 503, forSeconds: 3_600 }],
  ['a page token that died once', { kind: 'page-token-expired', match: { page: 3 }, times: 1 }],
  ['three page tokens that died', { kind: 'page-token-expired', match: { page: 3 }, times: 3 }],
  ['a day without the scope', { kind: 'missing-scope', forSeconds: 20 * 3_600 }],
  ['a day without the dashboard', { kind: 'dashboard-off', forSeconds: 20 * 3_600 }],
  ['a day of refused credentials', { kind: 'access-token-revoked', forSeconds: 20 * 3_600 }],
  ['the daily limit', { kind: 'rate-limit-daily', times: 1 }],
  ['the limit of the second', { kind: 'rate-limit-per-second', times: 30 }],
  ['a limit whose Retry-After is absurd', { kind: 'rate-limit-daily', retryAfter: 'absurd', times: 2 }],
  ['not ready for three hours', { kind: 'not-ready', secondsAfterEnd: 3 * 3_600 }],
  ['no access for three hours', { kind: 'no-access', secondsAfterEnd: 3 * 3_600 }],
  ['not ready in the middle of the pages', { kind: 'not-ready', match: { page: 2 }, times: 1 }],
])('a fault that passes leaves the capture whole: %s', async (_name, fault) => {
  const found = await captured([fault]);
  expect(found.capture?.state).toBe('settled');
  expect(found.dead).toBe(0);
  await found.isWhole();
});

test.each<[string, Fault, CaptureState, number]>([
  ['not ready ends as unavailable', { kind: 'not-ready' }, 'unavailable', 0],
  ['an empty list ends as unavailable', { kind: 'early-data', shows: 'nothing' }, 'unavailable', 0],
  ['no access ends as failed', { kind: 'no-access' }, 'failed', 0],
  ['too old ends as failed', { kind: 'too-old' }, 'failed', 0],
  ['HTML with 403 ends as failed, in the dead-letter queue', { kind: 'forbidden-html' }, 'failed', 1],
  [
    'page tokens that always die end as failed, in the dead-letter queue',
    { kind: 'page-token-expired', match: { page: 2 } },
    'failed',
    1,
  ],
  ['page tokens in a circle end as failed, in the dead-letter queue', { kind: 'page-token-repeated' }, 'failed', 1],
])('a fault that stays: %s', async (_sentence, fault, state, dead) => {
  const found = await captured([fault]);
  expect(found.capture?.state).toBe(state);
  expect(found.dead).toBe(dead);
});

test('a lasting fault of the account parks the capture, tells why and asks seldom', async () => {
  const found = await captured([{ kind: 'missing-scope', scopes: ['dashboard:read:admin'] }], { hours: 24 });
  expect(found.capture?.state).toBe('parked');
  expect(found.capture?.lastError).toMatchObject({ name: 'ZoomAccountError', code: 4711 });
  expect(found.capture?.lastError?.message).toContain('dashboard:read:admin');
  expect(found.calls.filter(({ status }) => status === 400).length).toBeLessThanOrEqual(5);
  fixture.simulator.setFaults([]);
  await fixture.drain();
  await found.isWhole();
});

test('a daily limit is one wasted call, and nobody asks before half of it is over', async () => {
  const found = await captured([{ kind: 'rate-limit-daily', times: 1 }]);
  const [refused, ...later] = found.calls.filter(({ endpoint }) => endpoint !== 'oauth');
  expect(refused?.status).toBe(429);
  const at = refused?.atMs ?? 0;
  const midnight = Math.ceil(at / (24 * hour)) * 24 * hour;
  // More than half a day is asked about as a limit whose end nobody knows.
  const probeAt = midnight - at > 12 * hour ? at + minute : (at + midnight) / 2;
  expect(Math.min(...later.map(({ atMs }) => atMs))).toBeGreaterThanOrEqual(Math.floor(probeAt));
});

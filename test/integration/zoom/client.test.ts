import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Fault } from '../../../local/simulator/faults/fault.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { startSimulator } from '../../../local/simulator/simulator.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { createZoomClients } from '../../../shared/lambda/zoom-clients.ts';
import { ZoomError } from '../../../shared/zoom/errors.ts';
import { controlTable } from './control-table.ts';

const endTime = new Date('2026-11-20T11:00:00Z');
const now = Date.parse('2026-11-20T12:00:00Z');
const meeting = generateMeeting({ seed: 1, participants: 3, minutes: 10, uuid: '/ab//c+d==', endTime });
const { kind, uuid } = meeting;
const request = { kind, uuid, dataset: 'participants', type: 'past' } as const;

/** Two workers of one account, as functions make them, and Zoom with faults. */
async function account(faults: readonly Fault[]) {
  const control = await controlTable();
  // The clock moves on by what is slept; Zoom's limits go by it too.
  let clock = now;
  const zoom = await startSimulator({ meetings: [meeting], faults, now: () => clock });
  const worker = () =>
    createZoomClients({
      accounts: {
        get: async () => ({ name: 'main', datasets, ...zoom.credentials, plan: 'business' }),
      },
      ...zoom,
      ...control,
      fetch,
      record() {},
      now: () => clock,
      async sleep(ms) {
        clock += ms;
        await sleep(1);
      },
      random: () => 0.5,
    })(zoom.credentials.accountId);
  return {
    zoom,
    control,
    workers: [await worker(), await worker()] as const,
    statuses: () => zoom.calls.map(({ endpoint, status }) => (endpoint === 'oauth' ? 'token' : status)),
    async [Symbol.asyncDispose]() {
      await zoom.close();
      await control[Symbol.asyncDispose]();
    },
  };
}

test.each<[string, Fault[], (string | number)[]]>([
  ['at once', [], ['token', 200]],
  ['after a 503', [{ kind: 'server-error', status: 503, times: 1 }], ['token', 503, 200]],
  ['after three resets', [{ kind: 'connection-reset', times: 3 }], ['token', 0, 0, 0, 200]],
  ['after half of a body', [{ kind: 'truncated', times: 1 }], ['token', 200, 200]],
  ['after half of a JSON', [{ kind: 'broken-json', times: 1 }], ['token', 200, 200]],
  ['after the limit of the second', [{ kind: 'rate-limit-per-second', times: 2 }], ['token', 429, 429, 200]],
  ['after its token was revoked', [{ kind: 'access-token-revoked', times: 1 }], ['token', 401, 'token', 200]],
  [
    'after OAuth broke off',
    [{ kind: 'connection-reset', times: 2, match: { endpoint: 'oauth' } }],
    ['token', 'token', 'token', 200],
  ],
])('a page is got %s', async (_when, faults, statuses) => {
  await using rig = await account(faults);
  expect((await rig.workers[0].page(request)).rows).toEqual(rig.zoom.served(uuid, 'participants'));
  expect(rig.statuses()).toEqual(statuses);
});

test("a page is got by a worker whose token another worker's new one has ended, without one more", async () => {
  await using rig = await account([]);
  const [one, other] = rig.workers;
  await one.page(request);
  await other.page(request);
  rig.zoom.setFaults([{ kind: 'access-token-revoked', times: 1 }]);
  await one.page(request);
  await other.page(request);
  expect(rig.statuses()).toEqual(['token', 200, 200, 401, 'token', 200, 401, 200]);
});

test.each<[Fault['kind'], Fault, string, (string | number)[]]>([
  [
    'access-token-revoked',
    { kind: 'access-token-revoked' },
    'ZoomAccountError',
    ['token', 401, 'token', 401, 'token', 401],
  ],
  ['oauth-refused', { kind: 'oauth-refused', match: { endpoint: 'oauth' } }, 'ZoomAccountError', ['token']],
  ['missing-scope', { kind: 'missing-scope' }, 'ZoomAccountError', ['token', 400]],
  ['dashboard-off', { kind: 'dashboard-off' }, 'ZoomAccountError', ['token', 200]],
  ['no-permission', { kind: 'no-permission' }, 'ZoomAccountError', ['token', 400]],
  ['no-access', { kind: 'no-access', status: 300 }, 'ZoomInaccessibleError', ['token', 300]],
  ['not-ready', { kind: 'not-ready' }, 'ZoomNotReadyError', ['token', 404]],
  ['error-in-200', { kind: 'error-in-200' }, 'ZoomNotReadyError', ['token', 200]],
  // Documented for the report alone.
  ['foreign-user', { kind: 'foreign-user' }, 'ZoomUnexpectedError', ['token', 400]],
  ['too-old', { kind: 'too-old' }, 'ZoomFinalError', ['token', 400]],
  ['forbidden-html', { kind: 'forbidden-html' }, 'ZoomUnexpectedError', ['token', 403]],
  ['server-error', { kind: 'server-error' }, 'ZoomTransientError', ['token', 500, 500, 500, 500]],
  ['rate-limit-daily', { kind: 'rate-limit-daily' }, 'ZoomRateLimitError', ['token', 429]],
  ['rate-limit-per-second', { kind: 'rate-limit-per-second' }, 'ZoomRateLimitError', ['token', 429, 429, 429, 429]],
])('the fault %s, which stays, is told to the caller by its class', async (_kind, fault, name, statuses) => {
  await using rig = await account([fault]);
  const error = await rig.workers[0].page(request).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ZoomError);
  expect(error instanceof Error && error.name).toBe(name);
  expect(rig.statuses()).toEqual(statuses);
});

test.each([
  ['iso', '18:00'],
  ['http-date', '18:00'],
  ['seconds', '18:00'],
  ['missing', '12:01'],
  ['absurd', '12:01'],
] as const)(
  'a fault that stays the daily limit with Retry-After %s stops the other worker without a call, until a probe at %s',
  async (retryAfter, probeAt) => {
    await using rig = await account([{ kind: 'rate-limit-daily', retryAfter, headers: 'all' }]);
    const [one, other] = rig.workers;
    await expect(one.page(request)).rejects.toMatchObject({ scope: 'day' });
    const error = await other.page(request).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ scope: 'day', answer: {} });
    const retryAt = error instanceof Error && 'retryAt' in error ? Number(error.retryAt) : 0;
    expect(retryAt).toBeGreaterThanOrEqual(Date.parse(`2026-11-20T${probeAt}:00Z`));
    expect(retryAt).toBeLessThan(Date.parse(`2026-11-20T${probeAt}:00Z`) + 60_000);
    expect(rig.statuses()).toEqual(['token', 429]);
  },
);

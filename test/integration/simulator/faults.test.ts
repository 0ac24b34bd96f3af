import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../local/simulator/faults/fault.ts';
import { type Asked, aMeeting, rig } from '../../support/simulator-fixture.ts';

const path = 'metrics/meetings/93201235621/participants?type=past';

async function first(fault: Fault): Promise<Asked> {
  await using zoom = await rig({ faults: [fault] });
  return await zoom.get(path);
}

describe('a fault that replaces the answer', () => {
  const cases: [Fault, number, Record<string, unknown> | undefined][] = [
    [{ kind: 'rate-limit-per-second' }, 429, { code: 429 }],
    [{ kind: 'rate-limit-daily' }, 429, { code: 429 }],
    [{ kind: 'server-error' }, 500, { code: 500 }],
    [{ kind: 'server-error', status: 503, body: 'html' }, 503, undefined],
    [{ kind: 'server-error', status: 502, body: 'empty' }, 502, undefined],
    [{ kind: 'broken-json' }, 200, undefined],
    [{ kind: 'error-in-200' }, 200, { code: 3001 }],
    [{ kind: 'error-in-200', code: 300, message: 'No.' }, 200, { code: 300, message: 'No.' }],
    [{ kind: 'page-token-expired' }, 400, { code: 300 }],
    [{ kind: 'access-token-revoked' }, 401, { code: 124 }],
    [{ kind: 'not-ready' }, 404, { code: 3001 }],
    [{ kind: 'missing-scope', scopes: ['a:b', 'c:d'] }, 400, { code: 4711 }],
    [{ kind: 'dashboard-off' }, 200, { code: 200 }],
    [{ kind: 'no-permission' }, 400, { code: 200 }],
    [{ kind: 'no-access', status: 300 }, 300, { code: 300 }],
    [{ kind: 'foreign-user' }, 400, { code: 1010 }],
    [{ kind: 'too-old' }, 400, { code: 12702 }],
    [{ kind: 'forbidden-html' }, 403, undefined],
    [{ kind: 'answer', status: 404, body: { code: 1001 } }, 404, { code: 1001 }],
    [{ kind: 'answer', body: 'plain' }, 200, undefined],
  ];
  test.each(cases.map(([fault, status, body]) => [JSON.stringify(fault), fault, status, body] as const))(
    'the fault %s replaces the answer',
    async (_name, fault, status, body) => {
      const answer = await first(fault);
      expect(answer.status).toBe(status);
      if (body === undefined) expect(answer.body).toBeUndefined();
      else expect(answer.body).toMatchObject(body);
      expect(answer.headers.has('x-zm-trackingid')).toBe(true);
    },
  );

  test('the fault missing-scope names the scopes', async () => {
    expect((await first({ kind: 'missing-scope' })).text).toContain('dashboard:read:list_meeting_participants:admin');
  });

  test('the fault forbidden-html is HTML', async () => {
    expect((await first({ kind: 'forbidden-html' })).headers.get('content-type')).toContain('text/html');
  });
});

describe('Retry-After', () => {
  test.each([
    [{ kind: 'rate-limit-daily' }, '2026-11-21T00:00:00Z'],
    [{ kind: 'rate-limit-daily', retryAfter: 'seconds' }, '43200'],
    [{ kind: 'rate-limit-daily', retryAfter: 'http-date' }, 'Sat, 21 Nov 2026 00:00:00 GMT'],
    [{ kind: 'rate-limit-daily', retryAfter: 'absurd' }, '9999-99-99T99:99:99Z'],
    [{ kind: 'rate-limit-daily', retryAfter: 'missing' }, null],
    [{ kind: 'rate-limit-daily', retryAfterSeconds: 90 }, '2026-11-20T12:01:30Z'],
    [{ kind: 'rate-limit-per-second' }, null],
    [{ kind: 'rate-limit-per-second', retryAfter: 'seconds', retryAfterSeconds: 2 }, '2'],
    [{ kind: 'rate-limit-daily', headers: 'category' }, null],
  ] satisfies [Fault, string | null][])('Retry-After of the fault %o is %s', async (fault, expected) => {
    const { headers } = await first(fault);
    expect(headers.get('retry-after')).toBe(expected);
    expect(headers.get('x-ratelimit-category')).toBe('Heavy');
  });

  test('Retry-After and all headers of the rate limit can be missing', async () => {
    const { headers } = await first({ kind: 'rate-limit-daily', headers: 'none' });
    expect([...headers.keys()].filter((name) => /ratelimit|retry/.test(name))).toEqual([]);
  });
});

describe('a fault on the wire', () => {
  test.each(['connection-reset', 'truncated'] as const)('the fault %s fails the call, once', async (kind) => {
    await using zoom = await rig({ faults: [{ kind, times: 1 }] });
    await expect(zoom.get(path)).rejects.toThrow();
    expect(zoom.simulator.calls.at(-1)).toMatchObject({ fault: kind });
    expect(await zoom.get(path)).toMatchObject({ status: 200 });
  });

  test('the fault timeout never answers, and does not keep the simulator from closing', async () => {
    const zoom = await rig({ faults: [{ kind: 'timeout' }] });
    const { access_token } = (await zoom.newToken()).body ?? {};
    const headers = { authorization: `Bearer ${access_token}` };
    const signal = AbortSignal.timeout(150);
    await expect(fetch(`${zoom.simulator.apiUrl}/${path}`, { headers, signal })).rejects.toThrow(/abort|timeout/i);
    expect(zoom.simulator.calls.at(-1)).toMatchObject({ status: 0, fault: 'timeout' });
    await zoom.simulator.close();
  });

  test('the fault slow answers late, but rightly', async () => {
    await using zoom = await rig({ faults: [{ kind: 'slow', delayMs: 120 }] });
    const startedMs = performance.now();
    expect(await zoom.get(path)).toMatchObject({ status: 200, body: { total_records: 5 } });
    expect(performance.now() - startedMs).toBeGreaterThan(110);
  });
});

describe('tokens that go wrong', () => {
  test('a revoked access token stays revoked, a new one works', async () => {
    await using zoom = await rig({ faults: [{ kind: 'access-token-revoked', times: 1 }] });
    expect(await zoom.get(path)).toMatchObject({ status: 401 });
    expect(await zoom.get(path)).toMatchObject({ status: 401 });
    expect(await zoom.get(path, String((await zoom.newToken()).body?.access_token))).toMatchObject({ status: 200 });
  });

  test('a repeated page token is the one that was sent', async () => {
    await using zoom = await rig({ faults: [{ kind: 'page-token-repeated' }] });
    const small = `${path}&page_size=2`;
    const token = String((await zoom.get(small)).body?.next_page_token);
    const { body } = await zoom.get(`${small}&next_page_token=${encodeURIComponent(token)}`);
    expect(body?.next_page_token).toBe(token);
  });

  test('OAuth has faults of its own, which do not touch the API', async () => {
    const match = { endpoint: 'oauth' } as const;
    await using zoom = await rig({
      faults: [
        { kind: 'oauth-refused', reason: 'The app has been disabled', match, times: 1 },
        { kind: 'server-error', status: 503, match, times: 1 },
      ],
    });
    expect(await zoom.newToken()).toMatchObject({ status: 400, body: { reason: 'The app has been disabled' } });
    expect(await zoom.newToken()).toMatchObject({ status: 503 });
    expect(await zoom.get(path)).toMatchObject({ status: 200 });
  });
});

describe('data that come late', () => {
  const rows = [1, 2, 3, 4].map((index) => ({
    user_id: String(index),
    leave_time: `2026-11-02T10:0${index}:00Z`,
    duration: 60,
  }));
  const meeting = aMeeting({ participants: rows });

  test.each([
    ['nothing', [], 0],
    ['fewer-rows', ['1', '2'], 2],
    ['short-pages', ['1', '2'], 4],
    ['other-order', ['4', '3', '2', '1'], 4],
    ['zero-duration', ['1', '2', '3', '4'], 4],
    ['other-leave-times', ['1', '2', '3', '4'], 4],
  ] as const)('early-data shows %s at the first poll, the truth at the second', async (shows, ids, total) => {
    await using zoom = await rig({ meetings: [meeting], faults: [{ kind: 'early-data', shows, polls: 1 }] });
    const early = zoom.simulator.served(meeting.uuid, 'participants');
    expect(early.map((row) => row.user_id)).toEqual(ids);
    expect((await zoom.get(path)).body).toMatchObject({ participants: early, total_records: total });
    expect(zoom.simulator.served(meeting.uuid, 'participants')).toEqual(rows);
    expect((await zoom.get(path)).body).toMatchObject({ participants: rows, total_records: 4 });
    if (shows !== 'nothing' && shows !== 'fewer-rows' && shows !== 'short-pages') expect(early).not.toEqual(rows);
  });

  test('a poll sees the same data on all its pages', async () => {
    await using zoom = await rig({ faults: [{ kind: 'early-data', shows: 'zero-duration', polls: 1 }] });
    const report = 'report/meetings/93201235621/participants?page_size=3';
    const { body } = await zoom.get(report);
    const next = await zoom.get(`${report}&next_page_token=${encodeURIComponent(String(body?.next_page_token))}`);
    expect(next.body).toMatchObject({ participants: [{ duration: 0 }, { duration: 0 }] });
  });

  test('not-ready ends with the polls, at an instant, or some time after the end of the meeting', async () => {
    let nowMs = Date.parse('2026-11-20T12:00:00Z');
    const endTime = '2026-11-20T11:59:00Z';
    const status = async (fault: Fault, laterMs: number) => {
      await using zoom = await rig({ now: () => nowMs, meetings: [aMeeting({ endTime })], faults: [fault] });
      const before = (await zoom.get(path)).status;
      expect(zoom.simulator.served('4444AAAiAAAAAiAiAiiAii==', 'participants')).toHaveLength(fault.polls === 1 ? 5 : 0);
      nowMs += laterMs;
      const after = (await zoom.get(path)).status;
      nowMs -= laterMs;
      return [before, after];
    };
    expect(await status({ kind: 'not-ready', polls: 1 }, 0)).toEqual([404, 200]);
    expect(await status({ kind: 'not-ready', until: '2026-11-20T12:10:00Z' }, 600_000)).toEqual([404, 200]);
    expect(await status({ kind: 'not-ready', forSeconds: 60 }, 59_999)).toEqual([404, 404]);
    expect(await status({ kind: 'not-ready', secondsAfterEnd: 120 }, 60_000)).toEqual([404, 200]);
  });

  test('omitted-fields leaves out totals, and the blank token of the last page only', async () => {
    const fields = ['page_count', 'total_records', 'next_page_token'] as const;
    await using zoom = await rig({ faults: [{ kind: 'omitted-fields', fields: [...fields] }] });
    expect(Object.keys((await zoom.get(path)).body ?? {})).toEqual(['page_size', 'meeting_number', 'participants']);
    expect((await zoom.get(`${path}&page_size=2`)).body).toHaveProperty('next_page_token');
  });
});

import { describe, expect, test } from 'vitest';
import { aMeeting, rig } from '../../support/simulator-fixture.ts';

const path = 'report/meetings/93201235621/participants';

describe('rate limits over HTTP', () => {
  test('rate limits answer 429 per second with the label and no Retry-After, on both sides of the second', async () => {
    let nowMs = Date.parse('2026-11-20T12:00:00Z');
    await using zoom = await rig({ now: () => nowMs, plan: 'pro' });
    const answers = [];
    for (let call = 0; call < 10; call += 1) answers.push((await zoom.get(path)).status);
    expect(answers).toEqual(Array.from({ length: 10 }, () => 200));
    nowMs += 999;
    const refused = await zoom.get(path);
    expect(refused).toMatchObject({ status: 429, body: { code: 429 } });
    expect(refused.body?.message).toBe(
      'You have reached the maximum per-second rate limit for this API. Try again later.',
    );
    expect(refused.headers.get('x-ratelimit-category')).toBe('Heavy');
    expect(refused.headers.get('x-ratelimit-type')).toBe('QPS');
    expect(refused.headers.get('x-ratelimit-limit')).toBe('10');
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(refused.headers.has('retry-after')).toBe(false);
    nowMs += 1;
    expect(await zoom.get(path)).toMatchObject({ status: 200 });
  });

  test('rate limits answer 429 for the day with the instant of the next one', async () => {
    let nowMs = Date.parse('2026-11-20T12:00:00Z');
    await using zoom = await rig({ now: () => nowMs, quota: { callsPerDay: 2 } });
    await zoom.get(path);
    await zoom.get(path);
    const refused = await zoom.get(path);
    expect(refused.status).toBe(429);
    expect(refused.body?.message).toContain('maximum daily rate limit');
    expect(refused.headers.get('x-ratelimit-type')).toBe('Daily-limit');
    expect(refused.headers.get('retry-after')).toBe('2026-11-21T00:00:00Z');
    nowMs = Date.parse('2026-11-21T00:00:00Z');
    // Ten hours are more than a token lives.
    expect(await zoom.get(path, String((await zoom.newToken()).body?.access_token))).toMatchObject({ status: 200 });
  });

  test('rate limits count each account by itself', async () => {
    const other = { accountId: 'b', clientId: 'b', clientSecret: 'b', webhookSecretToken: 'b' };
    const first = { accountId: 'a', clientId: 'a', clientSecret: 'a', webhookSecretToken: 'a' };
    await using zoom = await rig({
      accounts: [first, other],
      quota: { callsPerDay: 1 },
      meetings: [aMeeting(), aMeeting({ uuid: 'theirs==', meetingId: '81111111111', accountId: 'b' })],
    });
    expect(await zoom.get(path)).toMatchObject({ status: 200 });
    expect(await zoom.get(path)).toMatchObject({ status: 429 });
    const basic = `Basic ${Buffer.from('b:b').toString('base64')}`;
    const token = String((await zoom.newToken({ basic, form: { account_id: 'b' } })).body?.access_token);
    expect(await zoom.get('report/meetings/theirs==/participants', token)).toMatchObject({ status: 200 });
  });

  test('rate limits are not spent by refused tokens and unknown paths', async () => {
    await using zoom = await rig({ quota: { callsPerDay: 1 } });
    expect(await zoom.get(path, 'made-up')).toMatchObject({ status: 401 });
    expect(await zoom.get('report/nothing')).toMatchObject({ status: 404, body: { code: 2300 } });
    expect(await zoom.get(path)).toMatchObject({ status: 200 });
  });
});

import { describe, expect, test } from 'vitest';
import { rig } from '../../support/simulator-fixture.ts';

describe('access tokens', () => {
  test('access tokens are granted with their lifetime, scopes and API origin', async () => {
    await using zoom = await rig();
    const { status, body } = await zoom.newToken();
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3599 });
    expect(String(body?.scope)).toContain('report:read:list_meeting_participants:admin');
    expect(zoom.simulator.tokensIssued).toBe(1);
  });

  test.each([
    ['a wrong secret', { secret: 'wrong' }, 400, 'invalid_client'],
    ['no credentials', { basic: '' }, 401, 'invalid_client'],
    ['another grant type', { form: { grant_type: 'client_credentials' } }, 400, 'unsupported_grant_type'],
    ['another account', { form: { account_id: 'someone' } }, 400, 'invalid_request'],
  ])('access tokens are refused for %s', async (_name, changes, status, error) => {
    await using zoom = await rig();
    const answer = await zoom.newToken(changes);
    expect(answer).toMatchObject({ status, body: { error } });
    expect(answer.body?.reason).toBeTypeOf('string');
  });

  test('access tokens are refused by the API with 401 and code 124 when unknown, expired, or ended by a newer one', async () => {
    let nowMs = Date.parse('2026-11-20T12:00:00Z');
    await using zoom = await rig({ now: () => nowMs });
    const path = 'report/meetings/93201235621/participants';
    expect(await zoom.get(path, 'made-up')).toMatchObject({ status: 401, body: { code: 124 } });
    const first = String((await zoom.newToken()).body?.access_token);
    expect(await zoom.get(path, first)).toMatchObject({ status: 200 });
    const second = String((await zoom.newToken()).body?.access_token);
    expect(await zoom.get(path, first)).toMatchObject({ status: 401, body: { code: 124 } });
    nowMs += 3600_000 - 1;
    expect(await zoom.get(path, second)).toMatchObject({ status: 200 });
    nowMs += 1;
    expect(await zoom.get(path, second)).toMatchObject({
      status: 401,
      body: { code: 124, message: 'Access token is expired.' },
    });
  });

  test('access tokens live side by side when the account allows it', async () => {
    await using zoom = await rig({ newTokenRevokesOld: false });
    const first = String((await zoom.newToken()).body?.access_token);
    await zoom.newToken();
    expect(await zoom.get('report/meetings/93201235621/participants', first)).toMatchObject({ status: 200 });
  });
});

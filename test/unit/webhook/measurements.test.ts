import { describe, expect, test } from 'vitest';
import { createReceiver, meetingEnded, signed } from './webhook-fixture.ts';

const validation = { event: 'endpoint.url_validation', event_ts: 1, payload: { plainToken: 'plain-1' } };

/** What was counted for one request. */
async function counted(request: Parameters<ReturnType<typeof createReceiver>['receive']>[0]) {
  const receiver = createReceiver();
  await receiver.receive(request);
  return receiver.recorded;
}

describe('the webhook counts', () => {
  test("an ended meeting, under the account's name in the configuration", async () => {
    expect(await counted(signed(meetingEnded()))).toEqual([
      { metric: 'EventsAccepted', value: 1, Account: 'name of north' },
    ]);
  });

  test('an event that names an account which is none of ours, beside the meeting, with both ids in the log', async () => {
    const receiver = createReceiver();
    await receiver.receive(signed(meetingEnded({}, { accountId: 'nroth' })));
    expect(receiver.recorded).toEqual([
      { metric: 'EventsAccepted', value: 1, Account: 'name of north' },
      { metric: 'EventsOfOtherAccounts', value: 1, Account: 'name of north' },
    ]);
    expect(receiver.logged).toContainEqual({
      message: 'event names another account',
      fields: { account: 'north', named: 'nroth', kind: 'meeting', uuid: '/abc+d//EFG==' },
    });
  });

  test('a validation that it answered', async () => {
    expect(await counted(signed(validation))).toEqual([{ metric: 'UrlValidations', value: 1 }]);
  });

  test('a wrong signature, and a validation with one beside', async () => {
    const wrong = { token: 'stolen' };
    expect(await counted(signed(meetingEnded(), wrong))).toEqual([{ metric: 'SignatureFailures', value: 1 }]);
    expect(await counted(signed(validation, wrong))).toEqual([
      { metric: 'SignatureFailures', value: 1 },
      { metric: 'UrlValidationFailures', value: 1 },
    ]);
  });

  test('no validation where a large body only has its words', async () => {
    const large = { ...validation, padding: 'x'.repeat(2_000) };
    expect(await counted(signed(large, { token: 'stolen' }))).toEqual([{ metric: 'SignatureFailures', value: 1 }]);
  });

  test('a validation of 2,000 bytes still, since Zoom tells no bound', async () => {
    const padding = 2_000 - Buffer.byteLength(JSON.stringify({ ...validation, padding: '' }));
    const sized = (bytes: number) => signed({ ...validation, padding: 'x'.repeat(bytes) }, { token: 'stolen' });
    expect(await counted(sized(padding))).toHaveLength(2);
    expect(await counted(sized(padding + 1))).toHaveLength(1);
  });

  test('a timestamp outside the window', async () => {
    expect(await counted(signed(meetingEnded(), { timestamp: '1' }))).toEqual([
      { metric: 'SignatureFailures', value: 1 },
    ]);
  });

  test('a genuine event that it cannot read', async () => {
    expect(await counted(signed('{"event":'))).toEqual([{ metric: 'MalformedEvents', value: 1 }]);
  });

  test('nothing of what the internet sends without a signature, nor of events that are not ours', async () => {
    expect(await counted({ ...signed(meetingEnded()), headers: {} })).toEqual([]);
    expect(await counted(signed({ event: 'meeting.started', payload: {} }))).toEqual([]);
  });
});

import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { endedEvent, signedRequest } from '../../../local/simulator/webhook-events.ts';

describe('webhook events', () => {
  test('webhook events say what ended, the id as text', () => {
    const webinar = generateMeeting({ seed: 1, kind: 'webinar', participants: 3, minutes: 5, practiceSession: true });
    expect(endedEvent(webinar, 'account', 1_795_176_000_123)).toMatchObject({
      event: 'webinar.ended',
      event_ts: 1_795_176_000_123,
      payload: {
        account_id: 'account',
        object: { id: webinar.meetingId, uuid: webinar.uuid, end_time: webinar.endTime, practice_session: true },
      },
    });
    const meeting = generateMeeting({ seed: 1, participants: 3, minutes: 5 });
    expect(endedEvent(meeting, 'account', 1).payload.object).not.toHaveProperty('practice_session');
  });

  test('webhook events are signed over the very bytes, with the time in seconds', () => {
    const body = '{"a" : "\\u00e9 🎉", "b":1.0}';
    const { body: sent, headers } = signedRequest({ body, secretToken: 'secret', now: 1_795_176_000_999 });
    const hex = createHmac('sha256', 'secret').update(`v0:1795176000:${body}`).digest('hex');
    expect(sent).toBe(body);
    expect(headers).toMatchObject({ 'x-zm-request-timestamp': '1795176000', 'x-zm-signature': `v0=${hex}` });
  });

  test('webhook events keep their request id when sent again, with another signature', () => {
    const [one, two] = [0, 304_000].map((now) => signedRequest({ body: { a: 1 }, secretToken: 'secret', now }));
    expect(one?.headers['x-zm-request-id']).toBe(two?.headers['x-zm-request-id']);
    expect(one?.headers['x-zm-signature']).not.toBe(two?.headers['x-zm-signature']);
  });
});

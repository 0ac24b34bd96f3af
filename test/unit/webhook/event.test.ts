import { describe, expect, test } from 'vitest';
import { decodeWebhookEvent, MalformedEventError } from '../../../shared/zoom/webhook/webhook-event.ts';
import { meetingEnded, now, webinarEnded } from './webhook-fixture.ts';

const decode = (body: unknown) =>
  decodeWebhookEvent(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), now);

const meetingOf = (body: unknown) => {
  const event = decode(body);
  if (event.type !== 'ended') throw new Error(`decoded as ${event.type}`);
  return event.meeting;
};

describe('an event of an ended meeting', () => {
  test('becomes the meeting, each field as Zoom wrote it', () => {
    expect(decode(meetingEnded())).toEqual({
      type: 'ended',
      accountId: 'north',
      meeting: {
        kind: 'meeting',
        uuid: '/abc+d//EFG==',
        meetingId: '98765432101',
        topic: 'Wöchentliche Runde 🎉',
        hostId: 'host-1',
        startTime: '2026-03-04T11:00:00Z',
        endTime: '2026-03-04T11:59:00Z',
        timezone: 'Europe/Berlin',
        type: 8,
      },
    });
  });

  test('of a webinar is told apart by its name', () => {
    expect(meetingOf(webinarEnded()).kind).toBe('webinar');
  });

  test('reads the same whatever spaces, escapes, duplicate keys or unknown fields the text has', () => {
    const text =
      ' {"event" :"x","event":"meeting\\u002eended", "new":[1e999], "payload":\n{"account_id":"north","object":' +
      '{"uuid":"\\/abc+d\\/\\/EFG==","id":"1","id":"98765432101","topic":"W\\u00f6chentlich","end_time":"2026-03-04T11:59:00Z"}}}\n';
    expect(meetingOf(text)).toEqual({
      kind: 'meeting',
      uuid: '/abc+d//EFG==',
      meetingId: '98765432101',
      topic: 'Wöchentlich',
      endTime: '2026-03-04T11:59:00Z',
    });
  });

  test('takes a number for the meeting id, also one that a double cannot hold', () => {
    expect(meetingOf(meetingEnded({ id: 123 })).meetingId).toBe('123');
    const huge = JSON.stringify(meetingEnded()).replace('"98765432101"', '98765432109876543211');
    expect(meetingOf(huge).meetingId).toBe('98765432109876543211');
  });

  test.each([undefined, null, '', '  ', {}, []])('is not lost though its meeting id is %j', (id) => {
    expect(meetingOf(meetingEnded({ id })).meetingId).toBe('unknown');
  });

  test('cuts a long topic, and never inside a character', () => {
    expect(meetingOf(meetingEnded({ topic: 'a'.repeat(1000) })).topic).toBe('a'.repeat(1000));
    expect(meetingOf(meetingEnded({ topic: 'a'.repeat(1001) })).topic).toBe('a'.repeat(1000));
    expect(meetingOf(meetingEnded({ topic: `${'a'.repeat(999)}🎉` })).topic).toBe('a'.repeat(999));
    expect(meetingOf(meetingEnded({ topic: `${'a'.repeat(998)}🎉` })).topic).toBe(`${'a'.repeat(998)}🎉`);
    expect(meetingOf(meetingEnded({ topic: `${'a'.repeat(998)}🎉🎉` })).topic).toBe(`${'a'.repeat(998)}🎉`);
  });

  test('mends half a character, which no table takes', () => {
    expect(meetingOf(meetingEnded({ topic: 'half \ud83c' })).topic).toBe('half \ufffd');
  });

  test('keeps a blank topic blank', () => {
    expect(meetingOf(meetingEnded({ topic: '' })).topic).toBe('');
  });

  test('leaves out fields of a wrong type instead of being lost', () => {
    const odd = { topic: 7, host_id: null, timezone: {}, type: '8', start_time: 'yesterday' };
    expect(Object.keys(meetingOf(meetingEnded(odd))).sort()).toEqual(['endTime', 'kind', 'meetingId', 'uuid']);
  });

  test.each([1.5, -1, 1e20, true, null])('leaves out the type %j', (type) => {
    expect(meetingOf(meetingEnded({ type }))).not.toHaveProperty('type');
  });

  test('leaves out a start when no meeting can have started, and ends with its event where the end lies before the start', () => {
    const atEvent = '2026-03-04T11:59:30.400Z';
    expect(meetingOf(meetingEnded({ start_time: '0001-01-01T00:00:00Z' }))).not.toHaveProperty('startTime');
    for (const end_time of ['0001-01-01T00:00:00Z', '2026-03-04T10:59:59Z', undefined]) {
      expect(meetingOf(meetingEnded({ end_time }))).toMatchObject({
        startTime: '2026-03-04T11:00:00Z',
        endTime: atEvent,
      });
    }
  });

  test('without an account id is still read', () => {
    for (const payload of [{}, { account_id: 7 }, { account_id: null }]) {
      const event = meetingEnded({}, { payload: { ...payload, object: { uuid: 'u' } } });
      expect(decode(event)).toMatchObject({ type: 'ended', accountId: undefined });
    }
  });

  test.each([undefined, null, '', 7, {}, 'u'.repeat(201), '\ud800'])('is malformed with the uuid %j', (uuid) => {
    expect(() => decode(meetingEnded({ uuid }))).toThrow(MalformedEventError);
  });

  test('takes a uuid of 200 characters', () => {
    expect(meetingOf(meetingEnded({ uuid: 'u'.repeat(200) })).uuid).toBe('u'.repeat(200));
  });
});

describe('another event', () => {
  test('is ignored when it is not ours, whatever its shape', () => {
    expect(decode({ event: 'meeting.started' })).toEqual({ type: 'ignored', event: 'meeting.started' });
    expect(decode({ event: 'app_deauthorized', payload: 7 })).toMatchObject({ type: 'ignored' });
  });

  test('is ignored when a practice session ended, and only then', () => {
    expect(decode(webinarEnded({ practice_session: true }))).toMatchObject({ type: 'ignored' });
    expect(decode(webinarEnded({ practice_session: false }))).toMatchObject({ type: 'ended' });
    expect(decode(meetingEnded({ practice_session: true }))).toMatchObject({ type: 'ended' });
    expect(decode(webinarEnded({ practice_session: 'true' }))).toMatchObject({ type: 'ended' });
  });

  test('of URL validation bears the token', () => {
    expect(decode({ event: 'endpoint.url_validation', payload: { plainToken: 'abc' } })).toEqual({
      type: 'url-validation',
      plainToken: 'abc',
    });
  });
});

const noJson = 'The body is not JSON in UTF-8.';
test.each([
  ['', noJson],
  ['{', noJson],
  ['{"event":"meeting.ended","topic":Geheim}', noJson],
  ['null', 'The body is no object.'],
  ['7', 'The body is no object.'],
  ['12345678901234567890', 'The body is no object.'],
  ['"text"', 'The body is no object.'],
  ['[]', 'The body is no object.'],
  ['{}', 'event is no text.'],
  ['{"event":null}', 'event is no text.'],
  ['{"event":"meeting.ended"}', 'payload is no object.'],
  ['{"event":"meeting.ended","payload":[]}', 'payload is no object.'],
  ['{"event":"meeting.ended","payload":{}}', 'payload.object is no object.'],
  ['{"event":"meeting.ended","payload":{"object":12345678901234567890}}', 'payload.object is no object.'],
  ['{"event":"meeting.ended","payload":{"object":{"uuid":"Geheim\\ud800"}}}', 'payload.object.uuid is no UUID.'],
  ['{"event":"endpoint.url_validation","payload":{}}', 'plainToken is no token.'],
  ['{"event":"endpoint.url_validation","payload":{"plainToken":""}}', 'plainToken is no token.'],
  // What the answer would sign as an event of Zoom's.
  ['{"event":"endpoint.url_validation","payload":{"plainToken":"v0:1772625600:{}"}}', 'plainToken is no token.'],
  [`{"event":"endpoint.url_validation","payload":{"plainToken":"${'a'.repeat(129)}"}}`, 'plainToken is no token.'],
])('the body %j is malformed, and the error quotes nothing of it: %s', (body, message) => {
  expect(() => decode(body)).toThrow(new MalformedEventError(message));
});

test('a malformed event bears a name that logs can be searched for', () => {
  expect(new MalformedEventError('').name).toBe('MalformedEventError');
});

test('a body that is not UTF-8 is malformed', () => {
  const body = Buffer.from(JSON.stringify(meetingEnded()), 'latin1');
  expect(() => decodeWebhookEvent(body, now)).toThrow(MalformedEventError);
});

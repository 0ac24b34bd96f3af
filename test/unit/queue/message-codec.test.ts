import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaptureMessage } from '../../../shared/domain/capture/capture-message.ts';
import { omit } from '../../../shared/domain/omit.ts';
import {
  decodeMessage,
  encodeMessage,
  MalformedMessageError,
  messageOrFault,
} from '../../../shared/queue/message-codec.ts';

const message: CaptureMessage = {
  v: 1,
  account: 'north',
  kind: 'webinar',
  uuid: '/abc+d//EFG==',
  meetingId: '98765432101',
  topic: 'Grüße "🎉"\u0000\u007f\u2028',
  hostId: 'host-1',
  startTime: '2026-03-04T11:00:00Z',
  endTime: '2026-03-04T11:59:00Z',
  timezone: 'Europe/Berlin',
  type: 9,
  reason: 'sweep',
  sequence: 2,
  notBefore: '2026-03-04T12:04:00.000Z',
};

describe('a message', () => {
  test('comes back as it was sent', () => {
    expect(decodeMessage(encodeMessage(message))).toEqual(message);
  });

  test('comes back without the fields it was sent without', () => {
    const { topic, hostId, startTime, timezone, type, ...least } = message;
    expect(decodeMessage(encodeMessage(least))).toEqual(least);
  });

  test('is plain ASCII whatever its topic, half characters included', () => {
    expect(encodeMessage(message)).toMatch(/^[\x20-\x7e]+$/);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (topic, uuid) => {
        const sent = { ...message, topic: `${topic}\ud83c`, uuid: uuid || 'u' };
        const body = encodeMessage(sent);
        expect(body).toMatch(/^[\x20-\x7e]+$/);
        expect(decodeMessage(body)).toEqual(sent);
      }),
    );
  });

  test('of version 0.1.0, for a numbered poll, is the one before it in the sequence', () => {
    const before = { ...omit(message, 'sequence'), look: 3 };
    expect(decodeMessage(JSON.stringify(before))).toEqual(message);
  });

  test('may have fields that a newer sender added', () => {
    expect(decodeMessage(JSON.stringify({ ...message, colour: 'red' }))).toEqual(message);
  });
});

describe('a malformed message', () => {
  test.each([
    ['v', { v: 2 }],
    ['account', { account: '' }],
    ['kind', { kind: 'party' }],
    ['uuid', { uuid: undefined }],
    ['meetingId', { meetingId: 7 }],
    ['topic', { topic: null }],
    ['endTime', { endTime: 'yesterday' }],
    ['reason', { reason: 'boredom' }],
    ['sequence', { sequence: -1 }],
    ['sequence', { sequence: 1.5 }],
    ['notBefore', { notBefore: '' }],
  ])('names its wrong field: %s', (field, change) => {
    const decode = () => decodeMessage(JSON.stringify({ ...message, ...change }));
    expect(decode).toThrow(MalformedMessageError);
    expect(decode).toThrow(`${field}: `);
  });

  test('names every wrong field at once, and says of an instant that it is none', () => {
    expect(() => decodeMessage(JSON.stringify({ ...message, endTime: 'soon', notBefore: 'later' }))).toThrow(
      "The message is not a capture's: endTime: no instant; notBefore: no instant.",
    );
  });

  test.each(['null', '[]', '7', '"text"'])('can be JSON that is no message: %s', (body) => {
    expect(() => decodeMessage(body)).toThrow(/^The message is not a capture's: message: /);
  });

  test.each(['', '{', '{"v":1,}'])('can be no JSON: %s', (body) => {
    expect(() => decodeMessage(body)).toThrow(new MalformedMessageError('The message is not JSON.'));
  });

  test('bears a name that logs can be searched for', () => {
    expect(new MalformedMessageError('').name).toBe('MalformedMessageError');
  });

  test('is never quoted', () => {
    for (const body of ['{"topic":Geheim}', '"Geheim"', JSON.stringify({ ...message, kind: 'Geheim', v: 'Geheim' })]) {
      expect(() => decodeMessage(body)).not.toThrow(/Geheim/);
    }
  });
});

describe('a message among many', () => {
  test('is read, or is told what is wrong with it', () => {
    expect(messageOrFault(encodeMessage(message))).toEqual(message);
    const fault = messageOrFault('{}');
    expect(fault).toBeInstanceOf(MalformedMessageError);
    expect(fault).toMatchObject({ retry: 'no' });
  });
});

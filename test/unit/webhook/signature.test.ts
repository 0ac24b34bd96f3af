import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { encryptedToken, signature, verifySignature } from '../../../shared/zoom/webhook/signature.ts';

const rawBody = Buffer.from('{"topic":"Grüße 🎉"}');
const timestamp = '1772625600';
const good = { rawBody, timestamp, signature: signature('secret', timestamp, rawBody) };

describe('a signature', () => {
  test('is the HMAC of version, timestamp and the very bytes of the body', () => {
    const expected = createHmac('sha256', 'secret').update('v0:1772625600:{"topic":"Grüße 🎉"}', 'utf8').digest('hex');
    expect(good.signature).toBe(`v0=${expected}`);
  });

  test('takes bytes that are no text', () => {
    const bytes = Buffer.from([0xff, 0x00, 0xfe]);
    const message = Buffer.concat([Buffer.from('v0:1:'), bytes]);
    expect(signature('secret', '1', bytes)).toBe(`v0=${createHmac('sha256', 'secret').update(message).digest('hex')}`);
  });
});

describe('verifying', () => {
  test('names the token that signed, whichever place it has', () => {
    for (const tokens of [['secret'], ['secret', 'other'], ['other', 'secret'], ['a', 'secret', 'b']]) {
      expect(verifySignature(tokens, good)).toEqual(['secret']);
    }
  });

  test('names a token once though two accounts have it', () => {
    expect(verifySignature(['secret', 'secret'], good)).toEqual(['secret']);
  });

  test('finds nobody for another token, another time, another body or no token', () => {
    expect(verifySignature(['other'], good)).toEqual([]);
    expect(verifySignature(['secret'], { ...good, timestamp: '1772625601' })).toEqual([]);
    expect(verifySignature(['secret'], { ...good, rawBody: Buffer.from('{}') })).toEqual([]);
    expect(verifySignature([], good)).toEqual([]);
  });

  test('never lets an empty token verify, though the sum is right', () => {
    expect(verifySignature([''], { ...good, signature: signature('', timestamp, rawBody) })).toEqual([]);
  });

  test.each([
    '',
    'v0=',
    good.signature.slice(0, -1),
    `${good.signature}0`,
    good.signature.toUpperCase(),
    good.signature.replace('v0', 'v1'),
    good.signature.slice(3),
    'ü'.repeat(67),
    `${'é'.repeat(33)}0`,
  ])('takes %j for forged and does not throw', (forged) => {
    expect(verifySignature(['secret'], { ...good, signature: forged })).toEqual([]);
  });
});

test('the token of a validation is encrypted as plain hex', () => {
  expect(encryptedToken('secret', 'plain')).toBe(createHmac('sha256', 'secret').update('plain').digest('hex'));
});

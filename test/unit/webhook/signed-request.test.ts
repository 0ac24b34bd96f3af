import { describe, expect, test } from 'vitest';
import { longestBodyBytes, signedRequest } from '../../../functions/webhook/signed-request.ts';

const headers = { 'x-zm-signature': 'v0=00', 'x-zm-request-timestamp': '1772625600' };

describe('the request as it was signed', () => {
  test('has the bytes of the text', () => {
    expect(signedRequest({ headers, body: 'é🎉' })).toEqual({
      signature: 'v0=00',
      timestamp: '1772625600',
      rawBody: Buffer.from('é🎉', 'utf8'),
    });
  });

  test('has the bytes that base64 stands for, be they text or not', () => {
    for (const bytes of [Buffer.from('{"topic":"é🎉"}'), Buffer.from([0xff, 0xfe, 0x00, 0x80])]) {
      const request = signedRequest({ headers, body: bytes.toString('base64'), isBase64Encoded: true });
      expect(request?.rawBody).toEqual(bytes);
    }
  });

  test('finds its headers in any case', () => {
    const shouting = { 'X-ZM-SIGNATURE': 'v0=00', 'X-Zm-Request-Timestamp': '1772625600' };
    expect(signedRequest({ headers: shouting, body: '{}' })).toMatchObject({ timestamp: '1772625600' });
  });

  test('may have 256 KB', () => {
    const bytes = Buffer.alloc(longestBodyBytes, 'é');
    expect(signedRequest({ headers, body: bytes.toString() })?.rawBody).toHaveLength(longestBodyBytes);
    const encoded = { body: bytes.toString('base64'), isBase64Encoded: true };
    expect(signedRequest({ headers, ...encoded })?.rawBody).toHaveLength(longestBodyBytes);
  });

  test.each([
    ['no signature', { headers: { 'x-zm-request-timestamp': '1' }, body: '{}' }],
    ['no timestamp', { headers: { 'x-zm-signature': 'v0=00' }, body: '{}' }],
    ['blank headers', { headers: { 'x-zm-signature': '', 'x-zm-request-timestamp': '' }, body: '{}' }],
    ['no headers', { body: '{}' }],
    ['no body', { headers }],
    ['a body of more than 256 KB', { headers, body: 'a'.repeat(longestBodyBytes + 1) }],
    ['letters of more than 256 KB', { headers, body: 'é'.repeat(longestBodyBytes / 2 + 1) }],
    [
      'more than 256 KB in base64',
      { headers, body: Buffer.alloc(longestBodyBytes + 1).toString('base64'), isBase64Encoded: true },
    ],
    [
      'a body in base64 that is too long to be decoded',
      { headers, body: `e30=${' '.repeat(2 * longestBodyBytes)}`, isBase64Encoded: true },
    ],
    ['an empty body', { headers, body: '' }],
    ['an empty body in base64', { headers, body: '', isBase64Encoded: true }],
  ])('is none with %s', (_, request) => {
    expect(signedRequest(request)).toBeUndefined();
  });
});

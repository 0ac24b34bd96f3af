import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answer } from '../../../functions/webhook/receive.ts';
import type { HttpRequest } from '../../../functions/webhook/signed-request.ts';
import { decodeMessage, encodeMessage } from '../../../shared/queue/message-codec.ts';
import { body, configuredTokens, mutation, timestamp, token } from './webhook-arbitraries.ts';
import { createReceiver, nowSeconds, signed, window } from './webhook-fixture.ts';

const numRuns = Number(process.env.FUZZ_RUNS ?? 3_000);

/** The rule written a second time and differently: one HMAC over one buffer, plain comparison of text. */
function oracleAccepts({ headers = {}, body = '', isBase64Encoded }: HttpRequest): boolean {
  const named = (name: string) => {
    const exact = headers[name];
    if (exact !== undefined) return exact;
    for (const key in headers) if (key.toLowerCase() === name) return headers[key] ?? '';
    return '';
  };
  const timestamp = named('x-zm-request-timestamp');
  const bytes = isBase64Encoded ? Buffer.from(body, 'base64') : Buffer.from(new TextEncoder().encode(body));
  if (bytes.length === 0 || timestamp === '' || [...timestamp].some((digit) => !'0123456789'.includes(digit)))
    return false;
  const ahead = BigInt(timestamp) - BigInt(nowSeconds);
  if (ahead > BigInt(window.maxAheadSeconds) || ahead < -BigInt(window.maxAgeSeconds)) return false;
  const message = Buffer.concat([Buffer.from(`v0:${timestamp}:`), bytes]);
  return configuredTokens.some(
    (token) => `v0=${createHmac('sha256', token).update(message).digest('hex')}` === named('x-zm-signature'),
  );
}

test(`${numRuns} requests, genuine and tampered with, are accepted exactly when the rule says so, and none is a fault`, async () => {
  const seen = { accepted: 0, refused: 0, queued: 0 };
  const property = fc.asyncProperty(body, token, timestamp, fc.boolean(), mutation, async (...drawn) => {
    const [content, secretToken, signedAt, base64, mutate] = drawn;
    const request = mutate(signed(content ?? 'null', { token: secretToken, timestamp: signedAt, base64 }));
    const receiver = createReceiver();
    const outcome = await receiver.receive(request);

    const accepts = oracleAccepts(request);
    const foreign = receiver.logged.some(({ fields }) => fields?.reason === 'signature of another account');
    expect(outcome.type === 'refused').toBe(!accepts || foreign);
    expect(answer(outcome).statusCode).toBeLessThan(500);
    expect(receiver.sent).toHaveLength(outcome.type === 'queued' ? 3 : 0);
    for (const [, message] of receiver.sent) {
      const text = encodeMessage(message);
      expect(text.length).toBeLessThan(10_000);
      expect(decodeMessage(text)).toEqual(message);
    }
    seen[accepts ? 'accepted' : 'refused']++;
    if (outcome.type === 'queued') seen.queued++;
  });
  await fc.assert(property, { numRuns });
  // The generator must reach both sides, or the property says nothing.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(numRuns / 50);
}, 600_000);

import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { listenOnLoopback } from '../../../local/server-process.ts';
import { batchWrite, putText } from '../../../shared/dynamo/batch-write.ts';
import { createDynamoClient } from '../../../shared/dynamo/dynamo-client.ts';

/** What DynamoDB would have been sent: the puts of each call, and its bytes. */
async function callsFor(items: readonly string[]) {
  const calls: { readonly puts: number; readonly bytes: number }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    calls.push({ puts: JSON.parse(body.toString()).RequestItems.Captures.length, bytes: body.byteLength });
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{"UnprocessedItems":{}}');
  });
  const { url } = await listenOnLoopback(server, 0);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = createDynamoClient({ endpoint: url, region: 'eu-central-1', credentials });
  try {
    await batchWrite('Captures', items.map(putText), { client, sleep: async () => {}, random: () => 0 });
  } finally {
    client.destroy();
    server.close();
  }
  return calls;
}

const itemOf = (characters: number, character = 'a') => `{"pk":{"S":"${character.repeat(characters)}"}}`;

test('25 small items are one call, 26 are two', async () => {
  expect((await callsFor(Array.from({ length: 25 }, () => itemOf(10)))).map(({ puts }) => puts)).toEqual([25]);
  const two = await callsFor(Array.from({ length: 26 }, () => itemOf(10)));
  expect(two.map(({ puts }) => puts).toSorted((a, b) => a - b)).toEqual([1, 25]);
});

test.each(['a', '会'])('a page of heavy items goes out in calls that DynamoDB takes (%s)', async (character) => {
  const calls = await callsFor(Array.from({ length: 25 }, () => itemOf(1_000_000, character)));
  expect(calls.reduce((sum, { puts }) => sum + puts, 0)).toBe(25);
  for (const { bytes } of calls) expect(bytes).toBeLessThan(16 * 2 ** 20);
});

test('items share a call up to 8 MB, and one that is heavier by itself has its own', async () => {
  expect(await callsFor([itemOf(7_999_000), itemOf(10)])).toHaveLength(1);
  expect(await callsFor([itemOf(8_000_000), itemOf(10)])).toHaveLength(2);
  expect(await callsFor([itemOf(10), itemOf(9_000_000), itemOf(10)])).toHaveLength(3);
});

/**
 * In a process of its own: an SQS that takes every message at once, and the secrets extension with the secret of its argument. A
 * message asks how many sends were under way at the same time, and sets how long each takes from now on.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenOnLoopback } from '../../local/server-process.ts';

const secret = process.argv[2] ?? '';
let delayMs = 0;
let underWay = 0;
let mostUnderWay = 0;

const server = createServer(async (request, response) => {
  if (request.method === 'GET') return void response.end(JSON.stringify({ SecretString: secret, VersionId: 'v1' }));
  underWay += 1;
  mostUnderWay = Math.max(mostUnderWay, underWay);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (delayMs > 0) await sleep(delayMs);
  const { MessageBody } = JSON.parse(Buffer.concat(chunks).toString());
  const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
  underWay -= 1;
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  response.end(JSON.stringify({ MessageId: 'a', MD5OfMessageBody }));
});
server.keepAliveTimeout = 120_000;
const { url } = await listenOnLoopback(server, 0);
process.on('message', (takes: { readonly delayMs: number }) => {
  process.send?.(mostUnderWay);
  delayMs = takes.delayMs;
  mostUnderWay = 0;
});
process.on('disconnect', () => process.exit(0));
process.send?.(url);

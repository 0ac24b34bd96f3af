import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { createQueries } from '../../../shared/queries/index.ts';
import { startCliFixture } from '../cli/cli-fixture.ts';

// The function that docs/events.md shows, as it stands there, with what it imports given to it.

const document = readFileSync(new URL('../../../docs/events.md', import.meta.url), 'utf8');
const [, example = ''] = /```ts\n([\s\S]+?)```/.exec(document) ?? [];
const body = example.replace(/^import .+\n/gm, '').replace('export ', '');

const meeting = generateMeeting({
  seed: 9,
  uuid: 'course/==',
  participants: 4,
  minutes: 30,
  endTime: '2026-11-20T08:58:00Z',
});
const posted: { readonly key: IncomingMessage['headers'][string]; readonly lines: readonly string[] }[] = [];
let status = 204;
const channel = createServer(async (request, response) => {
  posted.push({ key: request.headers['idempotency-key'], lines: (await text(request)).split('\n') });
  response.writeHead(status).end();
});

type Handler = (event: { readonly detail: { readonly uuid: string; readonly id: string } }) => Promise<void>;
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
let handler: Handler;
beforeAll(async () => {
  fixture = await startCliFixture();
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting);
  await fixture.drain();
  await new Promise<void>((resolve) => channel.listen(0, '127.0.0.1', resolve));
  const { port } = channel.address() as AddressInfo;
  const env = { CAPTURES_TABLE: 'Captures', COURSE_CHANNEL: `http://127.0.0.1:${port}/` };
  function DynamoDBClient() {
    return fixture.client;
  }
  const given = { DynamoDBClient, createQueries, process: { env } };
  handler = new Function(...Object.keys(given), `${body}; return handler;`)(...Object.values(given));
});
afterAll(async () => {
  channel.close();
  await fixture.close();
});

test('the example of news posts what the command says of the meeting, under the id of the news', async () => {
  await handler({ detail: { uuid: meeting.uuid, id: 'news-1' } });
  const { people } = JSON.parse((await fixture.cli('attendance', meeting.uuid, '--json')).stdout);
  const lines = people.map(
    (person: { name: string; attendedMinutes: number }) => `${person.name}: ${Math.round(person.attendedMinutes)} min`,
  );
  expect(lines.length).toBeGreaterThan(1);
  expect(posted).toEqual([{ key: 'news-1', lines }]);
});

test('the example of news is tried again where its channel refuses, and lets a meeting go that is stored no longer', async () => {
  await handler({ detail: { uuid: 'gone==', id: 'news-2' } });
  expect(posted).toHaveLength(1);
  status = 503;
  await expect(handler({ detail: { uuid: meeting.uuid, id: 'news-3' } })).rejects.toThrow('The channel answered 503.');
});

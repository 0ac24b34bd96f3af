import { createServer } from 'node:http';
import { PassThrough } from 'node:stream';
import { json } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { listenOnLoopback } from '../../../local/server-process.ts';
import { createCommands, readCommands } from '../../../local/simulator/commands.ts';
import { sampleMeetings } from '../../../local/simulator/meetings.ts';
import { startSimulator } from '../../../local/simulator/simulator.ts';

type Event = { readonly event: string; readonly payload: { readonly object: { readonly uuid: string } } };

/** A simulator that takes commands, and a receiver of its events. */
async function startCommanded({ seed }: { readonly seed?: number } = {}) {
  const received: Event[] = [];
  const receiver = createServer(async (request, response) => {
    received.push((await json(request)) as Event);
    response.writeHead(204).end();
  });
  const { url: webhookUrl, close } = await listenOnLoopback(receiver, 0);
  const simulator = await startSimulator({ meetings: sampleMeetings(new Date()).slice(0, 1) });
  onTestFinished(async () => {
    await Promise.all([close(), simulator.close()]);
  });
  const told: string[] = [];
  const accounts = [simulator.credentials] as const;
  const tell = (text: string) => void told.push(text);
  const command = createCommands({ simulator, accounts, webhookUrl, faults: [], ...(seed && { seed }), tell });
  return { simulator, received, told, command };
}

test('the simulator ends one more meeting when it is told to, and sends an event again', async () => {
  const { simulator, received, told, command } = await startCommanded();
  await command('end 3 5 webinar');
  const [first, ended] = simulator.meetings;
  expect(ended).toMatchObject({ kind: 'webinar' });
  await command('send 1');
  await command('send all');
  const uuids = received.map(({ event, payload }) => [event, payload.object.uuid]);
  const [ofFirst, ofEnded] = [
    ['meeting.ended', first?.uuid],
    ['webinar.ended', ended?.uuid],
  ];
  expect(uuids).toEqual([ofEnded, ofFirst, ofFirst, ofEnded]);
  expect(told[0]).toBe(`${ended?.uuid} ended: HTTP 204`);
});

test('the simulator ends other meetings by another seed, and the same by the same', async () => {
  const [one, again, other] = [await startCommanded(), await startCommanded(), await startCommanded({ seed: 7 })];
  for (const { command } of [one, again, other]) await command('end 2 2');
  const [first, same, another] = [one, again, other].map(({ simulator }) => simulator.meetings[1]?.uuid);
  expect(first).toBe(same);
  expect(another).not.toBe(first);
});

test('the simulator sets and lifts faults when it is told to, and counts the calls that they spoilt', async () => {
  const { simulator, told, command } = await startCommanded();
  const ask = () => fetch(simulator.oauthUrl, { method: 'POST' }).then(({ status }) => status);
  await command('fault server-error,status=503,match.endpoint=oauth');
  await command('fault timeout,match.dataset=qos');
  expect(await ask()).toBe(503);
  await command('lift 1');
  expect(told.at(-1)).toBe('1  {"kind":"timeout","match":{"dataset":"qos"}}');
  expect(await ask()).toBe(401);
  await command('lift');
  await command('calls');
  expect(told.slice(-2)).toEqual(['No fault is set.', '1 × 503 by server-error, 1 × 401']);
});

test('the simulator says what it does not understand and takes the next command, until it is told to end', async () => {
  const { told, command } = await startCommanded();
  const input = new PassThrough();
  input.end('explode\nfault explosion\nsend 9\n\nquit\nmeetings\n');
  await readCommands(input, command);
  expect(told).toEqual([
    expect.stringContaining('There is no command explode.'),
    expect.stringContaining('The fault "explosion" is not understood'),
    expect.stringContaining('Which one?'),
  ]);
});

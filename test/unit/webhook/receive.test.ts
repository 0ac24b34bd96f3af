import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ReceiveDeps } from '../../../functions/webhook/receive.ts';
import { scaledWaits } from '../../../shared/domain/waits.ts';
import { createWorld, meetingEnded, north, now, nowSeconds, signed, webinarEnded } from './webhook-fixture.ts';

const validation = { event: 'endpoint.url_validation', event_ts: 1, payload: { plainToken: 'plain-1' } };

describe('an ended meeting', () => {
  test('is queued once for each dataset, for its own time', async () => {
    const world = createWorld();
    expect(await world.receive(signed(meetingEnded()))).toEqual({ type: 'queued' });

    const common = {
      v: 1,
      account: 'north',
      kind: 'meeting',
      uuid: '/abc+d//EFG==',
      meetingId: '98765432101',
      topic: 'Wöchentliche Runde 🎉',
      hostId: 'host-1',
      startTime: '2026-03-04T11:00:00Z',
      endTime: '2026-03-04T11:59:00Z',
      timezone: 'Europe/Berlin',
      type: 8,
      reason: 'event',
      sequence: 0,
    };
    expect(Object.fromEntries(world.sent)).toEqual({
      participants: { ...common, notBefore: '2026-03-04T12:04:00.000Z' },
      qos: { ...common, notBefore: '2026-03-04T12:04:00.000Z' },
      report: { ...common, notBefore: '2026-03-04T12:14:00.000Z' },
    });
  });

  test('waits as long as the time scale says', async () => {
    const world = createWorld({ waits: scaledWaits(0.001).firstLook });
    await world.receive(signed(meetingEnded()));
    expect(world.sent.map(([dataset, { notBefore }]) => [dataset, notBefore])).toEqual([
      ['participants', '2026-03-04T11:59:00.300Z'],
      ['qos', '2026-03-04T11:59:00.300Z'],
      ['report', '2026-03-04T11:59:00.900Z'],
    ]);
  });

  test('that ends ahead of our clock waits from now', async () => {
    const world = createWorld();
    await world.receive(signed(meetingEnded({ end_time: '2026-03-04T12:03:00Z' })));
    expect(world.sent[0]?.[1]).toMatchObject({
      endTime: '2026-03-04T12:03:00Z',
      notBefore: '2026-03-04T12:05:00.400Z',
    });
  });

  test('that is delivered twice is queued twice alike', async () => {
    const world = createWorld();
    const request = signed(meetingEnded());
    await Promise.all([world.receive(request), world.receive(request)]);
    expect(world.sent).toHaveLength(6);
    expect(new Set(world.sent.map((sent) => JSON.stringify(sent))).size).toBe(3);
  });

  test('comes through in base64, and as bytes beyond ASCII', async () => {
    const world = createWorld();
    expect(await world.receive(signed(meetingEnded(), { base64: true }))).toEqual({ type: 'queued' });
    expect(world.sent[0]?.[1].topic).toBe('Wöchentliche Runde 🎉');
  });

  test.each([
    ['a space after a colon', JSON.stringify(meetingEnded()).replace('"event":', '"event": ')],
    ['an escaped slash', JSON.stringify(meetingEnded()).replaceAll('/', '\\/')],
    ['an escaped letter', JSON.stringify(meetingEnded()).replace('ö', '\\u00f6')],
    ['a number like 1.0', JSON.stringify(meetingEnded()).replace('"duration":60', '"duration":1.0')],
    ['a huge integer', JSON.stringify(meetingEnded()).replace('"98765432101"', '90071992547409931')],
    ['a duplicate key', JSON.stringify(meetingEnded()).replace('{"event"', '{"event":"meeting.started","event"')],
  ])('is accepted when its text has %s', async (_, body) => {
    expect(await createWorld().receive(signed(body))).toEqual({ type: 'queued' });
  });

  test("is Zoom's to send again when any queue refuses, and the other sends are not left under way", async () => {
    const sent: string[] = [];
    const send: ReceiveDeps['send'] = async (dataset) => {
      if (dataset === 'participants') throw new Error('queue refuses');
      await new Promise((resolve) => setTimeout(resolve, 5));
      sent.push(dataset);
    };
    await expect(createWorld({ send }).receive(signed(meetingEnded()))).rejects.toThrow('queue refuses');
    expect(sent).toEqual(['qos', 'report']);
  });

  test('is sent to all queues at once', async () => {
    const { promise: allStarted, resolve } = Promise.withResolvers<void>();
    let started = 0;
    const send = async () => {
      if (++started === 3) resolve();
      await allStarted;
    };
    expect(await createWorld({ send }).receive(signed(webinarEnded()))).toEqual({ type: 'queued' });
  });
});

describe('a request', () => {
  test('for URL validation is answered with the token that signed it', async () => {
    for (const token of ['north-now', 'north-before', 'south-now']) {
      expect(await createWorld().receive(signed(validation, { token }))).toEqual({
        type: 'validated',
        plainToken: 'plain-1',
        encryptedToken: createHmac('sha256', token).update('plain-1').digest('hex'),
      });
    }
  });

  test('for URL validation must be signed like any other', async () => {
    expect(await createWorld().receive(signed(validation, { token: 'forged' }))).toEqual({ type: 'refused' });
  });

  test('of another event or of a practice session queues nothing', async () => {
    const world = createWorld();
    expect(await world.receive(signed({ event: 'meeting.started', payload: {} }))).toEqual({ type: 'ignored' });
    expect(await world.receive(signed(webinarEnded({ practice_session: true })))).toEqual({ type: 'ignored' });
    expect(world.sent).toEqual([]);
  });

  test('that is genuine but malformed is told apart from a forged one', async () => {
    const world = createWorld();
    expect(await world.receive(signed('{"event":'))).toEqual({ type: 'malformed' });
    expect(await world.receive(signed('{"event":', { token: 'forged' }))).toEqual({ type: 'refused' });
  });

  test('is refused unread when it is empty, unsigned or stale', async () => {
    const readable = () => Promise.reject(new Error('the secrets need not be read for that'));
    const world = createWorld({ accounts: { readable, refresh: readable } });
    const good = signed(meetingEnded());
    expect(await world.receive({ ...good, headers: {} })).toEqual({ type: 'refused' });
    expect(await world.receive(signed(''))).toEqual({ type: 'refused' });
    const stale = signed(meetingEnded(), { timestamp: String(nowSeconds - 5701) });
    expect(await world.receive(stale)).toEqual({ type: 'refused' });
    const inMilliseconds = signed(meetingEnded(), { timestamp: String(now.getTime()) });
    expect(await world.receive(inMilliseconds)).toEqual({ type: 'refused' });
  });

  test('of 2 MB is accepted when genuine and refused when forged', async () => {
    const body = meetingEnded({ topic: 'ü'.repeat(1_000_000) });
    const world = createWorld();
    expect(await world.receive(signed(body, { base64: true }))).toEqual({ type: 'queued' });
    expect(await world.receive(signed(body, { token: 'forged' }))).toEqual({ type: 'refused' });
    expect(world.sent[0]?.[1].topic).toHaveLength(1000);
  });

  test('leaves no name, topic or token in the log', async () => {
    const world = createWorld();
    await world.receive(signed(meetingEnded()));
    await world.receive(signed(validation));
    await world.receive(signed('{"event":"meeting.ended","payload":"Geheim'));
    await world.receive(signed(meetingEnded(), { token: 'forged' }));
    const text = world.logged
      .map(({ message, fields }) => `${message} ${JSON.stringify(fields)} ${fields?.error}`)
      .join();
    expect(world.logged).toHaveLength(4);
    expect(text).not.toMatch(/Runde|Geheim|plain-1|north-now|host-1|v0=/);
  });
});

test("only the account's datasets are queued", async () => {
  const world = createWorld({}, [{ ...north, datasets: ['report'] }]);
  expect(await world.receive(signed(meetingEnded()))).toEqual({ type: 'queued' });
  expect(world.sent.map(([dataset]) => dataset)).toEqual(['report']);
});

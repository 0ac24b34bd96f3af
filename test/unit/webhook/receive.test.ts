import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { answer, notToldFrom, type ReceiveDeps } from '../../../functions/webhook/receive.ts';
import type { HttpRequest } from '../../../functions/webhook/signed-request.ts';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import { MalformedEventError } from '../../../shared/zoom/webhook/webhook-event.ts';
import { createReceiver, meetingEnded, north, now, nowSeconds, signed, webinarEnded } from './webhook-fixture.ts';

const validation = { event: 'endpoint.url_validation', event_ts: 1, payload: { plainToken: 'plain-1' } };

describe('an ended meeting', () => {
  test('is queued once for each dataset, for its own time', async () => {
    const receiver = createReceiver();
    expect(await receiver.receive(signed(meetingEnded()))).toEqual({ type: 'queued' });

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
    expect(Object.fromEntries(receiver.sent)).toEqual({
      participants: { ...common, notBefore: '2026-03-04T12:04:00.000Z' },
      qos: { ...common, notBefore: '2026-03-04T12:04:00.000Z' },
      report: { ...common, notBefore: '2026-03-04T12:14:00.000Z' },
    });
  });

  test('waits as long as the time scale says', async () => {
    const receiver = createReceiver({ waits: scaledWaits(0.001).firstPoll });
    await receiver.receive(signed(meetingEnded()));
    expect(receiver.sent.map(([dataset, { notBefore }]) => [dataset, notBefore])).toEqual([
      ['participants', '2026-03-04T11:59:00.300Z'],
      ['qos', '2026-03-04T11:59:00.300Z'],
      ['report', '2026-03-04T11:59:00.900Z'],
    ]);
  });

  test('that ends ahead of our clock waits from now', async () => {
    const receiver = createReceiver();
    await receiver.receive(signed(meetingEnded({ end_time: '2026-03-04T12:03:00Z' })));
    expect(receiver.sent[0]?.[1]).toMatchObject({
      endTime: '2026-03-04T12:03:00Z',
      notBefore: '2026-03-04T12:05:00.400Z',
    });
  });

  test.each([
    ['meeting', ['meeting'], ['participants', 'qos', 'report']],
    ['webinar', ['meeting'], []],
    ['webinar', ['webinar'], ['participants', 'qos', 'report']],
    ['webinar', { qos: ['meeting'] }, ['participants', 'report']],
    ['meeting', { qos: ['meeting'] }, ['participants', 'qos', 'report']],
  ] as const)('of a %s in an account that captures %j is queued for %j', async (kind, captured, expected) => {
    const receiver = createReceiver({}, [{ ...north, kinds: captured }]);
    const event = kind === 'meeting' ? meetingEnded() : webinarEnded();
    const { type } = await receiver.receive(signed(event));
    expect([type, receiver.sent.map(([dataset]) => dataset)]).toEqual([
      expected.length === 0 ? 'ignored' : 'queued',
      expected,
    ]);
    // Those of a part alone say so, so that nobody waits for the rest.
    const told = expected.length === 2 ? expected : undefined;
    for (const [, message] of receiver.sent) expect(message.datasets).toEqual(told);
    // It has come all the same: the subscription is well.
    expect(receiver.recorded).toContainEqual({ metric: 'EventsAccepted', value: 1, Account: 'name of north' });
  });

  test('that is delivered twice is queued twice alike', async () => {
    const receiver = createReceiver();
    const request = signed(meetingEnded());
    await Promise.all([receiver.receive(request), receiver.receive(request)]);
    expect(receiver.sent).toHaveLength(6);
    expect(new Set(receiver.sent.map((sent) => JSON.stringify(sent))).size).toBe(3);
  });

  test('comes through in base64, and as bytes beyond ASCII', async () => {
    const receiver = createReceiver();
    expect(await receiver.receive(signed(meetingEnded(), { base64: true }))).toEqual({ type: 'queued' });
    expect(receiver.sent[0]?.[1].topic).toBe('Wöchentliche Runde 🎉');
  });

  test.each([
    ['a space after a colon', JSON.stringify(meetingEnded()).replace('"event":', '"event": ')],
    ['an escaped slash', JSON.stringify(meetingEnded()).replaceAll('/', '\\/')],
    ['an escaped letter', JSON.stringify(meetingEnded()).replace('ö', '\\u00f6')],
    ['a number like 1.0', JSON.stringify(meetingEnded()).replace('"duration":60', '"duration":1.0')],
    ['a huge integer', JSON.stringify(meetingEnded()).replace('"98765432101"', '90071992547409931')],
    ['a duplicate key', JSON.stringify(meetingEnded()).replace('{"event"', '{"event":"meeting.started","event"')],
  ])('is accepted when its text has %s', async (_, body) => {
    expect(await createReceiver().receive(signed(body))).toEqual({ type: 'queued' });
  });

  test("is Zoom's to send again when any queue refuses, and the other sends are not left under way", async () => {
    const sent: string[] = [];
    const send: ReceiveDeps['send'] = async (dataset) => {
      if (dataset === 'participants') throw new Error('queue refuses');
      await new Promise((resolve) => setTimeout(resolve, 5));
      sent.push(dataset);
    };
    await expect(createReceiver({ send }).receive(signed(meetingEnded()))).rejects.toThrow('queue refuses');
    expect(sent).toEqual(['qos', 'report']);
  });

  test('is sent to all queues at once', async () => {
    const { promise: allStarted, resolve } = Promise.withResolvers<void>();
    let started = 0;
    const send = async () => {
      if (++started === 3) resolve();
      await allStarted;
    };
    expect(await createReceiver({ send }).receive(signed(webinarEnded()))).toEqual({ type: 'queued' });
  });
});

describe('a request', () => {
  test('for URL validation is answered with the token that signed it', async () => {
    for (const token of ['north-now', 'north-before', 'south-now']) {
      expect(await createReceiver().receive(signed(validation, { token }))).toEqual({
        type: 'validated',
        plainToken: 'plain-1',
        encryptedToken: createHmac('sha256', token).update('plain-1').digest('hex'),
      });
    }
  });

  test('for URL validation must be signed like any other', async () => {
    expect(await createReceiver().receive(signed(validation, { token: 'forged' }))).toEqual({ type: 'refused' });
  });

  test('of another event or of a practice session queues nothing', async () => {
    const receiver = createReceiver();
    expect(await receiver.receive(signed({ event: 'meeting.started', payload: {} }))).toEqual({ type: 'ignored' });
    expect(await receiver.receive(signed(webinarEnded({ practice_session: true })))).toEqual({ type: 'ignored' });
    expect(receiver.sent).toEqual([]);
  });

  test('that is genuine but malformed is told apart from a forged one', async () => {
    const receiver = createReceiver();
    expect(await receiver.receive(signed('{"event":'))).toEqual({ type: 'malformed' });
    expect(await receiver.receive(signed('{"event":', { token: 'forged' }))).toEqual({ type: 'refused' });
  });

  test('is refused unread when it is empty, unsigned or stale', async () => {
    const readable = () => Promise.reject(new Error('the secrets need not be read for that'));
    const receiver = createReceiver({ accounts: { readable, refresh: readable } });
    const good = signed(meetingEnded());
    expect(await receiver.receive({ ...good, headers: {} })).toEqual({ type: 'refused' });
    expect(await receiver.receive(signed(''))).toEqual({ type: 'refused' });
    const stale = signed(meetingEnded(), { timestamp: String(nowSeconds - 5701) });
    expect(await receiver.receive(stale)).toEqual({ type: 'refused' });
    const inMilliseconds = signed(meetingEnded(), { timestamp: String(now.getTime()) });
    expect(await receiver.receive(inMilliseconds)).toEqual({ type: 'refused' });
  });

  test('of 200 KB is accepted when genuine and refused when forged', async () => {
    const body = meetingEnded({ topic: 'ü'.repeat(100_000) });
    const receiver = createReceiver();
    expect(await receiver.receive(signed(body, { base64: true }))).toEqual({ type: 'queued' });
    expect(await receiver.receive(signed(body, { token: 'forged' }))).toEqual({ type: 'refused' });
    expect(receiver.sent[0]?.[1].topic).toHaveLength(1000);
  });

  test('leaves in the log what came of it, and why', async () => {
    const logged = async (request: HttpRequest) => {
      const receiver = createReceiver();
      await receiver.receive(request);
      return receiver.logged.map(({ message, fields }) => [message, fields]);
    };
    expect(await logged(signed(meetingEnded()))).toEqual([
      [
        'captures queued',
        { account: 'north', kind: 'meeting', uuid: '/abc+d//EFG==', endTime: '2026-03-04T11:59:00Z' },
      ],
    ]);
    expect(await logged(signed(validation))).toEqual([['endpoint validated', { account: 'north' }]]);
    expect(await logged(signed({ event: 'meeting.started' }))).toEqual([]);
    const malformed = new MalformedEventError('The body is not JSON in UTF-8.');
    expect(await logged(signed('{'))).toEqual([['event malformed', { error: malformed }]]);
    for (const [request, reason] of [
      [{ body: '{}' }, 'unsigned, empty or too long'],
      [signed(meetingEnded(), { timestamp: '1' }), 'timestamp outside the window'],
      [signed(meetingEnded(), { token: 'forged' }), 'signature of no configured account'],
      [signed(meetingEnded(), { token: 'south-now' }), 'signature of another account'],
    ] as const) {
      expect(await logged(request)).toEqual([['request refused', { reason }]]);
    }
  });

  test('leaves no name, topic or token in the log', async () => {
    const receiver = createReceiver();
    await receiver.receive(signed(meetingEnded()));
    await receiver.receive(signed(validation));
    await receiver.receive(signed('{"event":"meeting.ended","payload":"Geheim'));
    await receiver.receive(signed(meetingEnded(), { token: 'forged' }));
    const text = receiver.logged
      .map(({ message, fields }) => `${message} ${JSON.stringify(fields)} ${fields?.error}`)
      .join();
    expect(receiver.logged).toHaveLength(4);
    expect(text).not.toMatch(/Runde|Geheim|plain-1|north-now|host-1|v0=/);
  });
});

test("only the account's datasets are queued", async () => {
  const receiver = createReceiver({}, [{ ...north, datasets: ['report'] }]);
  expect(await receiver.receive(signed(meetingEnded()))).toEqual({ type: 'queued' });
  expect(receiver.sent.map(([dataset]) => dataset)).toEqual(['report']);
});

describe('the answer to Zoom', () => {
  test.each([
    ['queued', 204],
    ['ignored', 204],
    ['refused', 401],
    ['malformed', 400],
  ] as const)('is a status alone where a request is %s: %i', (type, statusCode) => {
    expect(answer({ type })).toEqual({ statusCode });
  });

  test('is the JSON that it wants to read where the endpoint is validated', () => {
    expect(answer({ type: 'validated', plainToken: 'a', encryptedToken: 'b' })).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"plainToken":"a","encryptedToken":"b"}',
    });
  });
});

test.each([
  [undefined, []],
  ['', []],
  ['topic', ['topic']],
  ['hostId,topic', ['topic', 'hostId']],
  ['hostId,uuid', ['hostId']],
])('what is not to be told of a meeting is read from a setting: %s', async (setting, words) => {
  expect(notToldFrom(setting)).toEqual(words);
});

test('what is not to be told of a meeting stands in no message, and all else does', async () => {
  const receiver = createReceiver({ notTold: ['topic', 'hostId'] });
  await receiver.receive(signed(meetingEnded()));
  expect(receiver.sent).toHaveLength(3);
  for (const [, message] of receiver.sent) {
    expect(message).not.toHaveProperty('topic');
    expect(message).not.toHaveProperty('hostId');
    expect(message).toMatchObject({ uuid: '/abc+d//EFG==', timezone: 'Europe/Berlin', type: 8 });
  }
});

test('an event that names no account is not one of another', async () => {
  const receiver = createReceiver();
  const { payload, ...event } = meetingEnded();
  const request = signed({ ...event, payload: { object: payload.object } });
  expect(await receiver.receive(request)).toEqual({ type: 'queued' });
  expect(receiver.logged.map(({ message }) => message)).toEqual(['captures queued']);
  expect(receiver.recorded.map(({ metric }) => metric)).toEqual(['EventsAccepted']);
});

import { expect, test, vi } from 'vitest';
import type { CaptureDeps } from '../../../shared/capture/capture-deps.ts';
import { createRedactions } from '../../../shared/capture/redaction.ts';
import { runCapture } from '../../../shared/capture/run-capture.ts';
import { type Capture, newCapture } from '../../../shared/domain/capture/capture.ts';
import { type CaptureMessage, firstMessage } from '../../../shared/domain/capture/capture-message.ts';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import { type Dataset, knownDatasets } from '../../../shared/domain/dataset.ts';
import { nobodyErased } from '../../../shared/domain/erasure/marks.ts';
import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { createCaptureStore } from '../../../shared/dynamo/captures/capture-store.ts';
import type { Item } from '../../../shared/dynamo/item.ts';
import { forgetMeeting } from '../../../shared/dynamo/meetings/forget-meeting.ts';
import { readRows } from '../../../shared/dynamo/rows/row-reader.ts';
import { createRowStore } from '../../../shared/dynamo/rows/row-store.ts';
import { sortKeys } from '../../../shared/dynamo/schema.ts';
import type { LogFields } from '../../../shared/telemetry/log.ts';
import type { Measurement } from '../../../shared/telemetry/metric-names.ts';
import type { ZoomClient } from '../../../shared/zoom/client.ts';
import type { PageRequest } from '../../../shared/zoom/endpoints.ts';
import { ZoomNotReadyError, ZoomTransientError } from '../../../shared/zoom/errors.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';
import { now as start } from './capture-fixture.ts';

const meeting = {
  account: 'a',
  kind: 'meeting',
  uuid: 'u==',
  meetingId: '1',
  endTime: new Date(start - 3_600_000).toISOString(),
} as const;
const message: CaptureMessage = firstMessage(meeting, 'event', new Date(start));

type Told = { readonly rows?: readonly Row[]; readonly nextPageToken?: string } | Error;

/** One dataset's queue of a stage whose tables are in memory, and Zoom that gives these pages one after the other. */
function stage(
  pages: readonly Told[],
  {
    dataset = 'participants' as Dataset,
    more = {} as Partial<CaptureDeps>,
    before = async (_input: object): Promise<void> => {},
  } = {},
) {
  const operations: string[] = [];
  const memory = createMemoryDynamo({
    tables,
    async intercept(operation, input, run) {
      operations.push(operation);
      await before(input);
      return run();
    },
  });
  const clock = { ms: start, callMs: 0, remainingMs: 120_000 };
  const table = { client: memory.client, table: 'Captures' };
  const timing = { now: () => clock.ms, sleep: async () => {}, random: Math.random };
  const asked: PageRequest[] = [];
  const inUse = new Set<number>();
  const sent: CaptureMessage[] = [];
  const lines: [string, LogFields | undefined][] = [];
  const line = (text: string, fields?: LogFields) => void lines.push([text, fields]);
  const client = {
    async page(request: PageRequest) {
      const at = asked.length;
      asked.push(request);
      const told = pages[at] ?? {};
      clock.ms += clock.callMs;
      if (told instanceof Error) throw told;
      inUse.add(at);
      return { rows: [], ...told, done: () => void inUse.delete(at) };
    },
  } as Partial<ZoomClient> as ZoomClient;
  const deps: CaptureDeps = {
    captures: createCaptureStore({ ...table, retentionDays: 0 }),
    rows: createRowStore({ ...table, ...timing }),
    zoom: Object.assign(async () => client, { heldUntil: async () => undefined }),
    captured: async () => ({ datasets: knownDatasets }),
    redactions: createRedactions({
      erasures: async () => nobodyErased,
      disguises: { rows: async () => (row) => row, meeting: async () => (row) => row },
      storeSecret: async () => 'secret',
    }),
    send: async (one) => void sent.push(one),
    deadLetter: async () => {},
    waits: scaledWaits(1),
    now: timing.now,
    log: { debug: line, info: line, warn: line, error: line },
    record: () => {},
    ...more,
  };
  return {
    clock,
    operations,
    asked,
    inUse,
    sent,
    lines,
    work: (one: CaptureMessage = message, messageId = 'm', receiveCount = 1) =>
      runCapture(one, { dataset, delivery: { messageId, receiveCount, remainingMs: () => clock.remainingMs } }, deps),
    capture: () => deps.captures.load('u==', dataset),
    meeting: () => memory.items('Captures').find(({ sk }) => sk?.S === sortKeys.meeting),
    stored: () => Array.fromAsync(readRows('u==', dataset, table)),
    put: deps.captures.registerSnapshot,
    save: (changed: Capture) => deps.captures.save(changed, changed.run - 1),
    forget: () => forgetMeeting('u==', { ...table, ...timing }),
  };
}
const row = (name: string): Row => ({ user_id: '1', user_name: name, join_time: '2026-11-20T09:00:00Z' });

test('a poll stores its pages, in the order that Zoom gives them, and gives each back', async () => {
  const rig = stage([{ rows: [row('A')], nextPageToken: 'b' }, { rows: [row('B')] }]);
  await rig.work();
  // Keys of earlier pages are read by a worker that goes on with another's poll, and by no other.
  expect(rig.operations).not.toContain('Query');
  expect(await rig.capture()).toMatchObject({ state: 'captured', rows: 2, pages: 2, run: 1 });
  expect((await rig.stored()).map(({ user_name }) => user_name).toSorted()).toEqual(['A', 'B']);
  expect(rig.asked).toMatchObject([{ uuid: 'u==', type: 'past', planned: { meetingId: '1' } }, { pageToken: 'b' }]);
  expect(rig.inUse.size).toBe(0);
  expect(rig.lines[0]).toEqual([
    'capture step',
    { uuid: 'u==', dataset: 'participants', event: 'received', edge: 'registered', from: undefined, to: undefined },
  ]);
  const steps = rig.lines.filter(([text]) => text === 'capture step');
  expect(steps.filter(([, fields]) => fields?.edge === undefined)).toEqual([]);
});

test('a page that is stored takes no room while its capture is saved', async () => {
  const held: number[] = [];
  const more = { send: async () => void held.push(rig.inUse.size) };
  const rig = stage([{ rows: [row('A')] }], { more });
  await rig.work();
  expect(held).toEqual([0]);
});

test.each([
  [60_000, 2, 0],
  [59_999, 1, 1],
])('with %i ms left %i pages are asked for, and the rest is handed over', async (remainingMs, calls, messages) => {
  const rig = stage([{ rows: [row('A')], nextPageToken: 'b' }, { rows: [row('B')] }]);
  rig.clock.remainingMs = remainingMs;
  await rig.work();
  expect([rig.asked.length, rig.sent.filter(({ sequence }) => sequence === 0).length]).toEqual([calls, messages]);
});

test('rows that are equal are stored as often as Zoom gave them, also by two workers', async () => {
  const same = row('A');
  const rig = stage([{ rows: [same, same], nextPageToken: 'b' }, { rows: [same] }]);
  rig.clock.remainingMs = 59_999;
  await rig.work();
  rig.clock.remainingMs = 120_000;
  await rig.work(rig.sent[0], 'n');
  expect(await rig.stored()).toEqual([same, same, same]);
  expect(await rig.capture()).toMatchObject({ rows: 3, run: 2 });
});

test('what fails after a page was asked for ahead gives that page back', async () => {
  const rows = {
    write: () => Promise.reject(new Error('no DynamoDB')),
    keys: async function* () {},
    prune: async () => 0,
    count: async () => 0,
  };
  const rig = stage([{ rows: [row('A')], nextPageToken: 'b' }, { rows: [row('B')] }], { more: { rows } });
  await expect(rig.work()).rejects.toThrow('no DynamoDB');
  await new Promise(setImmediate);
  expect([rig.asked.length, rig.inUse.size]).toEqual([2, 0]);
});

// The lease ends 15 seconds after the function, and nothing is begun in its last 12.
const untilWritesEnd = 120_000 + 15_000 - 12_000;

test.each([
  ['a page', { rows: [row('A')] }],
  ['that Zoom is not ready', new ZoomNotReadyError('Not yet.')],
])(
  'a worker that freezes while Zoom tells it %s writes nothing over what another may have stored since',
  async (_what, told) => {
    const rig = stage([told]);
    rig.clock.callMs = untilWritesEnd;
    const error = await rig.work().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'LeaseLostError', retry: 'soon' });
    expect(error).toHaveProperty('message', 'The lease ended before this was written.');
    expect([await rig.stored(), rig.sent, (await rig.capture())?.state]).toEqual([[], [], 'running']);
  },
);

test('a worker that freezes behind the message of its next poll saves nothing over what another may have by then', async () => {
  const rig = stage([{ rows: [row('A')] }], {
    more: {
      send: async () => {
        rig.clock.ms += untilWritesEnd;
      },
    },
  });
  await expect(rig.work()).rejects.toThrow('The lease ended before this was written.');
  expect((await rig.capture())?.state).toBe('running');
});

const isPutOf = (key: string, input: { readonly Item?: Item }): boolean => input.Item?.sk?.S === key;

test('what a frozen worker was about to register is left out meanwhile: it wakes, and opens nothing', async () => {
  let kinds: readonly Kind[] = ['meeting'];
  let isFrozen = false;
  const wakes = Promise.withResolvers<void>();
  const rig = stage([{ rows: [row('A')] }], {
    more: { captured: async () => ({ datasets: knownDatasets, kinds }) },
    before: async (input) => {
      if (isFrozen || !isPutOf(sortKeys.capture('participants'), input)) return;
      isFrozen = true;
      await wakes.promise;
    },
  });
  const frozen = rig.work().catch((thrown: unknown) => thrown);
  await vi.waitFor(() => expect(isFrozen).toBe(true));
  kinds = ['webinar'];
  rig.clock.ms += 720_000;
  await rig.work(message, 'm', 2);
  wakes.resolve();
  await frozen;
  expect(await rig.capture()).toMatchObject({ state: 'unavailable', lastError: { name: 'LeftOutError' } });
  expect([rig.asked, rig.sent]).toEqual([[], []]);
});

test.each([
  ['registers', 1, 'GetItem', {}],
  ['claims', 2, 'GetItem', {}],
  ['defers its message', 2, 'GetItem', { notBefore: new Date(start + 60_000).toISOString() }],
])('a worker that freezes before it %s, and comes back too late, does not', async (what, nth, operation, changes) => {
  const rig = stage([{ rows: [row('A')] }], {
    before: async () => {
      if (rig.operations.filter((one) => one === operation).length === nth) rig.clock.ms += untilWritesEnd;
    },
  });
  await expect(rig.work({ ...message, ...changes })).rejects.toThrow('The lease ended before this was written.');
  expect([(await rig.capture())?.state, rig.sent]).toEqual([what === 'registers' ? undefined : 'waiting', []]);
});

test('a worker that freezes before a dead letter leaves it to whoever comes next', async () => {
  const letters: CaptureMessage[] = [];
  const more = { deadLetter: async (one: CaptureMessage) => void letters.push(one) };
  const rig = stage([new ZoomTransientError('Again.'), new ZoomTransientError('Again.')], { more });
  await rig.put({
    ...newCapture(message, 'participants', { nextPollAt: message.notBefore, now: new Date(start) }),
    pollFailures: 1_000,
  });
  rig.clock.callMs = untilWritesEnd;
  await expect(rig.work()).rejects.toThrow('The lease ended before this was written.');
  expect(letters).toEqual([]);
  rig.clock.callMs = 0;
  rig.clock.ms += 60_000;
  await rig.work(message, 'n');
  expect([letters, (await rig.capture())?.state]).toEqual([[message], 'failed']);
});

test('a worker whose run another has taken over saves nothing', async () => {
  const rig = stage([{ rows: [row('A')] }], {
    more: {
      send: async () => {
        const taken = await rig.capture();
        if (taken) await rig.save({ ...taken, run: 2 });
      },
    },
  });
  await expect(rig.work()).rejects.toThrow('Run 1 was taken over.');
  expect(await rig.capture()).toMatchObject({ state: 'running', run: 2 });
});

test('a capture that cannot be read is tried again with the message', async () => {
  const rig = stage([], { before: () => Promise.reject(new Error('no DynamoDB')) });
  await expect(rig.work()).rejects.toThrow('no DynamoDB');
  expect(rig.operations).toEqual(['GetItem']);
});

test('what became of a poll is told, and measured; its steps where somebody listens', async () => {
  const measured: string[] = [];
  const told: string[] = [];
  const tell = (text: string) => void told.push(text);
  const record = ({ metric }: Measurement) => void measured.push(metric);
  const more = { record, log: { info: tell, warn: tell, error: tell } };
  await stage([{ rows: [row('A')] }], { more }).work();
  expect([told, measured]).toEqual([['poll finished'], ['FreshnessSeconds']]);
});

test('news of a capture are told once it is stored', async () => {
  const heard: string[] = [];
  const tellNews = async ({ state }: Capture) => void heard.push(`${state}, stored as ${(await rig.capture())?.state}`);
  const rig = stage([{ rows: [row('A')] }], { more: { tellNews } });
  await rig.work();
  expect(heard).toEqual(['captured, stored as captured']);
});

test('the rows of a snapshot are deleted where the poll of the ended meeting begins, whatever it brings', async () => {
  const rig = stage([{ rows: [row('A'), row('B')] }, new ZoomNotReadyError('Not yet.')]);
  await rig.work({ ...message, listType: 'live' });
  rig.clock.ms += 60_000;
  await rig.work(message, 'n');
  expect([await rig.stored(), (await rig.capture())?.state]).toEqual([[], 'waiting']);
});

test('a worker that comes back a millisecond before writes what it has', async () => {
  const rig = stage([{ rows: [row('A')] }]);
  rig.clock.callMs = untilWritesEnd - 1;
  await rig.work();
  expect([await rig.stored(), (await rig.capture())?.state]).toEqual([[row('A')], 'captured']);
});

test('a message of a meeting that was forgotten of its account does nothing, one of another account does', async () => {
  const rig = stage([{ rows: [row('A')] }, { rows: [row('B')] }]);
  await rig.work();
  rig.clock.ms += 3_600_000;
  expect(await rig.forget()).toBe('forgotten');
  rig.lines.length = 0;
  await rig.work();
  expect(rig.lines).toEqual([['message of a forgotten meeting', { uuid: 'u==', dataset: 'participants' }]]);
  expect(rig.asked).toHaveLength(1);
  await rig.work({ ...message, account: 'b' });
  expect(await rig.capture()).toMatchObject({ account: 'b', rows: 1 });
});

test.each([
  ['participants', 'pastOne', 'pastOne'],
  ['qos', 'pastOne', 'past'],
  ['participants', 'live', 'live'],
  ['participants', undefined, 'past'],
] as const)('%s of the list %s are asked for as %s', async (dataset, listType, type) => {
  const rig = stage([{ rows: [row('A')] }], { dataset });
  await rig.work(listType === undefined ? message : { ...message, listType });
  expect(rig.asked[0]).toMatchObject({ type });
  expect((await rig.capture())?.state === 'live').toBe(listType === 'live');
});

test('values that no item holds are counted, and told of', async () => {
  const rig = stage([{ rows: [{ ...row('A'), comments: 'x'.repeat(500_000) }, row('B')] }]);
  await rig.work();
  expect(rig.lines).toContainEqual([
    'values of rows are larger than an item',
    { uuid: 'u==', dataset: 'participants', values: 1 },
  ]);
  expect(await rig.capture()).toMatchObject({ leftOut: 1, rows: 2 });
  const usual = stage([{ rows: [row('B')] }]);
  await usual.work();
  expect(await usual.capture()).not.toHaveProperty('leftOut');
  expect(usual.lines.map(([text]) => text)).not.toContain('values of rows are larger than an item');
});

test('a meeting is registered as its event told of it, and asked for as it was planned', async () => {
  const whole = { ...message, topic: 'Weekly', hostId: 'h', type: 8, startTime: '2026-11-20T08:30:00Z' };
  const rig = stage([{ rows: [row('A')] }]);
  await rig.work({ ...whole, listType: 'pastOne' });
  expect(rig.asked[0]?.planned).toEqual({
    meetingId: '1',
    type: 8,
    startTime: '2026-11-20T08:30:00Z',
    endTime: meeting.endTime,
  });
  const item = rig.meeting();
  expect(item).toMatchObject({ topic: { S: 'Weekly' }, hostId: { S: 'h' }, reason: { S: 'event' } });
  for (const name of ['v', 'sequence', 'notBefore', 'listType']) expect(item).not.toHaveProperty(name);
});

test('a snapshot of a running meeting registers no meeting', async () => {
  const rig = stage([{ rows: [row('A')] }]);
  await rig.work({ ...message, listType: 'live' });
  expect([await rig.stored(), rig.meeting()]).toEqual([[row('A')], undefined]);
});

test.each([
  ['A', 0],
  ['B', 1],
])(
  'a later poll whose only page has %s is asked for once, and written where that is another: in %i batches',
  async (name, batches) => {
    const rig = stage([{ rows: [row('A')] }, { rows: [row(name)] }]);
    await rig.work();
    const next = rig.sent.at(-1) ?? message;
    rig.clock.ms = Date.parse(next.notBefore);
    rig.operations.length = 0;
    await rig.work(next, 'n');
    expect(rig.operations.filter((operation) => operation === 'BatchWriteItem')).toHaveLength(batches);
    expect([rig.asked.length, rig.inUse.size]).toEqual([2, 0]);
    expect(await rig.stored()).toEqual([row(name)]);
  },
);

test('a dataset that the settings leave out is not asked for; settings that cannot be read leave out nothing', async () => {
  const rig = stage([], { more: { captured: async () => ({ datasets: ['qos'] }) } });
  await rig.work();
  expect(rig.asked).toEqual([]);
  expect(await rig.capture()).toBeUndefined();
  const unread = stage([{ rows: [row('A')] }], { more: { captured: () => Promise.reject(new Error('no secret')) } });
  await unread.work();
  expect(unread.asked).toHaveLength(1);
});

test('what is no fault of Zoom is tried again with the message', async () => {
  const rig = stage([new TypeError('Ours.')]);
  await expect(rig.work()).rejects.toThrow('Ours.');
  expect((await rig.capture())?.state).toBe('running');
});

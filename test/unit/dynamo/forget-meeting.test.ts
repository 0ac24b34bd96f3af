import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { newCapture } from '../../../shared/domain/capture/capture.ts';
import { createCaptureStore } from '../../../shared/dynamo/captures/capture-store.ts';
import { forgetMeeting } from '../../../shared/dynamo/meetings/forget-meeting.ts';
import { MeetingForgottenError } from '../../../shared/dynamo/meetings/forgotten-item.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';

const at = '2026-11-20T09:00:00.000Z';
const now = Date.parse(at) + 3_600_000;
const ended = { account: 'a', kind: 'meeting', uuid: 'u==', meetingId: '1', endTime: at } as const;
const capture = newCapture(ended, 'qos', { nextPollAt: at, now: new Date(at) });

/** A meeting with a capture and rows; `dieAfter` operations every further one throws. */
async function stored() {
  let left = Infinity;
  const memory = createMemoryDynamo({
    tables,
    intercept(_operation, _input, run) {
      if (left === 0) throw new Error('killed');
      left -= 1;
      return run();
    },
  });
  const { client } = memory;
  const store = createCaptureStore({ client, table: 'Captures', retentionDays: 0 });
  await store.register({ ...ended, endedAt: at, registeredAt: at, reason: 'event' }, capture);
  for (const sk of ['qos#1', 'qos-samples#1#0000', 'participants#1']) {
    await client.send(new PutItemCommand({ TableName: 'Captures', Item: { pk: { S: 'u==' }, sk: { S: sk } } }));
  }
  const forgetting = () =>
    forgetMeeting('u==', { client, table: 'Captures', now: () => now, sleep: async () => {}, random: Math.random });
  return {
    store,
    forgetting,
    entities: () => [...memory.items('Captures')].filter(({ pk }) => pk?.S === 'u==').map(({ entity }) => entity?.S),
    dieAfter: (operations: number) => {
      left = operations;
    },
  };
}

test('a meeting is forgotten whole, however often and wherever it was killed before', async () => {
  for (let operations = 0; operations < 12; operations += 1) {
    const { forgetting, entities, dieAfter } = await stored();
    dieAfter(operations);
    await forgetting().catch(() => {});
    dieAfter(Infinity);
    expect(await forgetting()).toBe('forgotten');
    expect(new Set(entities())).toEqual(new Set(['forgotten']));
    expect(entities()).toHaveLength(4);
  }
});

test('a worker who would start a forgotten capture is refused, and one who has it keeps all of it', async () => {
  const { store, forgetting } = await stored();
  const lease = { owner: 'w', until: new Date(now).toISOString() };
  expect(await store.save({ ...capture, state: 'running', run: 1, lease }, 0)).toBe(true);
  expect(await forgetting()).toBe('at-work');
  expect((await store.load('u==', 'qos'))?.run).toBe(1);
  expect(await store.save({ ...capture, state: 'settled', run: 1 }, 1)).toBe(true);
  expect(await forgetting()).toBe('forgotten');
  expect(await store.save({ ...capture, run: 2 }, 1)).toBe(false);
  await expect(store.load('u==', 'qos')).rejects.toThrow(MeetingForgottenError);
});

test('what the store has never heard of is not forgotten', async () => {
  const { client } = createMemoryDynamo({ tables });
  const deps = { client, table: 'Captures', now: () => now, sleep: async () => {}, random: Math.random };
  expect(await forgetMeeting('other==', deps)).toBe('unknown');
});

test('a meeting that was forgotten of one account is registered for another, and not again for the first', async () => {
  const { store, forgetting, entities } = await stored();
  expect(await forgetting()).toBe('forgotten');
  const meeting = { ...ended, endedAt: at, registeredAt: at, reason: 'event' } as const;
  await store.register(meeting, capture);
  expect(new Set(entities())).toEqual(new Set(['forgotten']));
  await store.register({ ...meeting, account: 'b' }, { ...capture, account: 'b' });
  expect((await store.load('u==', 'qos'))?.account).toBe('b');
});

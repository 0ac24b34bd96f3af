import { BatchWriteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngines } from '../../../local/emulator/engines/start-engines.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { parseItem } from '../../../shared/dynamo/item.ts';
import { encodeMeeting } from '../../../shared/dynamo/meetings/meeting-item.ts';
import type { RankedSession } from '../../../shared/dynamo/rows/ranked-session.ts';
import { rowItems } from '../../../shared/dynamo/rows/row-items.ts';
import { itemsOf } from '../../../shared/queries/index.ts';
import { type WorstSessionsQuery, worstSessions } from '../../../shared/queries/quality.ts';
import { nearClient } from '../../support/capture/near-client.ts';
import { tables } from '../../support/capture/tables.ts';

const table = 'Captures';
const day = '2026-11-20';
let engines: Awaited<ReturnType<typeof startEngines>>;
let client: DynamoDBClient;

/** The items of a session of so many minutes, the first of them bad. */
function session(uuid: string, userId: string, minutes: number, bad: number, meeting = {}) {
  const row = {
    user_id: userId,
    user_name: 'A. Person',
    join_time: '2026-11-20T09:00:00Z',
    user_qos: Array.from({ length: minutes }, (_, minute) => ({
      audio_input: { latency: minute < bad ? '151 ms' : '150 ms', jitter: '1 ms', avg_loss: '0%', bitrate: '30 kbps' },
    })),
  };
  const stamp = { run: 1, page: 1, account: 'one', endTime: '2026-11-20T10:00:00Z', ...meeting };
  return rowItems({ uuid, dataset: 'qos', key: `2026-11-20T09:00:00Z#${userId}#0123456789#0`, row }, stamp).items.map(
    parseItem,
  );
}

async function put(...items: ReturnType<typeof session>[]): Promise<void> {
  const requests = items.flat().map((Item) => ({ PutRequest: { Item } }));
  for (let at = 0; at < requests.length; at += 25) {
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests.slice(at, at + 25) } }));
  }
}

async function worst(wanted: Partial<WorstSessionsQuery> = {}): Promise<RankedSession[]> {
  const store = { client, table, now: () => Date.parse(day) };
  const sessions = itemsOf(worstSessions({ account: 'one', day, ...wanted }, store));
  return Array.fromAsync(sessions, (session) => omit(session, 'meeting'));
}
const names = (sessions: readonly RankedSession[]) => sessions.map(({ uuid, userId }) => `${uuid}/${userId}`);

beforeAll(async () => {
  engines = await startEngines({ functionOf: () => undefined, instance: 'test' });
  await engines.ensureTables(tables);
  client = nearClient(engines.dynamodb, 'reader');
  const ended = { account: 'one', kind: 'meeting', meetingId: '1', endTime: day, endedAt: day } as const;
  for (const uuid of ['a==', 'b==', 'c==', 'd==', 'large']) {
    const record = { ...ended, uuid: `meeting/${uuid}`, registeredAt: day, reason: 'event' } as const;
    await client.send(new PutItemCommand({ TableName: table, Item: encodeMeeting(record, undefined) }));
  }
  await put(
    session('meeting/a==', '1', 60, 15),
    session('meeting/a==', '2', 60, 0),
    session('meeting/b==', '3', 60, 55),
    session('meeting/b==', '4', 1, 1),
    session('meeting/b==', '5', 20, 5),
    session('meeting/c==', '6', 60, 60, { endTime: '2026-11-21T00:00:00Z' }),
    session('meeting/d==', '7', 60, 60, { account: 'other' }),
  );
});
afterAll(async () => {
  client?.destroy();
  await engines?.close();
});

describe('the worst sessions of a day', () => {
  test('the worst sessions come by share of bad minutes, then by their number, and the good ones not at all', async () => {
    expect(names(await worst())).toEqual(['meeting/b==/4', 'meeting/b==/3', 'meeting/a==/1', 'meeting/b==/5']);
  });

  test('the worst sessions are those of the account and of the UTC day alone', async () => {
    expect(names(await worst({ day: '2026-11-21' }))).toEqual(['meeting/c==/6']);
    expect(names(await worst({ account: 'other' }))).toEqual(['meeting/d==/7']);
    expect(await worst({ account: 'nobody' })).toEqual([]);
  });

  test('the worst sessions are as many as asked for at the most', async () => {
    expect(names(await worst({ limit: 2 }))).toEqual(['meeting/b==/4', 'meeting/b==/3']);
  });

  test('the worst sessions leave out stays that are shorter than asked for', async () => {
    expect(names(await worst({ limit: 1, leastMinutes: 2 }))).toEqual(['meeting/b==/3']);
  });

  test('a worst session says which one it was and how it went, and nothing personal', async () => {
    const [first] = await worst({ limit: 1, leastMinutes: 30 });
    expect(first).toEqual({
      uuid: 'meeting/b==',
      sk: 'qos#2026-11-20T09:00:00Z#3#0123456789#0',
      joinTime: '2026-11-20T09:00:00Z',
      userId: '3',
      summary: {
        minutes: 60,
        badMinutes: 55,
        badShare: 0.9167,
        audio_input: {
          minutes: 60,
          badShare: 0.9167,
          loss: { avg: 0, p95: 0, max: 0 },
          jitter: { avg: 1, p95: 1, max: 1 },
          latency: { avg: 151, p95: 151, max: 151 },
          bitrate: { avg: 30, p95: 30, max: 30 },
          minBitrate: 30,
        },
      },
    });
  });

  test('the worst sessions refuse a day that is none', async () => {
    await expect(worst({ day: '20.11.2026' })).rejects.toThrow(RangeError);
  });

  test('the worst sessions go on over many pages, each session once, without those that a later poll found good', async () => {
    const meeting = { account: 'large', endTime: '2026-11-20T10:00:00Z' };
    const users = Array.from({ length: 230 }, (_, user) => user);
    await put(...users.map((user) => session('meeting/large', String(user), 4, 1 + (user % 4), meeting)));
    const found = await worst({ account: 'large' });
    expect(new Set(names(found)).size).toBe(230);
    const shares = found.map(({ summary }) => summary.badShare);
    expect(shares).toEqual(shares.toSorted((one, other) => other - one));
    const [corrected] = session('meeting/large', '3', 4, 0, meeting);
    await client.send(new PutItemCommand({ TableName: table, Item: corrected }));
    expect(names(await worst({ account: 'large' }))).not.toContain('meeting/large/3');
    expect(await worst({ account: 'large' })).toHaveLength(229);
  });
});

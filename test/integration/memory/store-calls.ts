import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { countRows, rowFields } from '../../../local/simulator/rows/row.ts';
import { descriptions } from '../../../shared/datasets/datasets.ts';
import { newCapture } from '../../../shared/domain/capture/capture.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import type { ListedRow } from '../../../shared/domain/meeting/listed-row.ts';
import { createOrdinals } from '../../../shared/domain/row/row-key.ts';
import { createCaptureStore } from '../../../shared/dynamo/captures/capture-store.ts';
import { createOverdueCaptures } from '../../../shared/dynamo/captures/overdue-captures.ts';
import { createErasureReader } from '../../../shared/dynamo/control/erasure-reader.ts';
import { createErasureWriter } from '../../../shared/dynamo/control/erasure-writer.ts';
import { createLeasedItem } from '../../../shared/dynamo/control/leased-item.ts';
import { createCallAllowance } from '../../../shared/dynamo/control/rate/call-allowance.ts';
import { createRateItem, type Lease } from '../../../shared/dynamo/control/rate/rate-item.ts';
import { createTokenItem } from '../../../shared/dynamo/control/token-item.ts';
import { meetingsUntil } from '../../../shared/dynamo/meetings/every-meeting.ts';
import { createListedRows } from '../../../shared/dynamo/meetings/listed-rows.ts';
import { createMeetingReader } from '../../../shared/dynamo/meetings/meeting-reader.ts';
import { RowEraser } from '../../../shared/dynamo/rows/erase-rows.ts';
import { readRows } from '../../../shared/dynamo/rows/row-reader.ts';
import { createRowStore } from '../../../shared/dynamo/rows/row-store.ts';
import { createQueries } from '../../../shared/queries/index.ts';
import { storeSecret } from '../../support/store-secret.ts';
import { type Outcome, outcomeOf } from './transcript.ts';

const table = 'Captures';
const control = 'Control';
const account = 'account-1';
const now = Date.parse('2026-11-20T12:00:00Z');
const random = () => 0.5;
const sleep = async () => {};

export type StoreScript = {
  readonly title: string;
  /** Calls stores of its own on this client, and hands each call to `see` in order. */
  readonly play: (client: DynamoDBClient, see: (call: () => Promise<unknown>) => Promise<void>) => Promise<void>;
};

/** Each in tables of its own. */
export async function playScript({ play }: StoreScript, client: DynamoDBClient): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await play(client, async (call) => void outcomes.push(await outcomeOf(call)));
  return outcomes;
}

const meeting = generateMeeting({ seed: 3, participants: 16, minutes: 20, endTime: '2026-11-20T10:00:00Z' });
const { uuid, endTime, meetingId, kind, hostId, topic } = meeting;
const ended = { account, kind, uuid, meetingId, endTime, ...(hostId !== undefined && { hostId }), topic };
const record = { ...ended, endedAt: new Date(endTime).toISOString(), registeredAt: endTime, reason: 'event' } as const;
const captureOf = (dataset: Dataset) =>
  newCapture(ended, dataset, { nextPollAt: '2026-11-20T10:05:00Z', now: new Date(now) });

function rowsOf(dataset: Dataset, count: number) {
  const keyOf = createOrdinals(descriptions[dataset].rows.identity);
  const rows = meeting[dataset];
  return Array.from({ length: Math.min(count, countRows(rows)) }, (_, index) => {
    const row = rowFields(('count' in rows ? rows.at(index) : rows[index]) ?? {});
    return { key: keyOf(row), row };
  });
}

/** What the product's own stores ask of the tables. */
export const storeScripts: readonly StoreScript[] = [
  {
    title: 'the store of captures',
    async play(client, see) {
      const store = createCaptureStore({ client, table, retentionDays: 30 });
      const overdue = createOverdueCaptures(client, table);
      const [first, ...others] = datasets.map(captureOf);
      if (!first) return;
      await see(() => store.load(uuid, first.dataset));
      await see(() => store.registerSnapshot({ ...first, type: 'live', state: 'live' }));
      await see(() => store.register(record, first, ...others));
      await see(() => store.register({ ...record, topic: 'another' }, { ...first, rows: 9 }));
      await see(() => store.load(uuid, first.dataset));
      await see(() =>
        store.save({ ...first, state: 'running', run: 1, lease: { owner: 'w', until: '2026-11-20T12:02:00Z' } }, 0),
      );
      await see(() => store.save({ ...first, state: 'running', run: 1, rows: 5 }, 0));
      await see(() => store.save({ ...first, state: 'running', run: 2, rows: 7 }, 1));
      await see(() => store.save({ ...first, state: 'running', run: 2, rows: 7 }, 1));
      await see(async () => {
        const found = await overdue.load(uuid, 'report');
        if (found) await overdue.postpone(found, '2026-11-21T00:00:00Z');
        if (found) await overdue.postpone(found, '2026-11-22T00:00:00Z');
        return overdue.load(uuid, 'report');
      });
      await see(() => store.save({ ...first, state: 'settled', run: 3 }, 2));
      const queries = createQueries({ client, table, now: () => now });
      await see(() => queries.accounts());
      await see(() => queries.findMeeting(uuid));
      for (const state of ['waiting', 'running'] as const) {
        await see(() => Array.fromAsync(queries.openCaptures({ state })));
      }
      const span = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };
      await see(() => Array.fromAsync(queries.endedMeetings({ account, ended: span })));
      await see(() => Array.fromAsync(queries.meetingInstances({ meetingId, ended: span })));
    },
  },
  {
    title: 'the stores of rows, and what erases them',
    async play(client, see) {
      const store = createRowStore({ client, table, sleep, random });
      const captures = createCaptureStore({ client, table, retentionDays: 0 });
      await captures.register(record, ...datasets.map(captureOf));
      const stamp = { page: 1, account, endTime };
      for (const dataset of datasets) {
        await see(() => store.write({ uuid, dataset, rows: rowsOf(dataset, 17), stamp: { ...stamp, run: 1 } }));
        await see(() => store.write({ uuid, dataset, rows: rowsOf(dataset, 6), stamp: { ...stamp, run: 2 } }));
        await see(async () => (await Array.fromAsync(store.keys(uuid, dataset, [{ run: 2, fromPage: 1 }]))).length);
      }
      await see(() => store.prune(uuid, 'report', { segments: [{ run: 2, fromPage: 1 }] }));
      await see(() => store.prune(uuid, 'qos', { segments: [{ run: 2, fromPage: 1 }] }));
      for (const dataset of datasets) await see(() => store.count(uuid, dataset));
      for (const dataset of datasets) await see(() => Array.fromAsync(readRows(uuid, dataset, { client, table })));
      const queries = createQueries({ client, table, now: () => now });
      for (const dataset of datasets) {
        await see(() => Array.fromAsync(queries.rows({ uuid, dataset, samples: true, pageSize: 5 })));
        await see(() => Array.fromAsync(queries.rows({ uuid, dataset, fields: ['id', 'join_time'], limit: 7 })));
      }
      await see(() => Array.fromAsync(queries.sessionQuality({ uuid })));
      await see(() => Array.fromAsync(queries.worstSessions({ account, day: '2026-11-20' })));
      await see(() => Array.fromAsync(meetingsUntil('2026-11-20T11:00:00.000Z', client, table)));
      const eraser = new RowEraser({ client, table, sleep, random });
      const { rows, captures: stored } = await eraser.read(uuid);
      await see(async () => [rows.length, stored]);
      const going = rows.filter(({ dataset }) => dataset === 'qos').slice(0, 3);
      await see(async () => {
        const samples = await eraser.sampleKeys(going);
        await eraser.remove(
          uuid,
          samples,
          going.map(({ sk }) => sk),
        );
        return samples.length;
      });
      await see(async () => {
        for (const capture of [...stored, ...stored]) {
          await eraser.recount(uuid, { ...capture, rows: 5 }, { stored: 5, removed: 2 });
        }
      });
      const host = hostId === undefined ? {} : { hostId };
      await see(() => eraser.removeHost(uuid, host));
      await see(() => eraser.removeHost(uuid, host));
      const listedRows = createListedRows(client, table);
      const listed: ListedRow = {
        source: 'history',
        row: { meeting_uuid: uuid, host_email: 'ada@example.com', n: -0 },
      };
      await see(() => listedRows.put(uuid, listed));
      await see(() => listedRows.put('nowhere==', listed));
      await see(() => eraser.removeHost(uuid, { listed }));
      await see(async () => (await createMeetingReader({ client, table, now: () => now }).find(uuid))?.meeting);
    },
  },
  {
    title: 'the rate budget, the token and the allowance',
    async play(client, see) {
      const rate = createRateItem({ client, table: control, accountId: account });
      const lease = (changes: Partial<Lease>) => {
        const wanted: Lease = {
          where: 'now',
          calls: 3,
          unmade: 0,
          spacingMs: 100,
          now,
          day: '2026-11-20',
          limit: 10,
          horizon: now + 900,
        };
        return rate.lease({ ...wanted, ...changes });
      };
      await see(() => rate.read());
      await see(() => lease({}));
      await see(() => rate.beginDay('2026-11-20', 0, undefined));
      await see(() => rate.beginDay('2026-11-20', 4, undefined));
      await see(() => lease({}));
      await see(() => lease({}));
      await see(() => lease({ where: 'behind' }));
      await see(() => lease({ where: 'behind', unmade: 2 }));
      await see(() => lease({ where: 'behind', calls: 4 }));
      await see(async () => {
        const before = await rate.read();
        if (!before) return undefined;
        return [await rate.stop(now + 5_000, before), await rate.stop(now + 9_000, before), await rate.read()];
      });
      await see(async () => rate.beginDay('2026-11-21', 1, await rate.read()));
      await see(() => rate.read());

      const token = createTokenItem({ client, table: control, accountId: account }, 'secret');
      await see(() => token.lock(now, now + 20));
      await see(() => token.lock(now + 19, now + 40));
      await see(() => token.unlock({ until: now + 21 }));
      await see(() => token.unlock({ until: now + 20 }, { value: 'v', issuedAt: now, expiresAt: now + 3_600 }));
      await see(() => token.read());
      await see(() => token.lock(now, now + 20));

      const allowance = createCallAllowance({ client, table: control, accountId: account, now: () => now, random });
      await see(() => allowance.take());
      await see(() => allowance.set(2));
      await see(async () => (await allowance.take()).giveBack());
      await see(() => allowance.take());
      await see(() => allowance.take());
      await see(() => allowance.take());
      await see(() => allowance.set(5));
      await see(() => allowance.read());
    },
  },
  {
    title: 'leased states and erasures',
    async play(client, see) {
      const decode = (value: unknown) => Object(value) as { readonly days: readonly string[] };
      const item = createLeasedItem({ client, table: control, accountId: account, name: 'sweep', decode });
      await see(() => item.read());
      await see(() => item.take('one', now, now + 10));
      await see(() => item.take('two', now + 5, now + 20));
      await see(() => item.take('one', now + 5, now + 20));
      await see(() => item.save({ owner: 'two' }, { days: [] }));
      await see(() => item.save({ owner: 'one' }, { days: ['2026-11-20'] }));
      await see(() => item.take('two', now + 20, now + 30));
      await see(() => item.release({ owner: 'one' }));
      await see(() => item.release({ owner: 'two' }));
      await see(() => item.take('three', now, now + 1));

      const table = { client, table: control };
      const [writer, reader] = [createErasureWriter(table, storeSecret), createErasureReader(table, storeSecret)];
      const erasure = { receipt: 'r', erasedAt: '2026-11-20T11:00:00Z' };
      await see(() => writer.mark(erasure, ['a', 'b']));
      await see(() => writer.mark(erasure, ['b', 'c']));
      await see(() => writer.mark(erasure, ['d'], { uuid, endTime }));
      // The marks are of a random key.
      await see(async () => Object.keys(await reader({ uuid, endTime })).sort());
    },
  },
];

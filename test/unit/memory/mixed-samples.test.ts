import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { rowFields, rowTexts } from '../../../local/simulator/rows/row.ts';
import { descriptions } from '../../../shared/datasets/datasets.ts';
import { omit } from '../../../shared/domain/omit.ts';
import type { QosSampleForm } from '../../../shared/domain/quality/qos-samples.ts';
import { createOrdinals } from '../../../shared/domain/row/row-key.ts';
import { parseItem } from '../../../shared/dynamo/item.ts';
import { toAttribute } from '../../../shared/dynamo/rows/attribute-values.ts';
import { rowItems } from '../../../shared/dynamo/rows/row-items.ts';
import { readStoredRows } from '../../../shared/dynamo/rows/row-reader.ts';
import { createRowStore } from '../../../shared/dynamo/rows/row-store.ts';
import { itemsOf } from '../../../shared/queries/paging.ts';
import { sessionQuality } from '../../../shared/queries/quality.ts';
import { storedRows } from '../../../shared/queries/rows.ts';
import { tables as declared } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';
import { oddSamples, oddSamplesPackedFirst } from '../../support/samples/first-packed.ts';

const meeting = generateMeeting({ seed: 5, participants: 8, minutes: 12 });
const sessions = rowTexts(meeting.qos).map((text) => rowFields(text));
const { uuid } = meeting;
const dataset = 'qos' as const;
const byJoin = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row, sortedNames)).sort();
const sortedNames = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

let memory: ReturnType<typeof createMemoryDynamo>;
beforeEach(() => {
  memory = createMemoryDynamo({ tables: declared });
});

/** Writes all sessions as one poll, each in the form that the stage has by then. */
async function poll(run: number, formOf: (index: number) => QosSampleForm) {
  const keyOf = createOrdinals(descriptions[dataset].rows.identity);
  for (const [index, row] of sessions.entries()) {
    const store = storeOf(formOf(index));
    const stamp = { run, page: index + 1, account: 'one', endTime: meeting.endTime };
    await store.write({ uuid, dataset, rows: [{ key: keyOf(row), row }], stamp });
  }
  return storeOf('packed').prune(uuid, dataset, { segments: [{ run, fromPage: 1 }] });
}

const storeOf = (qosSamples: QosSampleForm) =>
  createRowStore({ client: memory.client, table: 'Captures', sleep: async () => {}, random: () => 0, qosSamples });
const store = () => ({ client: memory.client, table: 'Captures', now: () => 0 });
const sampleItems = () => memory.items('Captures').filter(({ entity }) => entity?.S === 'qos-samples').length;

describe('a store whose samples are in several forms', () => {
  test('is upgraded half-way, on, and back again, and gives the same rows each time', async () => {
    const answers = async () => {
      const stored = await Array.fromAsync(readStoredRows(uuid, dataset, store()));
      const asked = await Array.fromAsync(itemsOf(storedRows({ uuid, dataset, samples: true }, store())));
      const qualities = await Array.fromAsync(itemsOf(sessionQuality({ uuid, samples: true }, store())));
      expect(asked).toEqual(stored.map(({ row }) => row));
      expect(qualities.map(({ row }) => row)).toEqual(asked);
      return JSON.stringify([stored, qualities]);
    };
    expect(await poll(1, () => 'readable')).toBe(sessions.length);
    expect(sampleItems()).toBe(sessions.length);
    const readable = await answers();
    expect(byJoin((await Array.fromAsync(readStoredRows(uuid, dataset, store()))).map(({ row }) => row))).toEqual(
      byJoin(sessions),
    );
    expect(await poll(2, (index) => (index % 2 === 0 ? 'packed' : 'readable'))).toBe(sessions.length);
    expect(sampleItems()).toBe(Math.floor(sessions.length / 2));
    expect((await answers()) === readable).toBe(true);
    await poll(3, () => 'packed');
    expect(sampleItems()).toBe(0);
    expect((await answers()) === readable).toBe(true);
    await poll(4, () => 'readable');
    expect(sampleItems()).toBe(sessions.length);
    expect((await answers()) === readable).toBe(true);
  });

  test('has sessions of the first encoding and with the first summaries among others, and reads them all', async () => {
    await poll(1, (index) => (index % 2 === 0 ? 'packed' : 'readable'));
    const latency = [300, 400, 500];
    const summary = { minutes: 4, badMinutes: 2, badShare: 0.5, audio_input: { minutes: 4, badShare: 0.5, latency } };
    const row = { user_name: 'Ada', join_time: '2026-02-28T10:00:00Z', user_qos: oddSamples };
    const [text = '{}'] = rowItems({ uuid, dataset, key: '0', row }, { run: 1, page: 99 }).items;
    const Item = {
      ...parseItem(text),
      samplesEncoding: { S: 'columns+zlib/1' },
      samples: { B: oddSamplesPackedFirst },
      summary: toAttribute(summary) ?? { NULL: true as const },
    };
    await memory.client.send(new PutItemCommand({ TableName: 'Captures', Item }));
    const stored = await Array.fromAsync(readStoredRows(uuid, dataset, store()));
    expect(byJoin(stored.map((one) => one.row))).toEqual(byJoin([...sessions, row]));
    const qualities = await Array.fromAsync(itemsOf(sessionQuality({ uuid, samples: true }, store())));
    expect(byJoin(qualities.map((one) => one.row))).toEqual(byJoin([...sessions, row]));
    const [first] = qualities.filter((one) => one.row.user_name === 'Ada');
    expect(first?.summary?.audio_input?.latency).toEqual({ avg: 300, p95: 400, max: 500 });
  });

  test('says of each session whether its samples were kept, and keeps all else', async () => {
    await poll(1, (index) => (index === 0 ? 'summary' : 'packed'));
    const stored = await Array.fromAsync(readStoredRows(uuid, dataset, store()));
    const [without, ...others] = stored.filter(({ notKept }) => notKept);
    expect(others).toEqual([]);
    const [first = {}] = sessions;
    expect(byJoin([without?.row ?? {}])).toEqual(byJoin([omit(first, 'user_qos')]));
    expect(without?.notKept).toMatchObject({ samples: expect.any(Number), summary: { minutes: expect.any(Number) } });
  });
});

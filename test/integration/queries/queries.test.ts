import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countRows, type Rows, rowFields } from '../../../local/simulator/rows/row.ts';
import { newCapture } from '../../../shared/domain/capture/capture.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { canonicalText } from '../../../shared/domain/row/content-hash.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { encodeCapture } from '../../../shared/dynamo/captures/capture-item.ts';
import { parseItem } from '../../../shared/dynamo/item.ts';
import { rowItems } from '../../../shared/dynamo/rows/row-items.ts';
import { CursorError, itemsOf, type Paging, type QueryPage, wholeDay } from '../../../shared/queries/index.ts';
import { meetingOf, startFilledStore } from './filled-store.ts';

let filled: Awaited<ReturnType<typeof startFilledStore>>;
const day = '2026-11-20';
const ends = ['2026-11-20T00:00:00Z', '2026-11-20T10:00:00Z', '2026-11-20T12:00:00Z', '2026-11-20T23:59:59.999Z'];
const meeting = (index: number, endTime: string) =>
  meetingOf({ seed: index, endTime, uuid: `uuid/${index}==`, meetingId: '93201235621' });

beforeAll(async () => {
  filled = await startFilledStore();
  const others = ['2026-11-19T23:59:59.999Z', '2026-11-21T00:00:00Z'];
  for (const [index, endTime] of [...ends, ...others].entries()) await filled.add(meeting(index, endTime));
  await filled.add(meetingOf({ seed: 50, endTime: ends[1], uuid: 'other==', meetingId: '1' }), { account: 'two' });
});
afterAll(async () => {
  const asked = new Set(filled.asked);
  await filled.close();
  expect([...asked].sort()).toEqual(['BatchGetItemCommand', 'BatchWriteItemCommand', 'QueryCommand']);
});

const all = <Answer>(pages: AsyncIterable<QueryPage<Answer>>) => Array.fromAsync(itemsOf(pages));
const uuids = (meetings: readonly { readonly uuid: string }[]) => meetings.map(({ uuid }) => uuid);

/** All answers, each page asked for by a question of its own that has only the cursor of the one before. */
async function resumed<Answer>(
  ask: (paging: Paging) => AsyncIterable<QueryPage<Answer>>,
  limit: number,
): Promise<Answer[]> {
  const found: Answer[] = [];
  let after: string | undefined;
  do {
    const pages = await Array.fromAsync(ask({ limit, ...(after !== undefined && { after }) }));
    const items = pages.flatMap((page) => page.items);
    expect(items.length).toBeLessThanOrEqual(limit);
    found.push(...items);
    after = pages.at(-1)?.cursor;
  } while (after !== undefined);
  return found;
}

const served = (rows: Rows): string[] =>
  Array.from({ length: countRows(rows) }, (_, at) =>
    canonicalText(rowFields(('count' in rows ? rows.at(at) : rows[at]) ?? {})),
  ).sort();
const texts = (rows: readonly Row[]) => rows.map((row) => canonicalText(row)).sort();

describe('meetings of an account', () => {
  const ask = (paging: Paging = {}, order: 'newest-first' | 'oldest-first' = 'newest-first') =>
    filled.queries.endedMeetings({ account: 'one', ended: wholeDay(day), order, ...paging });

  test('meetings that ended on a day include its first and its last millisecond, newest first or oldest first', async () => {
    expect(uuids(await all(ask()))).toEqual(['uuid/3==', 'uuid/2==', 'uuid/1==', 'uuid/0==']);
    expect(uuids(await all(ask({}, 'oldest-first')))).toEqual(['uuid/0==', 'uuid/1==', 'uuid/2==', 'uuid/3==']);
  });

  test('meetings that ended in a range include both ends, given as days or as instants', async () => {
    const { endedMeetings } = filled.queries;
    const days = endedMeetings({ account: 'one', ended: { from: '2026-11-19', to: '2026-11-21' } });
    expect(await all(days)).toHaveLength(6);
    const instants = endedMeetings({ account: 'one', ended: { from: '2026-11-20T10:00:00Z', to: ends[2] ?? '' } });
    expect(uuids(await all(instants))).toEqual(['uuid/2==', 'uuid/1==']);
  });

  test.each([1, 2, 3, 4, 9])(
    'each meeting comes once when %i are asked for at a time, in both orders',
    async (limit) => {
      for (const order of ['newest-first', 'oldest-first'] as const) {
        expect(uuids(await resumed((paging) => ask(paging, order), limit))).toEqual(uuids(await all(ask({}, order))));
      }
    },
  );

  test('a list of meetings refuses the cursor of another question, and a text that is no cursor', async () => {
    const [page] = await Array.fromAsync(ask({ limit: 1 }));
    const after = page?.cursor ?? '';
    const of = (wanted: object) =>
      all(filled.queries.endedMeetings({ account: 'one', ended: wholeDay(day), after, ...wanted }));
    expect(await of({})).toHaveLength(3);
    for (const other of [{ account: 'two' }, { ended: wholeDay('2026-11-21') }, { order: 'oldest-first' }]) {
      await expect(of(other)).rejects.toThrow(CursorError);
    }
    for (const none of ['', 'none', Buffer.from('{}').toString('base64url')]) {
      await expect(of({ after: none })).rejects.toThrow(CursorError);
    }
  });

  test('a list of meetings refuses times and limits that are none', async () => {
    const { endedMeetings } = filled.queries;
    expect(() => endedMeetings({ account: 'one', ended: wholeDay('2026-02-30') })).toThrow(RangeError);
    expect(() => endedMeetings({ account: 'one', ended: { from: '2026-11-21', to: '2026-11-20' } })).toThrow(
      RangeError,
    );
    await expect(all(ask({ limit: 0 }))).rejects.toThrow(RangeError);
    await expect(all(ask({ pageSize: 1_001 }))).rejects.toThrow(RangeError);
  });
});

describe('one meeting', () => {
  test('a meeting is found among the instances of its meeting id, newest first', async () => {
    const instances = await all(filled.queries.meetingInstances({ meetingId: '93201235621' }));
    expect(uuids(instances)).toEqual([5, 3, 2, 1, 0, 4].map((index) => `uuid/${index}==`));
    expect(await all(filled.queries.meetingInstances({ meetingId: '2' }))).toEqual([]);
  });

  test('a meeting comes with its captures', async () => {
    const found = await filled.queries.findMeeting('uuid/1==');
    expect(found?.meeting).toMatchObject({ uuid: 'uuid/1==', account: 'one', topic: 'Weekly meeting 1' });
    expect(datasets.map((dataset) => found?.captures[dataset]?.state)).toEqual(['settled', 'settled', 'settled']);
    expect(await filled.queries.findMeeting('none')).toBeUndefined();
  });

  test.each(datasets)('a meeting has its rows of %s back exactly, also page by page', async (dataset) => {
    const { uuid, [dataset]: rows } = meeting(2, ends[2] ?? '');
    const ask = (paging: Paging = {}) => filled.queries.rows({ uuid, dataset, samples: true, ...paging });
    expect(texts(await all(ask()))).toEqual(served(rows));
    expect(texts(await resumed(ask, 2))).toEqual(served(rows));
  });

  test('rows come with the wanted fields alone, also with those that DynamoDB cannot hold', async () => {
    const odd = {
      user_id: '7',
      join_time: '2026-11-20T09:00:00Z',
      person: 'theirs',
      name: '\ud83d',
      status: 'in_meeting',
    };
    const { items } = rowItems(
      { uuid: 'odd==', dataset: 'report', key: 'key#0', row: odd },
      { run: 1, page: 1, endTime: ends[0] ?? '' },
    );
    await filled.put(items.map(parseItem));
    const ask = (fields: readonly string[]) => all(filled.queries.rows({ uuid: 'odd==', dataset: 'report', fields }));
    expect(await ask(['user_id', 'name', 'person'])).toEqual([{ user_id: '7', name: '\ud83d', person: 'theirs' }]);
    expect(await ask(['none'])).toEqual([{}]);
  });

  test('a meeting has the quality of its sessions, with samples where they are wanted', async () => {
    const { uuid, qos } = meeting(1, ends[1] ?? '');
    const summaries = await all(filled.queries.sessionQuality({ uuid }));
    expect(summaries).toHaveLength(countRows(qos));
    for (const { row, summary } of summaries) {
      expect(row.user_qos).toBeUndefined();
      expect(summary?.minutes).toBeGreaterThan(0);
    }
    const [first] = summaries;
    const only = (row: Row) => row.user_id === first?.row.user_id;
    const chosen = await all(filled.queries.sessionQuality({ uuid, samples: true, only }));
    expect(chosen.map(({ row }) => row.user_id)).toEqual([first?.row.user_id]);
    expect(served(qos)).toContain(canonicalText(chosen[0]?.row ?? {}));
    const sessions = await resumed((paging) => filled.queries.sessionQuality({ uuid, samples: true, ...paging }), 2);
    expect(texts(sessions.map(({ row }) => row))).toEqual(served(qos));
  });
});

test('open captures come by state, what is due first at the head, each with its meeting', async () => {
  const put = async (index: number, dataset: Dataset, nextPollAt: string) => {
    const known = { ...omit(meeting(index, ends[index] ?? ''), ...datasets), account: 'one' };
    await filled.put([
      encodeCapture({ ...newCapture(known, dataset, { nextPollAt, now: new Date(0) }), state: 'parked' }, undefined),
    ]);
  };
  await put(0, 'qos', '2026-11-21T03:00:00Z');
  await put(0, 'report', '2026-11-21T01:00:00Z');
  await put(3, 'qos', '2026-11-21T02:00:00Z');
  const ask = (paging: Paging = {}) => filled.queries.openCaptures({ state: 'parked', ...paging });
  const named = (await all(ask())).map(({ meeting: { uuid }, dataset }) => `${uuid} ${dataset}`);
  expect(named).toEqual(['uuid/0== report', 'uuid/3== qos', 'uuid/0== qos']);
  expect(await resumed(ask, 1)).toEqual(await all(ask()));
  expect(await all(filled.queries.openCaptures({ state: 'failed' }))).toEqual([]);
});

describe('the worst sessions of a day', () => {
  const ask = (paging: Paging & { leastMinutes?: number; rows?: boolean } = {}) =>
    filled.queries.worstSessions({ account: 'one', day, ...paging });

  test('sessions of a day come worst first, each once however few are asked for at a time', async () => {
    const found = await all(ask());
    const shares = found.map(({ summary }) => summary.badShare);
    expect(shares.length).toBeGreaterThan(3);
    expect(shares).toEqual(shares.toSorted((one, other) => other - one));
    expect(await resumed(ask, 2)).toEqual(found);
  });

  test('the worst sessions pass over short ones, and go on behind the last shown', async () => {
    const long = await all(ask({ leastMinutes: 4 }));
    expect(long.length).toBeGreaterThan(1);
    expect(long.every(({ summary }) => summary.minutes >= 4)).toBe(true);
    expect(await resumed((paging) => ask({ leastMinutes: 4, ...paging }), 1)).toEqual(long);
  });

  test('the worst sessions come with their meeting, and with Zoom’s row where it is wanted', async () => {
    const [first] = await all(ask({ limit: 1, rows: true }));
    expect(first?.meeting.uuid).toBe(first?.uuid);
    expect(first?.row?.user_id).toBe(first?.userId);
    expect((await all(ask({ limit: 1 })))[0]?.row).toBeUndefined();
  });
});

import { expect, test } from 'vitest';
import type { FetchedPage } from '../../../shared/capture/page-reader.ts';
import { PageWriter } from '../../../shared/capture/page-writer.ts';
import type { Redaction } from '../../../shared/capture/redaction.ts';
import type { Progress } from '../../../shared/domain/capture/capture.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { createRowStore } from '../../../shared/dynamo/rows/row-store.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';
import { captureAt, iso, progressOf } from './capture-fixture.ts';

const row = (name: string): Row => ({ user_id: name, user_name: name, join_time: iso(0) });
const page = (more: Partial<FetchedPage> = {}): FetchedPage => ({
  rows: [row('A'), row('B')],
  done: () => {},
  fetchedAt: iso(7),
  ...more,
});

/** A writer of one poll, what it had the store write, and what was too large. */
function writer({
  expiresAt,
  leftOut = [],
  leftOutValues = 0,
}: {
  expiresAt?: number;
  leftOut?: Row[];
  leftOutValues?: number;
} = {}) {
  const { client } = createMemoryDynamo({ tables });
  const store = createRowStore({ client, table: 'Captures', sleep: async () => {}, random: () => 0 });
  const written: Parameters<typeof store.write>[0][] = [];
  const tooLarge: number[] = [];
  const redaction: Redaction = {
    erasures: undefined,
    addToContentHash: (hash, texts) => `${hash} ${[...texts].length}`,
    divide: (rows) => ({ kept: rows.filter((one) => !leftOut.includes(one)), leftOut, leftOutValues }),
  };
  const rows = {
    ...store,
    async write(one: (typeof written)[number]) {
      written.push(one);
      return await store.write(one);
    },
  };
  const tellTooLarge = (values: number) => void tooLarge.push(values);
  const pages = new PageWriter({ rows, redaction, expiresAt, mayWrite: () => {}, tellTooLarge });
  const write = (progress: Partial<Progress>, one: FetchedPage) =>
    pages.write({ ...captureAt({ run: 1 }), progress: progressOf({ pages: 0, contentHash: 'h', ...progress }) }, one);
  return { write, written, tooLarge };
}

test('a page that is stored says what of it counts, and nothing of what it does not have', async () => {
  const { write, written, tooLarge } = writer();
  expect(await write({}, page())).toStrictEqual({
    rows: 2,
    erased: 0,
    halfReadyRows: 0,
    contentHash: 'h 2',
    fetchedAt: iso(7),
  });
  expect(written[0]?.stamp).toStrictEqual({ run: 1, account: 'a', endTime: captureAt().endTime, page: 1 });
  expect(written[0]?.rows.map(({ row: stored }) => stored)).toEqual([row('A'), row('B')]);
  expect(tooLarge).toEqual([]);
});

test('a page that is stored says what Zoom said of it, and when its items expire', async () => {
  const { write, written } = writer({ expiresAt: 9 });
  const stored = await write({ pages: 3 }, page({ totalRows: 7, nextPageToken: 'b' }));
  expect(stored).toMatchObject({ expectedRows: 7, nextPageToken: 'b' });
  expect(written[0]?.stamp).toMatchObject({ expiresAt: 9, page: 4 });
});

test('a page has its rows of erased persons hashed and not stored, and its values that are left out counted', async () => {
  const a = row('A');
  const { write, written } = writer({ leftOut: [a], leftOutValues: 2 });
  const large = { ...row('B'), comments: 'x'.repeat(500_000) };
  const stored = await write({}, page({ rows: [a, large] }));
  expect(stored).toMatchObject({ rows: 1, erased: 1, leftOut: 3, contentHash: 'h 2' });
  expect(written[0]?.leftOut).toEqual([a]);
});

test('a page of a poll that compares stores nothing, and comes to the same', async () => {
  const { write, written } = writer();
  expect(await write({ compares: true }, page())).toMatchObject({ rows: 2, contentHash: 'h 2' });
  expect(written[0]).toMatchObject({ rows: [], leftOut: [row('A'), row('B')] });
});

test('a page of another run has keys of its own', async () => {
  const { write, written } = writer();
  await write({}, page({ rows: [row('A')] }));
  await write({ pages: 1 }, page({ rows: [row('A')] }));
  const keys = written.map(({ rows }) => rows[0]?.key);
  expect(new Set(keys).size).toBe(2);
});

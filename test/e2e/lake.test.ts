import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { rowFields, rowTexts } from '../../local/simulator/rows/row.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { namedQueries, tablesOfQuery } from '../../shared/lake/named-queries.ts';
import { erase } from '../../shared/operations/erase/erase.ts';
import { tablesOf } from '../../shared/operations/export/tables/export-columns.ts';
import { openProductFixture, type RunningProduct } from '../support/product/product-fixture.ts';

/** Of a stage whose settings name no datasets. */
const lakeTables = tablesOf(datasets);
const endTime = new Date(Date.now() - 60_000);
const day = endTime.toISOString().slice(0, 10);
const meeting = generateMeeting({ seed: 91, participants: 5, minutes: 70, endTime });
const reports = rowTexts(meeting.report).map(rowFields);
const fixture = await openProductFixture({ meetings: [meeting] }, { lake: true });
const folder = await mkdtemp(join(tmpdir(), 'lake-'));
let product: RunningProduct;
let s3: S3Client;
let Bucket: string;
let lakeId: string;

beforeAll(async () => {
  product = await fixture.start({ dataDir: folder });
  const { outputs, functions, s3Url } = product.stack;
  Bucket = outputs.LakeBucket ?? '';
  lakeId = Object.entries(functions).find(([, { name }]) => name === outputs.LakeFunction)?.[0] ?? '';
  s3 = new S3Client({ endpoint: s3Url, region: 'us-east-1', credentials: { accessKeyId: 't', secretAccessKey: 't' } });
  await product.sendEnded(meeting);
  expect(await product.missingDatasets(meeting.uuid, 40_000)).toEqual([]);
  await product.stack.invoke(lakeId, {});
}, 90_000);
afterAll(async () => {
  await product?.close();
  await fixture.close();
  await rm(folder, { recursive: true });
});

const keys = async () => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key = '' }) => Key);
};
const filesOf = (table: string) => `'${folder}/s3/buckets/${Bucket}/objects/${table}/*/*.parquet.data'`;

async function ask(sql: string, values: readonly string[] = []): Promise<Record<string, unknown>[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const table of lakeTables) {
    const read = `read_parquet(${filesOf(table)}, hive_partitioning = true, hive_types = {'day': VARCHAR})`;
    await connection.run(`CREATE VIEW ${table} AS SELECT * FROM ${read}`);
  }
  const rows = (await connection.runAndReadAll(sql, [...values])).getRowObjectsJson();
  connection.closeSync();
  return rows;
}

test('what was captured is in the bucket as Parquet by day, and nothing else but the state of the mirror', async () => {
  const found = (await keys()).filter((key) => !key.startsWith('_manifest/') || key.includes(day));
  expect(found.sort()).toEqual(
    [
      '_lake/progress.json',
      `_manifest/parquet/day=${day}.json`,
      ...lakeTables.map((table) => `${table}/day=${day}/part-00000.parquet`),
    ].sort(),
  );
  expect(await ask('SELECT count(*)::INT AS rows FROM report')).toEqual([{ rows: reports.length }]);
});

const parameters: Readonly<Record<string, readonly string[]>> = {
  attendance_of_course: [meeting.meetingId, day, day],
  worst_networks: [day, day],
  hosts_by_hours: [day, day],
};

const answerable = namedQueries.filter((query) => tablesOfQuery(query).every((table) => lakeTables.includes(table)));
test.each(answerable.map((query) => [query.name, query] as const))(
  'the named query %s has an answer in DuckDB, by the same text as in Athena',
  async (name, { sql }) => {
    expect(sql.match(/\?/g)).toHaveLength(parameters[name]?.length ?? 0);
    expect((await ask(sql, parameters[name])).length).toBeGreaterThan(0);
  },
);

test('a run of the lake that finds nothing new writes no file, and one beside another does nothing', async () => {
  const before = (await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'report/' }))).Contents;
  await product.stack.invoke(lakeId, {});
  expect((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'report/' }))).Contents).toEqual(before);
  const lock = { Bucket, Key: '_lake/lock.json' };
  await s3.send(new PutObjectCommand({ ...lock, Body: JSON.stringify({ token: 'x', until: Date.now() + 60_000 }) }));
  await expect(product.stack.invoke(lakeId, {})).rejects.toThrow(/Another run is writing into the lake/);
  // A run that died keeps the lake for no longer than it could have lived.
  await s3.send(new PutObjectCommand({ ...lock, Body: JSON.stringify({ token: 'x', until: Date.now() - 1 }) }));
  await product.stack.invoke(lakeId, {});
  expect(await keys()).not.toContain('_lake/lock.json');
});

test('what somebody else has put there is left alone and counted', async () => {
  const Key = `report/day=${day}/part-00000.parquet`;
  const { Body, Metadata } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  const own = (await Body?.transformToByteArray()) ?? new Uint8Array();
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'theirs' }));
  await product.stack.invoke(lakeId, {});
  expect(product.lines.some((line) => line.includes('"LakeForeignFiles":1'))).toBe(true);
  expect(await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()).toBe('theirs');
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: own, Metadata: Metadata ?? {} }));
});

test('a person who is erased is in no file of the lake, and in none of its former versions', async () => {
  const email = reports.map(({ user_email }) => String(user_email ?? '')).find(Boolean) ?? '';
  const isIn = async () => (await ask('SELECT user_email FROM report')).some(({ user_email }) => user_email === email);
  expect(await isIn()).toBe(true);
  const tables = { client: product.dynamodb, table: product.stack.outputs.CapturesTable ?? '', random: Math.random };
  const { StoreSecretArn = '' } = product.stack.outputs;
  const erasedDays = new Set<string>();
  await erase(
    { person: email, pseudonymKeys: [], dryRun: false },
    {
      captures: tables,
      controlTable: product.stack.outputs.ControlTable ?? '',
      storeSecret: async () => JSON.parse(await readFile(join(folder, 'secrets.json'), 'utf8'))[StoreSecretArn],
      now: Date.now,
      sleep: async () => {},
      tell: async () => {},
      erasedDays,
    },
  );
  expect([...erasedDays]).toEqual([day]);
  const done = await product.stack.invoke(lakeId, { mirrorDays: [...erasedDays] });
  expect(done).toMatchObject({ done: [day], files: expect.any(Number), versions: expect.any(Number) });
  expect(Object(done).versions).toBeGreaterThanOrEqual(Object(done).files);
  expect(await isIn()).toBe(false);
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'report/' }));
  expect(Versions.filter(({ IsLatest }) => !IsLatest)).toEqual([]);
});

test('the function of the lake has needed each of its grants but the one for broken uploads', () => {
  const unused = product.stack
    .unusedGrants()
    .filter(({ role, action }) => /^Lake/.test(role) && !/^(logs|xray):/.test(action));
  expect(unused.map(({ action }) => action)).toEqual(['s3:AbortMultipartUpload']);
});

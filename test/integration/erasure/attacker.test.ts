import { createHash, createHmac } from 'node:crypto';
import { DeleteItemCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { datasets } from '../../../shared/domain/dataset.ts';
import { createMarker, signText } from '../../../shared/domain/erasure/marks.ts';
import { canonicalText } from '../../../shared/domain/row/content-hash.ts';
import type { Item } from '../../../shared/dynamo/item.ts';
import { storeSecret } from '../../support/store-secret.ts';
import { endTime, startErasureFixture } from './erasure-fixture.ts';
import { ada, meetingWithAda } from './people.ts';

// An attacker has both tables whole, all that Zoom served of everybody, and wonders who was erased.

type Fixture = Awaited<ReturnType<typeof startErasureFixture>>;

async function dump({ client }: Fixture): Promise<Item[]> {
  const pages = await Promise.all(
    ['Captures', 'Control'].map((TableName) => client.send(new ScanCommand({ TableName }))),
  );
  return pages.flatMap(({ Items = [] }) => Items);
}

/** Each text in an item, however deep, and what base64 may stand for. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

const meetings = [1, 2].map((seed) =>
  meetingWithAda(
    { seed, uuid: `meeting-${seed}==`, endTime },
    {
      participants: { id: true, email: true, customer: true },
      qos: { id: true },
      report: { email: true, customer: true },
      hosts: seed === 1,
    },
  ),
);

/** Guesses of hers, in every form that a mark was ever made of. */
const guesses = [
  signText.id(ada.id),
  ...[signText.email, signText.alias, signText.several].map((of) => of(ada.email.toLowerCase())),
  ...meetings.flatMap(({ uuid }) => [
    signText.stay(uuid, '99'),
    signText.other(uuid, `customer_key ${ada.customer}`),
    signText.host(uuid),
  ]),
];

/** What a guess comes to under any text of the tables for a key, or under none, stands in the tables: the guess is right. */
function confirmedGuesses(items: readonly Item[]): string[] {
  const texts = new Set(items.flatMap(textsIn));
  const keys = [...texts].flatMap((text) => [text, Buffer.from(text, 'base64url')]);
  const forms = (guess: string): string[] => {
    const digests = [createHash('sha256').update(guess).digest()];
    for (const key of keys) digests.push(createHmac('sha256', key).update(guess).digest());
    return digests.flatMap((digest) => [
      digest.toString('hex'),
      digest.toString('hex').slice(0, 32),
      digest.toString('base64url'),
      digest.toString('base64url').slice(0, 22),
    ]);
  };
  return guesses.filter((guess) => forms(guess).some((form) => texts.has(form)));
}

const modulus = 1n << 128n;
const plainHash = (text: string) => BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 32)}`);

/** What a version without a key had for the content hash of these rows. */
const openHash = (rows: readonly string[]) =>
  (rows.reduce((sum, row) => sum + plainHash(canonicalText(JSON.parse(row))), 0n) % modulus)
    .toString(16)
    .padStart(32, '0');

/** Captures of which the rows that are left, taken from the content hash, leave the hash of a row that Zoom had served. */
async function recoveredRows(fixture: Fixture): Promise<string[]> {
  const found: string[] = [];
  for (const { uuid } of meetings) {
    for (const dataset of datasets) {
      const { contentHash = '' } = (await fixture.store.load(uuid, dataset)) ?? {};
      const digits = /[0-9a-f]{32}$/.exec(contentHash)?.[0] ?? '0';
      const left = BigInt(`0x${openHash(await fixture.stored(uuid, dataset))}`);
      const rest = (BigInt(`0x${digits}`) - left + modulus) % modulus;
      const served = fixture.served(uuid, dataset).map((row) => plainHash(canonicalText(JSON.parse(row))));
      if (served.includes(rest)) found.push(`${uuid} ${dataset}`);
    }
  }
  return found;
}

test('nobody who reads both tables, and knows what Zoom served, can tell who was erased', async () => {
  await using fixture = await startErasureFixture();
  await fixture.captureFirst(...meetings);
  const { receipt } = await fixture.erase('--person', ada.email);
  const items = await dump(fixture);
  expect(confirmedGuesses(items)).toEqual([]);
  expect(await recoveredRows(fixture)).toEqual([]);
  // Who has the receipt learns no meeting from it, neither by its name nor by its instant.
  const ofMeetings = items.filter(({ pk }) => pk?.S?.startsWith('erasures#'));
  const everywhere = items.filter(({ pk, sk }) => pk?.S === 'erasures' && sk?.S !== 'key');
  expect(ofMeetings).toHaveLength(2);
  const named = ofMeetings.flatMap(textsIn);
  for (const text of [receipt, ...everywhere.flatMap(({ erasedAt, expiresAt }) => textsIn([erasedAt, expiresAt]))]) {
    expect(named.join()).not.toContain(text);
  }
  // And it holds still: she stays out.
  await fixture.drain();
  await fixture.expectGone(...meetings);
});

/** The tables as a version without the stage's secret had left them, after the same erasure. */
async function makeOpen(fixture: Fixture, receipt: string): Promise<void> {
  const { client } = fixture;
  const key = 'an-open-key';
  const marker = createMarker(key);
  const at = { ':at': { S: '2026-11-20T09:30:00Z' } };
  const mark = (pk: string, texts: readonly string[]) =>
    client.send(
      new UpdateItemCommand({
        TableName: 'Control',
        Key: { pk: { S: pk }, sk: { S: `person#${receipt}` } },
        UpdateExpression: 'SET erasedAt = :at ADD marks :marks',
        ExpressionAttributeValues: { ...at, ':marks': { SS: texts.map(marker) } },
      }),
    );
  for (const item of (await dump(fixture)).filter(({ pk }) => pk?.S?.startsWith('erasures'))) {
    await client.send(
      new DeleteItemCommand({ TableName: 'Control', Key: { pk: item.pk ?? { S: '' }, sk: item.sk ?? { S: '' } } }),
    );
  }
  await client.send(
    new UpdateItemCommand({
      TableName: 'Control',
      Key: { pk: { S: 'erasures' }, sk: { S: 'key' } },
      UpdateExpression: 'SET #key = :key',
      ExpressionAttributeNames: { '#key': 'key' },
      ExpressionAttributeValues: { ':key': { S: key } },
    }),
  );
  await mark('erasures', [signText.id(ada.id), signText.email(ada.email.toLowerCase())]);
  for (const { uuid } of meetings) {
    await mark(`erasures#${uuid}`, [signText.stay(uuid, '99'), signText.host(uuid)]);
    for (const dataset of datasets) {
      await client.send(
        new UpdateItemCommand({
          TableName: 'Captures',
          Key: { pk: { S: uuid }, sk: { S: `capture#${dataset}` } },
          UpdateExpression: 'SET contentHash = :hash',
          ExpressionAttributeValues: { ':hash': { S: openHash(fixture.served(uuid, dataset)) } },
        }),
      );
    }
  }
}

test.each([
  ['seal', ['seal', '--json']],
  ['the next erasure', ['erase', '--person', 'nobody@example.com', '--json']],
])('what an older version kept open is sealed by %s, and erased persons stay out', async (_, command) => {
  await using fixture = await startErasureFixture();
  await fixture.captureFirst(...meetings);
  const { receipt } = await fixture.erase('--person', ada.email);
  await makeOpen(fixture, receipt);
  // The attacker's ways are good ones: this is what they found.
  expect(confirmedGuesses(await dump(fixture)).length).toBeGreaterThan(4);
  expect(await recoveredRows(fixture)).toHaveLength(6);

  const { exitCode, stdout } = await fixture.cli(...command);
  expect(exitCode).toBe(0);
  if (command[0] === 'seal') expect(JSON.parse(stdout)).toEqual({ meetings: 2, hashes: 6 });
  const items = await dump(fixture);
  expect(confirmedGuesses(items)).toEqual([]);
  expect(await recoveredRows(fixture)).toEqual([]);
  expect(items.flatMap(({ pk, sk }) => (pk?.S?.startsWith('erasures#') ? textsIn(sk) : []))).not.toContain(
    `person#${receipt}`,
  );

  await fixture.drain();
  await fixture.expectGone(...meetings);
  expect(JSON.parse((await fixture.cli('seal', '--json')).stdout)).toEqual({ meetings: 2, hashes: 0 });
});

test.each([
  ['cannot be read', () => Promise.reject(new Error('The secret cannot be read.'))],
  ['is another one', async () => 'another-secret-than-the-stage-had-01'],
])('while the secret of the stage %s nothing is stored of anybody, and captures wait for it', async (_, broken) => {
  let secret = storeSecret;
  await using fixture = await startErasureFixture({ storeSecret: () => secret() });
  await fixture.erase('--person', ada.email);
  secret = broken;
  await fixture.captureFirst(...meetings);
  expect(fixture.crashes).toEqual([]);
  expect(await fixture.traces()).toEqual([]);
  for (const dataset of datasets) {
    expect(await fixture.store.load('meeting-1==', dataset)).toMatchObject({ state: 'parked', rows: 0 });
  }
  secret = storeSecret;
  await fixture.drain();
  expect(await fixture.stored('meeting-1==', 'report')).toHaveLength(
    fixture.served('meeting-1==', 'report').length - 1,
  );
});

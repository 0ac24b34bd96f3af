import { type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { datasets } from '../../../shared/domain/dataset.ts';
import type { Item } from '../../../shared/dynamo/item.ts';
import { toAttribute } from '../../../shared/dynamo/rows/attribute-values.ts';
import { endTime, startErasureFixture } from './erasure-fixture.ts';
import { ada, meetingWithAda } from './people.ts';

const all = { id: true, email: true };
const hosted = meetingWithAda(
  { seed: 1, uuid: '/all//==', endTime },
  { participants: all, qos: all, report: all, hosts: true },
);
const meetings = [
  hosted,
  // Her QoS row names nobody: it is hers by its stay.
  meetingWithAda(
    { seed: 2, uuid: 'stay==', endTime },
    { participants: { id: true }, qos: {}, report: { email: true } },
  ),
  // The index of persons lists this meeting under her id alone, and the next one not at all.
  meetingWithAda({ seed: 3, uuid: 'by-id==', endTime }, { participants: all }),
  meetingWithAda({ seed: 4, uuid: 'qos-only==', endTime }, { qos: { email: true } }),
  // The key of a customer ties the two in this meeting.
  meetingWithAda(
    { seed: 5, uuid: 'tied==', endTime },
    { report: { email: true, customer: true }, participants: { customer: true } },
  ),
  meetingWithAda({ seed: 6, uuid: 'without==', endTime }, {}),
];
const toItem = (fields: object): Item => toAttribute(fields)?.M ?? {};
async function itemsOf(client: DynamoDBClient, uuid: string, prefix: string): Promise<Item[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: 'Captures',
      KeyConditionExpression: 'pk = :uuid AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':uuid': { S: uuid }, ':prefix': { S: prefix } },
    }),
  );
  return Items;
}
const person = { known: { ids: [ada.id], addresses: [ada.email.toLowerCase()] }, contradicted: [] };
const nothingLeft = {
  deadLetters: { blanked: 0, left: 0 },
  left: [],
  blanked: 0,
  recoverableUntil: expect.stringMatching(/^2026-12-/),
};
const receiptOfAll = {
  rows: { participants: 4, qos: 3, report: 3 },
  sampleItems: 3,
  hosted: 1,
  meetings: 5,
  ...person,
};

test('a person who is erased leaves no trace in any item or index, and stays erased after settling polls and a redrive', async () => {
  await using fixture = await startErasureFixture();
  await fixture.captureFirst(...meetings);
  const before = await fixture.traces();
  const rehearsed = await fixture.erase('--person', ada.email, '--dry-run');
  expect(await fixture.traces()).toEqual(before);
  const receipt = await fixture.erase('--person', ada.email.toUpperCase());
  expect(receipt).toEqual({
    dryRun: false,
    receipt: expect.stringMatching(/^[\w-]{36}$/),
    erasedAt: expect.stringMatching(/^2026-/),
    ...receiptOfAll,
    ...nothingLeft,
  });
  expect(rehearsed).toEqual({ dryRun: true, ...receiptOfAll });
  await fixture.expectGone(...meetings);

  await fixture.drain();
  for (const { uuid } of meetings) {
    for (const dataset of datasets) {
      const polls = dataset === 'qos' ? 1 : 2;
      expect(await fixture.store.load(uuid, dataset)).toMatchObject({ state: 'settled', polls: polls });
    }
  }
  await fixture.expectGone(...meetings);

  // What a redrive asks for: one more poll.
  for (const meeting of meetings.slice(0, 2)) fixture.end(meeting, datasets, { reason: 'demand', sequence: 100 });
  await fixture.drain();
  await fixture.expectGone(...meetings);
  expect(await fixture.erase('--person', ada.email)).toMatchObject({ meetings: 0 });
});

test('a person who is erased leaves no trace in a snapshot of a running meeting, nor in the next one', async () => {
  await using fixture = await startErasureFixture();
  const runs = meetingWithAda(
    { seed: 7, uuid: 'runs==', endTime: new Date(fixture.now() + 60_000).toISOString() },
    { participants: all, qos: all },
  );
  fixture.simulator.addMeeting(runs);
  const takeSnapshot = async (sequence: number) => {
    const now = new Date(fixture.now()).toISOString();
    const live = ['participants', 'qos'] as const;
    fixture.end(runs, live, { reason: 'demand', listType: 'live', sequence, endTime: now, notBefore: now });
    await fixture.drain({ until: fixture.now() });
  };
  await takeSnapshot(0);
  expect(await fixture.traces()).not.toEqual([]);
  expect(await fixture.erase('--person', ada.id)).toMatchObject({ rows: { participants: 1, qos: 1 }, meetings: 1 });
  expect(await fixture.traces()).toEqual([]);
  await takeSnapshot(100);
  expect(await fixture.store.load('runs==', 'qos')).toMatchObject({ state: 'live', polls: 2, erased: 1 });
  expect(await fixture.traces()).toEqual([]);
});

test('a person who is erased by their id leaves no trace either', async () => {
  await using fixture = await startErasureFixture();
  await fixture.captureFirst(...meetings);
  expect(await fixture.erase('--person', ada.id)).toMatchObject(receiptOfAll);
  expect(await fixture.traces()).toEqual([]);
});

test('a person who is erased leaves no trace in rows of a dataset that no code names, whatever its name sorts after', async () => {
  await using fixture = await startErasureFixture();
  await fixture.captureFirst(hosted);
  const put = (sk: string, fields: Readonly<Record<string, string | number>>) =>
    fixture.client.send(
      new PutItemCommand({ TableName: 'Captures', Item: toItem({ pk: hosted.uuid, sk, ...fields }) }),
    );
  for (const dataset of ['agendas', 'polls', 'qos-notes', 'transcripts']) {
    const row = { entity: dataset, run: 1, page: 1 };
    await put(`${dataset}#1#99#a#0`, { ...row, id: ada.id, user_name: ada.name });
    // It names nobody, and is hers by her stay in this meeting.
    await put(`${dataset}#2#99#b#0`, { ...row, user_id: '99', text: `${ada.name} says hello.` });
    await put(`${dataset}#3#98#c#0`, { ...row, user_id: '98', text: 'Hello.' });
    const counts = { run: 1, rows: 3, polls: 1 };
    await put(`capture#${dataset}`, { entity: 'capture', dataset, state: 'settled', ...counts });
  }
  const others = { agendas: 2, polls: 2, 'qos-notes': 2, transcripts: 2 };
  const counts = { rows: { participants: 1, qos: 1, report: 1, ...others }, meetings: 1 };
  expect(await fixture.erase('--person', ada.email, '--dry-run')).toMatchObject(counts);
  expect(await fixture.erase('--person', ada.email)).toMatchObject(counts);
  await fixture.expectGone(hosted);
  for (const dataset of Object.keys(others)) {
    const items = await itemsOf(fixture.client, hosted.uuid, dataset);
    expect(items.map(({ sk }) => sk?.S)).toEqual([`${dataset}#3#98#c#0`]);
    const [capture] = await itemsOf(fixture.client, hosted.uuid, `capture#${dataset}`);
    expect(capture).toMatchObject({ rows: { N: '1' }, erased: { N: '2' } });
  }
  expect((await fixture.cli('erase', '--person', ada.email)).stdout).toContain('Nothing was erased');
});

test('a person who is erased is left out of a meeting that is not captured yet, also as its host', async () => {
  await using fixture = await startErasureFixture();
  await fixture.erase('--person', ada.id);
  await fixture.erase('--person', ada.email);
  await fixture.captureFirst(hosted);
  await fixture.expectGone(hosted);
});

test('a person who is erased is captured with meetings that end later', async () => {
  await using fixture = await startErasureFixture();
  const later = meetingWithAda({ seed: 9, uuid: 'later==', endTime: '2026-11-20T10:00:00Z' }, { report: all });
  await fixture.erase('--person', ada.email);
  fixture.simulator.addMeeting(later);
  fixture.end(later);
  await fixture.drain();
  expect(await fixture.stored(later.uuid, 'report')).toEqual(fixture.served(later.uuid, 'report'));
  expect(fixture.served(later.uuid, 'report').join()).toContain(ada.email);
});

let usage: Awaited<ReturnType<typeof startErasureFixture>>;
beforeAll(async () => {
  usage = await startErasureFixture();
});
afterAll(() => usage.close());

test('an erasure that is killed before any of its writes goes on when it is run again, and every count is right', async () => {
  await using fixture = await startErasureFixture();
  await fixture.captureFirst(...meetings);
  let writesLeft = Number.POSITIVE_INFINITY;
  fixture.client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        if (/^(Update|BatchWrite)/.test(commandName)) writesLeft -= 1;
        if (writesLeft < 0) throw new Error('killed');
        return next(args);
      },
    { step: 'initialize' },
  );
  let killed = 0;
  for (let ended = false; !ended; killed += 1) {
    writesLeft = killed;
    ended = (await fixture.cli('erase', '--person', ada.email)).exitCode === 0;
  }
  // Its marks, then meeting by meeting.
  expect(killed).toBeGreaterThan(8);
  await fixture.expectGone(...meetings);
});

test.each([
  [['erase', '--person', 'Ada Erased'], 'A name tells nobody apart'],
  [['erase', '--person', ' '], 'It is blank'],
  [['erase'], "Required option '--person <email or id>' not specified."],
  [['pseudonym', 'ada@example.com'], 'Set PSEUDONYM_KEY'],
])('erase takes %j for wrong usage', async (args, sentence) => {
  const { exitCode, stdout, stderr } = await usage.cli(...args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(sentence);
});

test.each([
  ['pseudonym', 'ada@example.com'],
  ['erase', '--person', 'ada@example.com', '--dry-run'],
])('%s takes a key that no stage would take for wrong usage', async (...args) => {
  const keys = [`${'k'.repeat(32)},${'k'.repeat(31)}`, 'k'.repeat(32)];
  const ended = [];
  for (const key of keys) {
    usage.context.env.PSEUDONYM_KEY = key;
    ended.push(await usage.cli(...args));
  }
  delete usage.context.env.PSEUDONYM_KEY;
  expect(ended[0]).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      "PSEUDONYM_KEY has a key that no stage takes: each has at least 32 characters. Set it to pseudonymKey out of the Zoom account's secret; of several accounts, with commas between.\n",
    opened: [],
  });
  expect(ended[1]).toMatchObject({ exitCode: 0, stderr: '' });
});

test('erase gives no receipt to a rehearsal, nor where nothing was erased', async () => {
  const asked = { known: { ids: [], addresses: ['nobody@example.com'] }, contradicted: [] };
  const counts = { rows: { participants: 0, qos: 0, report: 0 }, sampleItems: 0, hosted: 0, meetings: 0, ...asked };
  const nobody = ['--person', 'nobody@example.com'];
  expect(await usage.erase(...nobody, '--dry-run')).toEqual({ dryRun: true, ...counts });
  expect(await usage.erase(...nobody)).toEqual({
    dryRun: false,
    markedAt: expect.stringMatching(/^2026-/),
    ...counts,
    ...nothingLeft,
  });
  expect((await usage.cli('erase', ...nobody)).stdout).toMatch(
    /^Nothing was erased: nothing is stored of them\. Check .*\nMarked: captures of meetings that ended before 2026-\S+Z store nothing of them\.\n/,
  );
  expect((await usage.cli('erase', ...nobody, '--dry-run')).stdout).toMatch(
    /^Nothing would be erased: nothing is stored of them\. Check .*\nNothing was changed\.\n$/,
  );
});

test('erase tells people what went, and of whom nothing but ids and addresses', async () => {
  await using fixture = await startErasureFixture();
  await fixture.captureFirst(hosted);
  const { stdout } = await fixture.cli('erase', '--person', ada.email);
  expect(stdout).toMatch(/^Erased:\n {2}1 row of participants\n[\s\S]*in 1 meeting\.\n[\s\S]*Receipt [\w-]{36}, 2026-/);
  expect(stdout).toContain(`Known as ${ada.id}, ${ada.email.toLowerCase()}.\n`);
  for (const text of [ada.name, ada.device, ada.address]) expect(stdout).not.toContain(text);
  const status = JSON.parse((await fixture.cli('status', hosted.uuid, '--json')).stdout);
  expect(status.meetings[0].datasets.report).toMatchObject({
    rows: 8,
    erased: 1,
    expectedRows: 9,
  });
  expect((await fixture.cli('status', hosted.uuid)).stdout).toContain(' 8/9, 1 erased');
  // It holds the rows against the count.
  expect((await fixture.cli('rows', hosted.uuid, 'report', '--json')).exitCode).toBe(0);
  const again = await fixture.cli('erase', '--person', ada.email, '--dry-run');
  expect(again.stdout).toBe(
    'Nothing would be erased: nothing is stored of them. Check the spelling, or try their Zoom user id or another address.\nNothing was changed.\n',
  );
});

import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { pseudonymOf } from '../../../shared/domain/privacy/disguise.ts';
import { canonicalText } from '../../../shared/domain/row/content-hash.ts';
import { endTime, startErasureFixture } from '../erasure/erasure-fixture.ts';
import { ada, adaTexts, meetingWithAda } from '../erasure/people.ts';
import { rig } from '../sweep/sweep-rig.ts';

const key = 'a key of this stage with 32 characters';
const all = { id: true, email: true };
const meeting = meetingWithAda(
  { seed: 1, uuid: 'private==', endTime },
  { participants: all, qos: all, report: all, hosts: true },
);
const pseudonymize = ['id', 'email', 'user_name', 'pc_name', 'ip_address', 'customer_key', 'topic'] as const;
const disguised = { privacy: { all: { pseudonymize: [...pseudonymize] } }, pseudonymKey: key };

describe('a stage that pseudonymizes', () => {
  test('stores nothing of what Zoom called a person, and answers as if Zoom had sent the pseudonyms', async () => {
    await using fixture = await startErasureFixture(disguised);
    await fixture.captureFirst(meeting);
    expect(await fixture.traces()).toEqual([]);
    const { stdout } = await fixture.cli('rows', meeting.uuid, 'report', '--json');
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows).toContainEqual(
      expect.objectContaining({
        user_email: pseudonymOf(ada.email, key),
        name: pseudonymOf(ada.name, key),
        user_id: '99',
      }),
    );
    const attended = JSON.parse((await fixture.cli('attendance', meeting.uuid, '--json')).stdout);
    const [person] = attended.people.filter(({ userId }: { userId?: string }) => userId === pseudonymOf(ada.id, key));
    expect(person).toMatchObject({ email: pseudonymOf(ada.email, key), knownBy: 'user-id' });
    const day = ['--day', '2026-11-20', '--json'];
    const found = JSON.parse((await fixture.cli('person', pseudonymOf(ada.email, key), ...day)).stdout);
    expect(found.meetings).toHaveLength(1);
    for (const dataset of datasets) {
      expect(await fixture.store.load(meeting.uuid, dataset)).toMatchObject({
        rows: fixture.served(meeting.uuid, dataset).length,
      });
    }
  });

  test('erases a person by their address, and keeps them out', async () => {
    await using fixture = await startErasureFixture(disguised);
    await fixture.captureFirst(meeting);
    const refused = await fixture.cli('erase', '--person', ada.email);
    expect({ ...refused, opened: [] }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('set PSEUDONYM_KEY'),
    });
    fixture.context.env.PSEUDONYM_KEY = `another key that is of 32 characters or more, ${key}`;
    expect((await fixture.cli('pseudonym', ada.email)).stdout).toContain(`${pseudonymOf(ada.email, key)}\n`);
    const receipt = await fixture.erase('--person', ada.email);
    expect(receipt).toMatchObject({ rows: { participants: 1, qos: 1, report: 1 }, hosted: 1, meetings: 1 });
    const pseudonyms = adaTexts.map((text) => pseudonymOf(text, key));
    expect(await fixture.tracesOf(pseudonyms)).toEqual([]);
    await fixture.drain();
    expect(await fixture.tracesOf(pseudonyms)).toEqual([]);
    expect(await fixture.traces()).toEqual([]);
  });

  test('waits with its captures while the secret has no key, and says so', async () => {
    await using fixture = await startErasureFixture({ ...disguised, pseudonymKey: 'short' });
    await fixture.captureFirst(meeting);
    expect(await fixture.traces()).toEqual([]);
    expect(await fixture.store.load(meeting.uuid, 'qos')).toMatchObject({
      state: 'parked',
      calls: 0,
      lastError: { message: expect.stringContaining('pseudonymKey') },
    });
  });
});

test('what a stage drops leaves no trace in keys, indexes, counts or hashes: other values give the very same items', async () => {
  const fields = ['id', 'email', 'user_name', 'pc_name', 'ip_address', 'participant_uuid', 'topic'] as const;
  /** The same meeting of another person on another machine. */
  const other = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll(ada.id, 'b'.repeat(22))
        .replaceAll(/Ada[^"]*?(?=[@ "])/gi, 'Bob')
        .replaceAll(ada.device, 'BOB')
        .replaceAll(ada.address, '::1'),
    );
  // When its captures were taken differs by right.
  const apart = /^(registeredAt|capturedAt|settledAt|nextPollAt|dueAt)$/;
  // A stage each: hashes are keyed by the meeting too.
  const captured = async (one: SimulatedMeeting) => {
    await using fixture = await startErasureFixture({ privacy: { all: { drop: [...fields] } } });
    await fixture.captureFirst(one);
    const { Items = [] } = await fixture.client.send(new ScanCommand({ TableName: 'Captures' }));
    const items = Items.map((item) =>
      canonicalText(Object.fromEntries(Object.entries(item).filter(([name]) => !apart.test(name)))),
    );
    return { items, served: fixture.served(one.uuid, 'participants') };
  };
  const [own, twin] = [await captured(meeting), await captured({ ...meeting, ...Object(other(meeting)) })];
  expect(twin.items).toEqual(own.items);
  expect(twin.items.length).toBeGreaterThan(20);
  expect(twin.served).not.toEqual(own.served);
});

test('a meeting that the sweep finds is stored as the stage has meetings, too', async () => {
  await using swept = await rig({ privacy: { meeting: { drop: ['topic'] } } });
  const { uuid } = swept.ended(2, { topic: 'Ada in person' });
  await swept.sweep.tick();
  const { Items = [] } = await swept.fixture.client.send(new ScanCommand({ TableName: 'Captures' }));
  const [item] = Items.filter(({ pk, sk }) => pk?.S === uuid && sk?.S === 'meeting');
  expect(item).toMatchObject({ reason: { S: 'sweep' } });
  expect(JSON.stringify(Items)).not.toContain('Ada in person');
});

test('the row of a list is stored as the stage has meetings: what is dropped or disguised by any of its names', async () => {
  const privacy = { all: { drop: ['user_name', 'topic'], pseudonymize: ['email', 'id', 'department'] } } as const;
  await using swept = await rig({
    privacy: { all: { drop: [...privacy.all.drop], pseudonymize: [...privacy.all.pseudonymize] } },
    pseudonymKey: key,
  });
  const { fixture, sweep } = swept;
  const [byEvent, bySweep] = [swept.ended(2), swept.ended(2)];
  fixture.end(byEvent);
  await fixture.drain({ until: fixture.now() + 60_000, atOnce: 10 });
  await sweep.tick();
  await sweep.tick();
  const { Items = [] } = await fixture.client.send(new ScanCommand({ TableName: 'Captures' }));
  for (const { uuid, meetingId } of [byEvent, bySweep]) {
    const listed = Items.find(({ pk, sk }) => pk?.S === uuid && sk?.S === 'meeting')?.listed?.M;
    expect(listed).toMatchObject({
      meeting_uuid: { S: uuid },
      meeting_id: { N: meetingId },
      host_email: { S: pseudonymOf('host@example.com', key) },
      department: { S: pseudonymOf('Research', key) },
    });
    expect(Object.keys(listed ?? {})).not.toContain('host_display_name');
    expect(Object.keys(listed ?? {})).not.toContain('topic');
  }
  expect(JSON.stringify(Items)).not.toMatch(/host@example|Simulated Host|Research/);
});

test('a stage that drops unknown fields stores what it knows, counts what it left out, and logs the names alone', async () => {
  await using fixture = await startErasureFixture({ unknownFields: 'drop' });
  const known = {
    user_id: '7',
    name: 'Bo',
    join_time: endTime,
    leave_time: endTime,
    duration: 1,
    status: 'in_meeting',
  };
  const report = [
    { ...known, iris_scan: 'the eye of Bo' },
    { ...known, user_id: '8', custom_keys: [{ key: 'a', value: 'secret of Bo' }] },
  ];
  await fixture.captureFirst({ ...meeting, uuid: 'drift==', report });
  expect(await fixture.stored('drift==', 'report')).toEqual(
    [known, { ...known, user_id: '8' }].map((row) => canonicalText(row)).sort(),
  );
  expect(await fixture.store.load('drift==', 'report')).toMatchObject({ rows: 2, leftOut: 2, expectedRows: 2 });
  const { stdout } = await fixture.cli('status', 'drift==', '--json');
  expect(JSON.parse(stdout).meetings[0].datasets.report).toMatchObject({ rows: 2, leftOut: 2 });
  expect(await fixture.tracesOf(['eye of Bo', 'secret of Bo'])).toEqual([]);
});

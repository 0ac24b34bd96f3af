import { expect, test } from 'vitest';
import { encodeMessage } from '../../../shared/queue/message-codec.ts';
import { endTime, startErasureFixture } from './erasure-fixture.ts';
import { ada } from './people.ts';

const first = {
  v: 1,
  account: 'main',
  kind: 'meeting',
  uuid: 'dead==',
  meetingId: '1',
  topic: 'Übergabe an Ada Erased',
  hostId: 'BOB',
  endTime,
  reason: 'event',
  sequence: 0,
  notBefore: endTime,
} as const;

test('an erasure takes topic and host out of dead letters that name the person, and leaves all others as they are', async () => {
  await using fixture = await startErasureFixture();
  const { queues } = fixture;
  const others = encodeMessage({ ...first, uuid: 'others==', topic: 'Weekly' });
  const hosted = encodeMessage({ ...first, uuid: 'hosted==', topic: 'Weekly', hostId: ada.id });
  await queues.deadLetter('report', encodeMessage(first));
  await queues.deadLetter('report', others);
  await queues.deadLetter('qos', hosted);
  await queues.deadLetter('qos', `no message, but ${ada.id}`);
  const receipt = await fixture.erase('--person', ada.id, '--text', 'Übergabe an Ada');
  expect(receipt.deadLetters).toEqual({ blanked: 2, left: 1 });
  const { topic, hostId, ...rest } = first;
  expect([topic, hostId]).toEqual(['Übergabe an Ada Erased', 'BOB']);
  expect((await queues.deadBodies('report')).sort()).toEqual([encodeMessage(rest), others].sort());
  expect(await queues.deadBodies('qos')).toEqual([
    `no message, but ${ada.id}`,
    encodeMessage({ ...rest, uuid: 'hosted==' }),
  ]);
});

test('a rehearsal, and an erasure that finds none, leave dead letters alone', async () => {
  await using fixture = await startErasureFixture();
  await fixture.queues.deadLetter('report', encodeMessage(first));
  const rehearsed = await fixture.erase('--person', ada.id, '--text', 'Ada Erased', '--dry-run');
  expect(rehearsed).not.toHaveProperty('deadLetters');
  expect(await fixture.erase('--person', ada.id)).toMatchObject({ deadLetters: { blanked: 0, left: 0 } });
  expect(await fixture.queues.deadBodies('report')).toEqual([encodeMessage(first)]);
  const { stdout } = await fixture.cli('erase', '--person', ada.id, '--text', 'Ada Erased');
  expect(stdout).toContain('Topic and host were taken out of 1 dead letter.');
});

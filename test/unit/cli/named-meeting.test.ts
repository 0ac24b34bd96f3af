import { expect, test } from 'vitest';
import { mostSearched, uuidNamed } from '../../../cli/named-meeting.ts';
import { utc } from '../../../shared/domain/zone/zone.ts';
import type { MeetingRecord } from '../../../shared/dynamo/meetings/meeting-item.ts';
import { createQueries } from '../../../shared/queries/index.ts';
import { createSink } from '../../support/sink.ts';

const meeting = (uuid: string, meetingId = '93201235621'): MeetingRecord => {
  const endTime = '2026-11-20T09:00:00Z';
  return {
    account: 'one',
    kind: 'meeting',
    uuid,
    meetingId,
    endTime,
    endedAt: endTime,
    registeredAt: endTime,
    reason: 'event',
  };
};

/** Names a meeting among these, the newest first; what is printed on stderr beside. */
function naming(meetings: readonly MeetingRecord[], lines: readonly string[] = []) {
  const [stdout, stderr] = [createSink(), createSink()];
  async function* pages(items: readonly MeetingRecord[]) {
    for (const item of items) yield { items: [item] };
  }
  const nothing = () => Promise.reject(new Error('It is not asked.'));
  // Only these three are asked: whatever else would be, fails.
  const queries = {
    ...createQueries({ client: { send: nothing } as never, table: '' }),
    accounts: async () => ['one'],
    endedMeetings: () => pages(meetings),
    meetingInstances: ({ meetingId }: { meetingId: string }) =>
      pages(meetings.filter((one) => one.meetingId === meetingId)),
  };
  const context = {
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: {},
    now: Date.now,
    sleep: async () => {},
    openStack: nothing,
    lastList: { read: async () => lines, write: async () => {} },
  };
  return {
    named: (name: string) => uuidNamed(name, { queries, zone: utc, context }),
    printed: () => stderr.text(),
  };
}

const three = [
  meeting('abcdAAAAAAAAAAAAAAAAAA=='),
  meeting('abceAAAAAAAAAAAAAAAAAA=='),
  meeting('xyz/AAAAAAAAAAAAAAAAAA==', '5'),
];

test.each([
  ['abcdAAAAAAAAAAAAAAAAAA==', 'abcdAAAAAAAAAAAAAAAAAA=='],
  ['neverSeenAAAAAAAAAAAAA==', 'neverSeenAAAAAAAAAAAAA=='],
  ['abcd', 'abcdAAAAAAAAAAAAAAAAAA=='],
  ['xyz/AAAAAAAAAAAAAAAAAA', 'xyz/AAAAAAAAAAAAAAAAAA=='],
  ['5', 'xyz/AAAAAAAAAAAAAAAAAA=='],
  ['latest', 'abcdAAAAAAAAAAAAAAAAAA=='],
  ['@2', 'abceAAAAAAAAAAAAAAAAAA=='],
  ['nobody', 'nobody'],
])('a meeting that is named %s is %s', async (name, uuid) => {
  const lines = three.map((one) => one.uuid);
  expect(await naming(three, lines).named(name)).toBe(uuid);
});

test.each([
  ['abc', 'takes 4 characters'],
  ['932 0123 5621', '932 0123 5621 took place 2 times: give the UUID of one'],
  ['@3', 'The list that was shown last has 2 lines: @3 is none of them.'],
])('a meeting that is named %s is refused', async (name, reason) => {
  await expect(naming(three, ['a', 'b']).named(name)).rejects.toThrow(reason);
});

test('a beginning that several UUIDs have is refused, and these are listed', async () => {
  const { named, printed } = naming([meeting('sameA=='), meeting('sameB=='), meeting('other==')]);
  await expect(named('same')).rejects.toThrow('same begins 2 UUIDs');
  expect(printed()).toMatch(/\n.* sameA==\n.* sameB==\n$/);
});

test('a beginning is looked for among the newest meetings alone', async () => {
  const older = (count: number) =>
    [...Array.from({ length: count }, (_, at) => meeting(`${at}==`, '1')), three[2]].flatMap((one) => one ?? []);
  expect(await naming(older(mostSearched - 1)).named('xyz/')).toBe(three[2]?.uuid);
  expect(await naming(older(mostSearched)).named('xyz/')).toBe('xyz/');
});

test('without a list before, its lines name nothing', async () => {
  await expect(naming(three).named('@1')).rejects.toThrow('there is none');
});

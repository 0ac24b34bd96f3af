import { expect, test } from 'vitest';
import { meetingItems } from '../../../bench/meeting-items.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { batchWrite, putText } from '../../../shared/dynamo/batch-write.ts';
import { itemText } from '../../../shared/dynamo/item.ts';
import { startCliFixture } from './cli-fixture.ts';

test('commands leave out what has expired by their own clock, and by no other', async () => {
  const fixture = await startCliFixture({ startAt: Date.parse('2020-02-01T12:00:00Z') });
  try {
    const meeting = generateMeeting({ seed: 1, participants: 5, minutes: 5, endTime: '2020-02-01T10:00:00Z' });
    const expiresAt = Date.parse('2020-02-02T10:00:00Z') / 1000;
    const account = fixture.simulator.credentials.accountId;
    const puts = [...meetingItems(meeting, { account, expiresAt })].map((item) => putText(itemText(item)));
    await batchWrite('Captures', puts, { client: fixture.client, sleep: async () => {}, random: () => 0 });
    const exitCodes = async () => {
      const commands = [
        ['status', meeting.uuid],
        ['rows', meeting.uuid, 'report'],
        ['attendance', meeting.uuid],
      ];
      return Promise.all(commands.map(async (args) => (await fixture.cli(...args)).exitCode));
    };
    const listed = async () => JSON.parse((await fixture.cli('status', '--json')).stdout).meetings.length;
    expect([await exitCodes(), await listed()]).toEqual([[0, 0, 0], 1]);
    fixture.advance(24 * 3_600_000);
    expect([await exitCodes(), await listed()]).toEqual([[1, 1, 1], 0]);
  } finally {
    await fixture.close();
  }
});

import { meetingItems } from '../../../bench/meeting-items.ts';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { countRows, rowFields } from '../../../local/simulator/rows/row.ts';
import { batchWrite, putText } from '../../../shared/dynamo/batch-write.ts';
import { itemText } from '../../../shared/dynamo/item.ts';
import { startCliFixture } from './cli-fixture.ts';

export const meetingId = '93201235621';
export const first = generateMeeting({
  seed: 1,
  participants: 7,
  minutes: 30,
  meetingId,
  topic: 'Team sync',
  uuid: '/bM3k0pVTL2GdZ1rY7eXqA==',
  endTime: '2026-11-20T08:30:00Z',
});
export const restarted = generateMeeting({
  seed: 1,
  participants: 7,
  minutes: 12,
  meetingId,
  topic: 'Team sync',
  uuid: 'q7//L+xTRpK/8cV0n+ZyWg==',
  endTime: '2026-11-20T08:44:00Z',
});
export const hostile: SimulatedMeeting = {
  ...generateMeeting({
    seed: 9,
    participants: 1,
    minutes: 10,
    meetingId: '5',
    topic: '=1+1\u001b[2J\nx\u202e',
    uuid: 'hostile==',
    endTime: '2026-11-19T08:30:00Z',
  }),
  participants: [],
  report: [
    {
      user_id: '1',
      name: '@SUM(1)\u001b]0;x\u0007',
      user_email: '+eve@example.com',
      join_time: '2026-11-19T08:20:00Z',
      leave_time: '2026-11-19T08:30:00Z',
      status: 'in_meeting',
      id: '',
    },
  ],
  qos: [],
};

/** Controls of a terminal and marks of direction; lines end all the same. */
export const harmful = /(?![\r\n])\p{Cc}|\p{Bidi_C}/u;

/** Of the first meeting, with an id and an address. */
export const member = () => {
  const rows = first.participants;
  const all = Array.from({ length: countRows(rows) }, (_, at) => rowFields('count' in rows ? rows.at(at) : {}));
  const found = all.find(({ id }) => id !== '');
  return { id: String(found?.id), email: String(found?.email), name: String(found?.user_name) };
};

/** A fixture whose store has these three meetings, and commands that have to go well. */
export async function startQueryFixture() {
  const fixture = await startCliFixture();
  const account = fixture.simulator.credentials.accountId;
  for (const meeting of [first, restarted, hostile]) {
    const puts = [...meetingItems(meeting, { account })].map((item) => putText(itemText(item)));
    await batchWrite('Captures', puts, { client: fixture.client, sleep: async () => {}, random: () => 0 });
  }
  const printed = async (...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await fixture.cli(...args);
    if (exitCode !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  return {
    ...fixture,
    printed,
    json: async (...args: string[]) => JSON.parse(await printed(...args, '--json')),
    /** Lines of CSV, as lists of cells; for texts without quotes. */
    async csv(...args: string[]): Promise<string[][]> {
      const text = await printed(...args, '--csv');
      return text
        .trimEnd()
        .split('\r\n')
        .map((line) => line.split(','));
    },
  };
}

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { historyRow } from '../../../local/simulator/rows/listed-row.ts';
import { rowFields } from '../../../local/simulator/rows/row.ts';
import { createSweepFixture } from '../../support/capture/sweep-fixture.ts';
import { endTime, startErasureFixture } from './erasure-fixture.ts';
import { ada } from './people.ts';

// The host of a meeting, as Zoom's list of meetings names them: she need not have been in it.

let fixture: Awaited<ReturnType<typeof startErasureFixture>>;
let sweep: ReturnType<typeof createSweepFixture>;
beforeEach(async () => {
  fixture = await startErasureFixture();
  sweep = createSweepFixture(fixture);
  await sweep.tick();
});
afterEach(async () => {
  sweep.close();
  await fixture.close();
});

/** A meeting that she hosts, as the event (by her id) and the list (by her address) say; nobody's row is hers. */
function hosted(uuid: string, { byEvent = true, endedAt = endTime } = {}): SimulatedMeeting {
  const meeting = generateMeeting({
    seed: 3,
    participants: 2,
    minutes: 2,
    uuid,
    endTime: endedAt,
    topic: `${ada.name}'s Room`,
  });
  const row = { ...rowFields(historyRow(meeting)), host_display_name: ada.name, host_email: ada.email };
  return { ...meeting, listRow: row, ...(byEvent && { hostId: ada.id }) };
}

const listRow = async (uuid: string) =>
  JSON.parse((await fixture.cli('meeting', uuid, '--json')).stdout).meetings[0].listRow;

test.each([['id'], ['email']] as const)(
  'a host who is erased by their %s leaves no trace in the row of the list, and no sweep brings one back',
  async (sign) => {
    await fixture.captureFirst(hosted('hosted=='));
    fixture.advance(3_600_000);
    await sweep.tick();
    expect(await listRow('hosted==')).toMatchObject({ host_email: ada.email, department: 'Research' });
    expect(await fixture.erase('--person', ada[sign], '--dry-run')).toMatchObject({ hosted: 1, meetings: 1 });
    expect(await fixture.erase('--person', ada[sign])).toMatchObject({ hosted: 1, meetings: 1 });
    expect(await fixture.traces()).toEqual([]);
    fixture.advance(3_600_000);
    await sweep.tick();
    expect(sweep.listCalls().length).toBeGreaterThan(1);
    expect(await fixture.traces()).toEqual([]);
    const row = await listRow('hosted==');
    expect(row).toMatchObject({ meeting_uuid: 'hosted==', participants: 2 });
    expect(Object.keys(row)).not.toContain('department');
    expect(await fixture.erase('--person', ada[sign], '--dry-run')).toMatchObject({ hosted: 0, meetings: 0 });
  },
);

test('a host who was erased is left out of a meeting that the sweep finds later, with the topic', async () => {
  await fixture.erase('--person', ada.email);
  fixture.simulator.addMeeting(hosted('found==', { byEvent: false }));
  fixture.advance(3 * 3_600_000);
  await sweep.tick();
  expect(await listRow('found==')).toMatchObject({ participants: 2 });
  expect(await fixture.traces()).toEqual([]);
});

test('a host who was erased stays in the rows of meetings that end later', async () => {
  await fixture.erase('--person', ada.email);
  fixture.simulator.addMeeting(hosted('later==', { endedAt: new Date(fixture.now() + 60_000).toISOString() }));
  fixture.advance(3 * 3_600_000);
  await sweep.tick();
  expect(await listRow('later==')).toMatchObject({ host_email: ada.email });
});

test('a host of another meeting is not touched', async () => {
  const other = generateMeeting({ seed: 4, participants: 2, minutes: 2, uuid: 'other==', endTime });
  await fixture.captureFirst(hosted('hosted=='), other);
  fixture.advance(3_600_000);
  await sweep.tick();
  await fixture.erase('--person', ada.email);
  expect(await listRow('other==')).toEqual(historyRow(other));
});

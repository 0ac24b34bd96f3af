import { expect, test } from 'vitest';
import { endLeases } from '../../../local/run/end-leases.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { startBench } from '../../harness/capture-bench.ts';
import { endTime, smallMeeting } from '../../harness/rehearsal.ts';

test('the lease of a run that died is over when the next one starts, and its capture is a crashed one still', async () => {
  const bench = await startBench();
  try {
    const meeting = smallMeeting();
    bench.simulator.addMeeting(meeting);
    bench.end(meeting, ['qos', 'report']);
    // Dead in the middle of its pages.
    await bench.drain({ until: Date.parse(endTime) + 10 * 60_000, kills: [{ effect: 20, when: 'after' }] });
    const before = await bench.store.load(meeting.uuid, 'qos');
    expect(before).toMatchObject({ state: 'running', lease: { owner: expect.any(String) } });
    const settled = await bench.store.load(meeting.uuid, 'report');

    await endLeases({ dynamodbUrl: bench.parts.dynamodbUrl, table: 'Captures' });

    const after = await bench.store.load(meeting.uuid, 'qos');
    expect(Date.parse(after?.lease?.until ?? '')).toBeLessThanOrEqual(Date.now());
    expect(after && omit(after, 'lease')).toEqual(before && omit(before, 'lease'));
    expect(await bench.store.load(meeting.uuid, 'report')).toEqual(settled);
  } finally {
    await bench.close();
  }
});

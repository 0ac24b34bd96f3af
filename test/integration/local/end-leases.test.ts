import { expect, test } from 'vitest';
import { endLeases } from '../../../local/run/end-leases.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { startCaptureFixture } from '../../support/capture/capture-fixture.ts';
import { endTime, smallMeeting } from '../../support/capture/rehearsal.ts';

test('the lease of a run that died is over when the next one starts, and its capture is a crashed one still', async () => {
  const fixture = await startCaptureFixture({ engine: 'embedded' });
  try {
    const meeting = smallMeeting();
    fixture.simulator.addMeeting(meeting);
    fixture.end(meeting, ['qos', 'report']);
    // Dead in the middle of its pages.
    await fixture.drain({ until: Date.parse(endTime) + 10 * 60_000, kills: [{ effect: 20, when: 'after' }] });
    const before = await fixture.store.load(meeting.uuid, 'qos');
    expect(before).toMatchObject({ state: 'running', lease: { owner: expect.any(String) } });
    const settled = await fixture.store.load(meeting.uuid, 'report');

    await endLeases({ dynamodbUrl: fixture.parts.dynamodb.url, table: 'Captures' });

    const after = await fixture.store.load(meeting.uuid, 'qos');
    expect(Date.parse(after?.lease?.until ?? '')).toBeLessThanOrEqual(Date.now());
    expect(after && omit(after, 'lease')).toEqual(before && omit(before, 'lease'));
    expect(await fixture.store.load(meeting.uuid, 'report')).toEqual(settled);
  } finally {
    await fixture.close();
  }
});

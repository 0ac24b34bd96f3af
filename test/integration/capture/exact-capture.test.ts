import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateMeeting, sampleMeetings } from '../../../local/simulator/meetings.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { startCaptureFixture } from '../../support/capture/capture-fixture.ts';

const endTime = new Date('2026-11-20T08:59:00Z');
let fixture: Awaited<ReturnType<typeof startCaptureFixture>>;
beforeAll(async () => {
  fixture = await startCaptureFixture();
});
afterAll(() => fixture.close());

describe('every dataset of an ended meeting', () => {
  test.each(sampleMeetings(endTime).map((meeting) => [meeting.topic, meeting] as const))(
    'is stored as Zoom serves it: %s',
    async (_topic, meeting) => {
      fixture.simulator.addMeeting(meeting);
      fixture.end(meeting);
      await fixture.drain();
      for (const dataset of datasets) {
        expect(await fixture.stored(meeting.uuid, dataset)).toEqual(fixture.served(meeting.uuid, dataset));
        const capture = await fixture.store.load(meeting.uuid, dataset);
        expect(capture?.state).toMatch(/^(settled|empty)$/);
        expect(capture?.rows).toBe(fixture.served(meeting.uuid, dataset).length);
      }
    },
  );

  test('is stored whole for a ten-hour meeting', async () => {
    const meeting = generateMeeting({ seed: 77, participants: 12, minutes: 600, endTime });
    fixture.simulator.addMeeting(meeting);
    fixture.end(meeting, ['qos']);
    await fixture.drain();
    expect(await fixture.stored(meeting.uuid, 'qos')).toEqual(fixture.served(meeting.uuid, 'qos'));
  });
});

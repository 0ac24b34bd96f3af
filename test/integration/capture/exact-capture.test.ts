import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateMeeting, sampleMeetings } from '../../../local/simulator/meetings.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { startBench } from '../../harness/capture-bench.ts';

const endTime = new Date('2026-11-20T08:59:00Z');
let bench: Awaited<ReturnType<typeof startBench>>;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

describe('every dataset of an ended meeting', () => {
  test.each(sampleMeetings(endTime).map((meeting) => [meeting.topic, meeting] as const))(
    'is stored as Zoom serves it: %s',
    async (_topic, meeting) => {
      bench.simulator.addMeeting(meeting);
      bench.end(meeting);
      await bench.drain();
      for (const dataset of datasets) {
        expect(await bench.stored(meeting.uuid, dataset)).toEqual(bench.served(meeting.uuid, dataset));
        const capture = await bench.store.load(meeting.uuid, dataset);
        expect(capture?.state).toMatch(/^(settled|empty)$/);
        expect(capture?.rows).toBe(bench.served(meeting.uuid, dataset).length);
      }
    },
  );

  test('is stored whole for a ten-hour meeting', async () => {
    const meeting = generateMeeting({ seed: 77, participants: 12, minutes: 600, endTime });
    bench.simulator.addMeeting(meeting);
    bench.end(meeting, ['qos']);
    await bench.drain();
    expect(await bench.stored(meeting.uuid, 'qos')).toEqual(bench.served(meeting.uuid, 'qos'));
  });
});

import { afterAll, expect, test } from 'vitest';
import { sampleMeetings } from '../../local/simulator/meetings.ts';
import { rehearsalFaults, rehearse } from './rehearsal.ts';
import { openBench } from './running-product.ts';

const meetings = sampleMeetings(new Date());
const bench = await openBench({ meetings, faults: rehearsalFaults });
afterAll(() => bench.close());

/** Grants that nothing on one machine needs, and why they are there. */
const explained = [
  /^logs:(CreateLogStream|PutLogEvents)$/, // Lambda writes the function's log by its role,
  /^xray:Put(TraceSegments|TelemetryRecords)$/, // and sends its traces.
];

test('every sample meeting is captured exactly, by functions that may do no more than they need', async () => {
  const product = await bench.start();
  try {
    for (const meeting of meetings) expect(await product.sendEnded(meeting)).toBe(204);
    const rehearsal = rehearse(product, bench);
    for (const { uuid, topic } of meetings) {
      expect(await product.missingDatasets(uuid, 60_000), topic).toEqual([]);
    }
    expect(await rehearsal).toEqual({ statuses: [204, 204], faults: { participants: [], qos: [], report: [] } });
    const unused = product.stack.unusedGrants().filter(({ action }) => !explained.some((known) => known.test(action)));
    expect(unused).toEqual([]);
    expect(product.lines.filter((line) => line.includes('not authorized'))).toEqual([]);
  } finally {
    await product.close();
  }
});

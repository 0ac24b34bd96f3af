import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { startCaptureFixture } from '../../test/support/capture/capture-fixture.ts';
import { type Consumed, createCapacityMeter } from './capacity-meter.ts';
import { freshTables } from './fresh-tables.ts';
import { mustBeSettled } from './must-be-settled.ts';
import { clientFor } from './sdk-client.ts';
import type { Dynoxide } from './start-dynoxide.ts';
import { storedBytes, storedBytesByIndex } from './stored-bytes.ts';

export type MeteredCapture = {
  /** Until each dataset was looked at once. */
  readonly firstPoll: Consumed;
  /** From then until all are settled. */
  readonly laterPolls: Consumed;
  readonly calls: number;
  readonly deliveries: number;
  /** As DynamoDB bills storage, indexes included. */
  readonly storedBytes: number;
  /** Of these, in each index. */
  readonly indexBytes: Readonly<Record<string, number>>;
};

/** The last dataset's first poll is at 15 minutes. */
const afterFirstPollsMs = 16 * 60_000;

/**
 * The whole life of an ended meeting's captures: the product's own code against the simulator and an engine that counts
 * capacity rightly. The engine's tables are made anew, so that what is stored is this meeting's.
 * @throws when a capture does not end as settled.
 */
export async function meteredCapture(meeting: SimulatedMeeting, engine: Dynoxide): Promise<MeteredCapture> {
  await freshTables(engine);
  const meter = createCapacityMeter(engine);
  const fixture = await startCaptureFixture({
    engine: 'embedded',
    intercept: meter.intercept,
    startAt: Date.parse(meeting.endTime),
  });
  const client = clientFor(engine.url);
  try {
    fixture.simulator.addMeeting(meeting);
    fixture.end(meeting);
    await fixture.drain({ until: fixture.now() + afterFirstPollsMs });
    const firstPoll = meter.take();
    await fixture.drain();
    const laterPolls = meter.take();
    await mustBeSettled(engine.url, [meeting]);
    const indexBytes = await storedBytesByIndex(client);
    const stored = Object.values(indexBytes).reduce((sum, bytes) => sum + bytes, await storedBytes(client, 'Captures'));
    const calls = fixture.simulator.calls.filter(({ endpoint }) => endpoint !== 'oauth').length;
    return { firstPoll, laterPolls, calls, deliveries: fixture.queue.sent, storedBytes: stored, indexBytes };
  } finally {
    client.destroy();
    await fixture.close();
  }
}

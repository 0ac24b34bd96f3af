import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { newCapture } from '../../../shared/domain/capture/capture.ts';
import { createCaptureStore } from '../../../shared/dynamo/captures/capture-store.ts';
import type { ProductFixture, RunningProduct } from './product-fixture.ts';

let seed = 5_000;

/**
 * Has the sweep do everything it has permissions for: finds a meeting that nobody told of, puts a capture back to work whose
 * message is lost, and ends one of a dataset that was taken away while a worker was at it.
 * @returns what is not as it should be yet
 */
export async function beginSweepRehearsal(
  product: RunningProduct,
  fixture: ProductFixture,
): Promise<() => Promise<readonly string[]>> {
  seed += 2;
  const now = Date.now();
  const ended = { participants: 3, minutes: 5, endTime: new Date(now - 2 * 3_600_000) };
  const missed = generateMeeting({ ...ended, seed });
  // Not listed, so that nothing but the rescue can find it.
  const stuck = generateMeeting({ ...ended, seed: seed + 1, listedSecondsAfterEnd: 1e6 });
  for (const meeting of [missed, stuck]) fixture.simulator.addMeeting(meeting);
  const { kind, uuid, meetingId, endTime } = stuck;
  const meeting = { account: fixture.simulator.credentials.accountId, kind, uuid, meetingId, endTime };
  const store = createCaptureStore({
    client: product.dynamodb,
    table: product.stack.outputs.CapturesTable ?? '',
    retentionDays: 0,
  });
  const record = { ...meeting, endedAt: endTime, registeredAt: endTime, reason: 'event' } as const;
  const due = { nextPollAt: endTime, now: new Date(endTime) };
  await store.register(record, newCapture(meeting, 'participants', due));
  await store.register(record, { ...newCapture(meeting, 'registrants', due), unfinishedRows: true });

  const sweepFunction = Object.entries(product.stack.functions).find(([id]) => id.startsWith('Sweep'))?.[0] ?? '';
  const failure = await product.stack.invoke(sweepFunction, {}).then(
    () => [],
    (error: unknown) => [`the sweep failed: ${error}`],
  );
  return async () => {
    const found = await product.exactDatasets(missed.uuid);
    const rescued = await product.exactDatasets(stuck.uuid);
    const takenAway = (await store.load(stuck.uuid, 'registrants'))?.state;
    return [
      ...failure,
      ...(found.length === 3 ? [] : [`of the missed meeting there is but ${found.join(', ') || 'nothing'}`]),
      ...(rescued.includes('participants') ? [] : ['the stuck capture is still stuck']),
      ...(takenAway === 'unavailable' ? [] : [`the capture of a dataset that was taken away is ${takenAway}`]),
    ];
  };
}

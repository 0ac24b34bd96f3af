import { isDeepStrictEqual } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import { type Kill, startBench } from '../../harness/capture-bench.ts';

/** Three pages each, rows that are equal on different pages among them. */
function meetingFor(dataset: Dataset): SimulatedMeeting {
  const meeting = generateMeeting({ seed: 5, participants: 20, minutes: 2, endTime: '2026-11-20T08:59:00Z' });
  const twin = {
    user_id: '1',
    join_time: '2026-11-20T08:58:00Z',
    user_name: 'twin',
    leave_time: '2026-11-20T08:59:00Z',
  };
  const rows = Array.from({ length: dataset === 'qos' ? 24 : 620 }, (_, index) =>
    index % 9 === 0
      ? { ...twin, ...(dataset === 'qos' && { user_qos: [{ audio_input: { latency: '1 ms' } }] }) }
      : {
          ...twin,
          user_id: String(index),
          duration: 60,
          ...(dataset === 'qos' && { user_qos: [{ audio_input: { latency: `${index} ms` } }] }),
        },
  );
  return { ...meeting, participants: rows, report: rows, qos: rows };
}

let close = async () => {};
afterEach(() => close());

async function captureWith(dataset: Dataset, kill?: Kill) {
  const bench = await startBench();
  close = bench.close;
  const meeting = meetingFor(dataset);
  bench.simulator.addMeeting(meeting);
  bench.end(meeting, [dataset]);
  if (kill) await bench.drainWithKill(kill);
  else await bench.drain();
  const effects = bench.takeEffects();
  const result = {
    stored: await bench.stored(meeting.uuid, dataset),
    served: bench.served(meeting.uuid, dataset),
    state: (await bench.store.load(meeting.uuid, dataset))?.state,
    dead: bench.queue.dead,
    left: bench.queue.messages.size,
    pagesAsked: bench.simulator.calls.filter(({ endpoint }) => endpoint !== 'oauth').length,
  };
  await bench.close();
  return { effects, result };
}

describe.each(datasets)('a worker killed while it captures %s', (dataset) => {
  test('before or after any effect leaves nothing lost and nothing doubled', async () => {
    const { effects, result: whole } = await captureWith(dataset);
    expect(whole).toMatchObject({ state: 'settled', dead: [], left: 0 });
    expect(isDeepStrictEqual(whole.stored, whole.served)).toBe(true);
    expect(effects.length).toBeGreaterThan(15);
    for (let effect = 0; effect < effects.length; effect += 1) {
      for (const when of ['before', 'after'] as const) {
        const { result } = await captureWith(dataset, { effect, when });
        const where = `${when} effect ${effect} of ${effects.length} (${effects[effect]})`;
        expect(isDeepStrictEqual(result.stored, result.served), where).toBe(true);
        expect(result, where).toMatchObject({ state: 'settled', dead: [], left: 0 });
        // The page being stored, and the one on its way meanwhile.
        expect(result.pagesAsked - whole.pagesAsked, where).toBeLessThanOrEqual(2);
      }
    }
  }, 300_000);
});

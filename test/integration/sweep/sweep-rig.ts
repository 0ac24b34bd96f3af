import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { type BenchOptions, startBench } from '../../harness/capture-bench.ts';
import { createSweepBench } from '../../harness/sweep-bench.ts';

const startAt = Date.parse('2026-11-20T09:00:00Z');
export const hour = 3_600_000;

/** A bench whose account is watched since its start, three hours ago, and a factory of meetings that ended since. */
export async function rig({ listPageSize = 300, ...options }: BenchOptions & { readonly listPageSize?: number } = {}) {
  const bench = await startBench({ startAt: startAt - 3 * hour, ...options });
  const sweep = createSweepBench(bench, { listPageSize });
  await sweep.tick();
  bench.advance(3 * hour);
  let seed = 0;
  return {
    bench,
    sweep,
    ended(hoursAgo: number, changes: object = {}) {
      seed += 1;
      const endTime = new Date(bench.now() - hoursAgo * hour);
      const meeting = generateMeeting({ seed, participants: 2, minutes: 3, endTime, ...changes });
      bench.simulator.addMeeting(meeting);
      return meeting;
    },
    states: (uuid: string) =>
      Promise.all(datasets.map(async (dataset) => (await bench.store.load(uuid, dataset))?.state)),
    async [Symbol.asyncDispose]() {
      sweep.close();
      await bench.close();
    },
  };
}

export const settled = datasets.map(() => 'settled');

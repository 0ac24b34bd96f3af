import { generateMeeting } from '../../local/simulator/meetings.ts';
import { seededRandom } from '../../local/simulator/rows/random.ts';
import { countRows } from '../../local/simulator/rows/row.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { pageSizes } from '../../shared/zoom/endpoints.ts';
import { startBench } from '../../test/harness/capture-bench.ts';
import type { Figure } from '../figure.ts';

/**
 * How many people meetings have: a stated mix, since Zoom publishes none. Most are small, and the few large ones make most of the calls.
 * Of two people at the least: Zoom lists a meeting of one otherwise.
 */
const sizes: readonly { readonly share: number; readonly from: number; readonly to: number }[] = [
  { share: 0.3, from: 2, to: 2 },
  { share: 0.25, from: 3, to: 5 },
  { share: 0.25, from: 6, to: 12 },
  { share: 0.12, from: 13, to: 30 },
  { share: 0.06, from: 31, to: 100 },
  { share: 0.02, from: 101, to: 500 },
];
const meetings = 200;
const endTime = '2026-11-20T08:59:00Z';
/** Zoom's own, which the obvious way leaves as they are. */
const defaultPageSizes: Readonly<Record<Dataset, number>> = { participants: 30, qos: 1, report: 30 };

/** Calls to Zoom of the real capture code, over all looks until everything is settled, in virtual time. */
export const calls: Figure = {
  name: 'calls',
  async measure(told) {
    told(`${meetings} meetings until they are settled`);
    const mix = Array.from({ length: meetings }, (_, index) =>
      generateMeeting({ seed: index + 1, participants: sizeOf((index + 0.5) / meetings, index), minutes: 2, endTime }),
    );
    const bench = await startBench();
    try {
      for (const meeting of mix) {
        bench.simulator.addMeeting(meeting);
        bench.end(meeting);
      }
      await bench.drain();
      let [needed, single, obvious, qosLooks] = [0, 0, 0, 0];
      for (const meeting of mix) {
        for (const dataset of datasets) {
          const rows = countRows(meeting[dataset]);
          const capture = await bench.store.load(meeting.uuid, dataset);
          if (capture?.state !== 'settled') throw new Error(`A capture ended as ${capture?.state}.`);
          const pages = Math.ceil(rows / pageSizes[dataset]);
          needed += pages * capture.looks;
          single += pages;
          obvious += Math.ceil(rows / defaultPageSizes[dataset]);
          qosLooks += dataset === 'qos' ? capture.looks : 0;
        }
      }
      const made = bench.simulator.calls.filter(({ endpoint }) => endpoint !== 'oauth').length;
      const each = (total: number) => total / meetings;
      const ours = { unit: 'calls a meeting', ours: each(made) };
      return [
        {
          ...{ what: 'calls of all looks', ...ours, against: { what: 'rows by page size', value: each(needed) } },
          bar: { of: 'ratio', most: 1 },
        },
        {
          ...{ what: 'the same', ...ours, against: { what: 'one look', value: each(single) } },
          bar: { of: 'ratio', most: 1.6 },
        },
        { what: 'the same', ...ours, against: { what: 'obvious way, one look', value: each(obvious) } },
        { what: 'QoS', unit: 'looks a meeting', ours: each(qosLooks), bar: { of: 'value', most: 1.1 } },
      ];
    } finally {
      await bench.close();
    }
  },
};

/** The size at a place of the mix, from 0 to 1. */
function sizeOf(place: number, seed: number): number {
  let below = 0;
  for (const { share, from, to } of sizes) {
    below += share;
    if (place < below) return from + Math.floor(seededRandom(seed)() * (to - from + 1));
  }
  return sizes.at(-1)?.to ?? 1;
}

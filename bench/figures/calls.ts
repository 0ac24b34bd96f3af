import { countRows } from '../../local/simulator/rows/row.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { pageSizes } from '../../shared/zoom/endpoints.ts';
import { startBench } from '../../test/harness/capture-bench.ts';
import type { Figure } from '../figure.ts';
import { meetingMix } from '../meeting-mix.ts';

const meetings = 200;
const endTime = '2026-11-20T08:59:00Z';
/** Zoom's own, which the obvious way leaves as they are. */
const defaultPageSizes: Readonly<Record<Dataset, number>> = { participants: 30, qos: 1, report: 30 };

/** Calls to Zoom of the real capture code, over all looks until everything is settled, in virtual time. */
export const calls: Figure = {
  name: 'calls',
  about: 'calls to Zoom of a mix of meetings (1)',
  async measure(told) {
    told(`${meetings} meetings until they are settled`);
    const mix = meetingMix(meetings, endTime);
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

import { expect } from 'vitest';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import type { BenchOptions } from '../../harness/capture-bench.ts';
import { startCliBench } from '../cli/cli-bench.ts';
import { ada, adaTexts } from './people.ts';
import { traces } from './traces.ts';

export const endTime = '2026-11-20T08:58:00Z';
const firstLooksDone = Date.parse(endTime) + 4 * 60_000;

/** A bench on which Ada is captured and erased; closed by `using`. */
export async function startErasureBench(options: BenchOptions = {}) {
  const bench = await startCliBench({ timeScale: 0.02, ...options });
  /** Rows that are not hers, as Zoom serves them. */
  const servedWithout = (uuid: string, dataset: Dataset) =>
    bench.served(uuid, dataset).filter((text) => !text.includes(ada.name));

  return {
    ...bench,
    traces: () => traces(bench.client, adaTexts),
    tracesOf: (texts: readonly string[]) => traces(bench.client, texts),
    /** Takes the first looks. */
    async captureFirst(...meetings: SimulatedMeeting[]) {
      for (const meeting of meetings) {
        bench.simulator.addMeeting(meeting);
        bench.end(meeting);
      }
      await bench.drain({ until: firstLooksDone });
    },
    async erase(...args: string[]) {
      const { exitCode, stdout, stderr } = await bench.cli('erase', ...args, '--json');
      if (exitCode !== 0) throw new Error(stderr);
      return JSON.parse(stdout);
    },
    /** No trace of her anywhere, everybody else's rows as Zoom serves them, and counts that say so. */
    async expectGone(...meetings: SimulatedMeeting[]) {
      expect(await traces(bench.client, adaTexts)).toEqual([]);
      for (const { uuid } of meetings) {
        for (const dataset of datasets) {
          const rows = servedWithout(uuid, dataset);
          expect(await bench.stored(uuid, dataset), `${uuid} ${dataset}`).toEqual(rows);
          const capture = await bench.store.load(uuid, dataset);
          const counted = { rows: capture?.rows, all: rows.length + (capture?.erased ?? 0) };
          expect(counted, `${uuid} ${dataset}`).toEqual({ rows: rows.length, all: capture?.expectedRows });
        }
      }
    },
    [Symbol.asyncDispose]: () => bench.close(),
  };
}

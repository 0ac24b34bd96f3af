import { isDeepStrictEqual } from 'node:util';
import type { Fault } from '../../local/simulator/faults/fault.ts';
import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { type Bench, type BenchOptions, type Drain, startBench } from './capture-bench.ts';

/** Three pages of participants and report, seven of QoS, in a meeting of {@link smallMeeting}. */
export const smallPages = { participants: 20, report: 20, qos: 7 };

export const endTime = '2026-11-20T08:59:00Z';

export const smallMeeting = (seed = 1, changes: Partial<SimulatedMeeting> = {}): SimulatedMeeting => ({
  ...generateMeeting({ seed, participants: 38, minutes: 3, endTime }),
  ...changes,
});

export type Rehearsal = BenchOptions & {
  readonly meeting?: SimulatedMeeting;
  readonly only?: readonly Dataset[];
  readonly faults?: readonly Fault[];
  readonly drain?: Drain;
};

/** One meeting that ended, captured on a bench of its own with small pages; the bench is closed by `using`. */
export async function rehearse({
  meeting = smallMeeting(),
  only = ['participants', 'qos', 'report'],
  drain = {},
  ...options
}: Rehearsal = {}) {
  const bench = await startBench({ pageSizes: smallPages, ...options });
  bench.simulator.addMeeting(meeting);
  bench.end(meeting, only);
  await bench.drain(drain);
  const { uuid } = meeting;
  return {
    bench,
    uuid,
    capture: (dataset: Dataset) => bench.store.load(uuid, dataset),
    stored: (dataset: Dataset) => bench.stored(uuid, dataset),
    served: (dataset: Dataset) => bench.served(uuid, dataset),
    /** Whether the rows that are stored are those that Zoom's side serves, each as often. */
    isExact: async (dataset: Dataset) =>
      isDeepStrictEqual(await bench.stored(uuid, dataset), bench.served(uuid, dataset)),
    calls: (dataset?: Dataset) => apiCalls(bench, dataset),
    [Symbol.asyncDispose]: () => bench.close(),
  };
}

/** Calls for pages, of one dataset or of all. */
export const apiCalls = ({ simulator }: Bench, dataset?: Dataset) =>
  simulator.calls.filter((call) => call.endpoint !== 'oauth' && (dataset === undefined || call.dataset === dataset));

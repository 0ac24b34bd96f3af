import { isDeepStrictEqual } from 'node:util';
import type { Fault } from '../../../local/simulator/faults/fault.ts';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import { type CaptureFixture, type CaptureFixtureOptions, type Drain, startCaptureFixture } from './capture-fixture.ts';

/** Three pages of participants and report, seven of QoS, in a meeting of {@link smallMeeting}. */
export const smallPages = { participants: 20, report: 20, qos: 7 };

export const endTime = '2026-11-20T08:59:00Z';

export const smallMeeting = (seed = 1, changes: Partial<SimulatedMeeting> = {}): SimulatedMeeting => ({
  ...generateMeeting({ seed, participants: 38, minutes: 3, endTime }),
  ...changes,
});

export type Rehearsal = CaptureFixtureOptions & {
  readonly meeting?: SimulatedMeeting;
  readonly only?: readonly Dataset[];
  readonly faults?: readonly Fault[];
  readonly drain?: Drain;
};

/** One meeting that ended, captured on a fixture of its own with small pages; the fixture is closed by `using`. */
export async function rehearse({
  meeting = smallMeeting(),
  only = ['participants', 'qos', 'report'],
  drain = {},
  ...options
}: Rehearsal = {}) {
  const fixture = await startCaptureFixture({ pageSizes: smallPages, ...options });
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting, only);
  await fixture.drain(drain);
  const { uuid } = meeting;
  return {
    fixture,
    uuid,
    capture: (dataset: Dataset) => fixture.store.load(uuid, dataset),
    stored: (dataset: Dataset) => fixture.stored(uuid, dataset),
    served: (dataset: Dataset) => fixture.served(uuid, dataset),
    /** Whether the rows that are stored are those that Zoom's side serves, each as often. */
    isExact: async (dataset: Dataset) =>
      isDeepStrictEqual(await fixture.stored(uuid, dataset), fixture.served(uuid, dataset)),
    calls: (dataset?: Dataset) => apiCalls(fixture, dataset),
    [Symbol.asyncDispose]: () => fixture.close(),
  };
}

/** Calls for pages, of one dataset or of all. */
export const apiCalls = ({ simulator }: CaptureFixture, dataset?: Dataset) =>
  simulator.calls.filter((call) => call.endpoint !== 'oauth' && (dataset === undefined || call.dataset === dataset));

import type { Fault } from '../../local/simulator/faults/fault.ts';
import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { countRows } from '../../local/simulator/rows/row.ts';
import { rowsEndpoints } from '../../local/simulator/zoom/rows-endpoints.ts';
import { byDataset, type Dataset, datasets, hasSamples } from '../../shared/domain/dataset.ts';
import { pageSizes } from '../../shared/zoom/endpoints.ts';
import { startCaptureFixture } from '../../test/support/capture/capture-fixture.ts';
import type { Figure, Line } from '../figure.ts';
import { meetingMix } from '../meeting-mix.ts';

const meetings = 200;
const endTime = '2026-11-20T08:59:00Z';
type PageSizes = Readonly<Record<Dataset, number>>;
/** Zoom's own, which the obvious way leaves as they are. */
const defaultPageSizes = byDataset(
  (dataset) => rowsEndpoints[dataset]('meeting').pageSize?.usual ?? Number.POSITIVE_INFINITY,
);
/** Every so many meetings, large and small. */
const earlyOneIn = 10;

/** Calls to Zoom of the real capture code, over all polls until everything is settled, in virtual time. */
export const calls: Figure = {
  name: 'calls',
  about: 'calls to Zoom of a mix of meetings (1)',
  async measure(told) {
    const mix = meetingMix(meetings, endTime);
    told(`${meetings} meetings until they are settled`);
    const plain = await settle(mix);
    told(`the same, one in ${earlyOneIn} shown too early`);
    const early = await settle(mix, mix.filter((_, index) => index % earlyOneIn === 5).flatMap(shownTooEarly));
    const onePoll = { what: 'one poll', value: pagesOf(mix, pageSizes) };
    const obvious = { what: 'obvious way, one poll', value: pagesOf(mix, defaultPageSizes) };
    return [
      callsLine('calls of all polls', plain, { what: 'rows by page size', value: plain.needed }, 1),
      callsLine('the same', plain, onePoll, 1.6),
      callsLine('the same', plain, obvious),
      qosLine('QoS', plain),
      callsLine(`one in ${earlyOneIn} shown too early`, early, onePoll, 1.6),
      qosLine(`one in ${earlyOneIn} shown too early: QoS`, early),
    ];
  },
};

type Settled = {
  readonly made: number;
  /** Rows by page size, of as many polls as there were. */
  readonly needed: number;
  readonly qosPolls: number;
};

async function settle(mix: readonly SimulatedMeeting[], faults: readonly Fault[] = []): Promise<Settled> {
  const fixture = await startCaptureFixture({ engine: 'embedded' });
  try {
    fixture.simulator.setFaults([...faults]);
    for (const meeting of mix) {
      fixture.simulator.addMeeting(meeting);
      fixture.end(meeting);
    }
    await fixture.drain({ atOnce: 50 });
    let [needed, qosPolls] = [0, 0];
    for (const meeting of mix) {
      for (const dataset of datasets) {
        const capture = await fixture.store.load(meeting.uuid, dataset);
        if (capture?.state !== 'settled') throw new Error(`A capture ended as ${capture?.state}.`);
        needed += Math.ceil(countRows(meeting[dataset]) / pageSizes[dataset]) * capture.polls;
        qosPolls += hasSamples(dataset) ? capture.polls : 0;
      }
    }
    const made = fixture.simulator.calls.filter(({ endpoint }) => endpoint !== 'oauth').length;
    return { made, needed, qosPolls };
  } finally {
    await fixture.close();
  }
}

/** The first poll finds half of the rows; of QoS, on pages that are not full though more rows are announced. */
const shownTooEarly = ({ uuid }: SimulatedMeeting): Fault[] =>
  datasets.map((dataset) => {
    const shows = hasSamples(dataset) ? 'short-pages' : 'fewer-rows';
    return { kind: 'early-data', shows, polls: 1, match: { uuid, dataset } };
  });

const pagesOf = (mix: readonly SimulatedMeeting[], sizes: PageSizes): number =>
  mix.reduce((sum, meeting) => {
    return sum + datasets.reduce((of, dataset) => of + Math.ceil(countRows(meeting[dataset]) / sizes[dataset]), 0);
  }, 0);

const callsLine = (what: string, { made }: Settled, against: { what: string; value: number }, most?: number): Line => ({
  what,
  unit: 'calls a meeting',
  ours: made / meetings,
  against: { what: against.what, value: against.value / meetings },
  ...(most !== undefined && { bar: { of: 'ratio', most } }),
});

const qosLine = (what: string, { qosPolls }: Settled): Line => ({
  what,
  unit: 'polls a meeting',
  ours: qosPolls / meetings,
  bar: { of: 'value', most: 1.1 },
});

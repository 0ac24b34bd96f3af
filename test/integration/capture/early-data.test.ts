import { expect, test } from 'vitest';
import type { Fault } from '../../../local/simulator/faults/fault.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import { endTime, rehearse, smallMeeting } from '../../support/capture/rehearsal.ts';

const shows = ['nothing', 'fewer-rows', 'short-pages', 'zero-duration', 'other-leave-times', 'other-order'] as const;
type Early = (typeof shows)[number];

/** Two polls that agree are believed, unless the data themselves say that they are early. QoS gets one good poll. */
const cases: readonly (readonly [Early, number, readonly Dataset[]])[] = [
  ...shows.map((early) => [early, 1, ['participants', 'report']] as const),
  ...(['nothing', 'short-pages'] as const).map((early) => [early, 3, datasets] as const),
  ['zero-duration', 3, ['report']],
];

test.each(cases)(
  'Zoom shows %s for %i polls: in the end the rows of the last poll are there, and no others',
  async (early, polls, only) => {
    await using captured = await rehearse({ only, faults: [{ kind: 'early-data', shows: early, polls }] });
    for (const dataset of only) {
      expect(await captured.isExact(dataset)).toBe(true);
      expect(await captured.capture(dataset)).toMatchObject({
        state: 'settled',
        rows: captured.served(dataset).length,
      });
    }
    expect(captured.fixture.queue).toMatchObject({ dead: [], messages: new Set(), mostReceives: 1 });
  },
);

test('rows that Zoom took back are removed, samples too', async () => {
  const meeting = smallMeeting();
  await using captured = await rehearse({ meeting, drain: { until: Date.parse(endTime) + 30 * 60_000 } });
  const fewer = (rows: typeof meeting.participants) => ({
    count: 11,
    at: (index: number) => ('count' in rows ? rows.at(index * 2) : (rows[index * 2] ?? {})),
  });
  captured.fixture.simulator.addMeeting({
    ...meeting,
    participants: fewer(meeting.participants),
    report: fewer(meeting.report),
    qos: fewer(meeting.qos),
  });
  captured.fixture.end(meeting, ['qos'], { reason: 'demand', sequence: 100 });
  await captured.fixture.drain();
  for (const dataset of datasets) {
    expect(captured.served(dataset)).toHaveLength(11);
    expect(await captured.isExact(dataset)).toBe(true);
  }
  const ofRows = (await captured.fixture.rowItems()).length;
  // An item for each row of the three.
  expect(ofRows).toBe(3 * 11);
});

test('a later poll that answers nothing keeps the rows of the first', async () => {
  for (const fault of [{ kind: 'early-data', shows: 'nothing' }, { kind: 'not-ready' }] satisfies Fault[]) {
    await using captured = await rehearse({ drain: { until: Date.parse(endTime) + 30 * 60_000 } });
    const first = await captured.stored('participants');
    captured.fixture.simulator.setFaults([fault]);
    await captured.fixture.drain();
    expect(await captured.stored('participants')).toEqual(first);
    expect(await captured.capture('participants')).toMatchObject({ state: 'settled', polls: 1, rows: first.length });
    expect(captured.fixture.queue).toMatchObject({ dead: [], messages: new Set(), mostReceives: 1 });
  }
});

test('a later poll that breaks off for good is not called settled', async () => {
  await using captured = await rehearse({ only: ['report'], drain: { until: Date.parse(endTime) + 30 * 60_000 } });
  captured.fixture.simulator.setFaults([{ kind: 'not-ready', match: { page: 2 } }]);
  await captured.fixture.drain();
  expect(await captured.capture('report')).toMatchObject({ state: 'failed', lastError: { code: 3001 } });
});

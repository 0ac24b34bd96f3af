import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import {
  byDataset,
  type Dataset,
  hasKind,
  hasSamples,
  isUsual,
  knownDatasets,
} from '../../../shared/domain/dataset.ts';
import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import { type CaptureFixture, startCaptureFixture } from '../../support/capture/capture-fixture.ts';
import type { Kill } from '../../support/capture/killer.ts';

/** Every so many of the effects is one to be killed at; 1 is every one, as the campaign has it. */
const stride = Number(process.env.KILL_STRIDE ?? 83);

/** Two writes a page and three pages, the last one short. */
const pageSizes = byDataset((dataset) => (hasSamples(dataset) ? 20 : 40));
const rowCounts = byDataset((dataset) => (hasSamples(dataset) ? 45 : 90));

const statuses = ['approved', 'pending', 'denied'];

/** Rows that are equal stand on different pages. */
function meetingNumber(number: number, kind: Kind, endTime: string): SimulatedMeeting {
  const twin = { user_id: '1', join_time: '2026-11-20T08:58:00Z', user_name: 'twin', leave_time: endTime };
  const rows = (dataset: Dataset) =>
    Array.from({ length: rowCounts[dataset] }, (_, index) => ({
      ...twin,
      ...(index % 9 > 0 && { user_id: String(index), duration: 60 }),
      ...(dataset === 'registrants' && { status: statuses[index % statuses.length] }),
      ...(hasSamples(dataset) && { user_qos: [{ audio_input: { latency: `${index % 9 > 0 ? index : 1} ms` } }] }),
    }));
  const meeting = generateMeeting({ seed: number, kind, participants: 20, minutes: 2, endTime });
  return { ...meeting, ...byDataset(rows) };
}

let fixture: CaptureFixture;
let meetings = 0;
beforeAll(async () => {
  fixture = await startCaptureFixture({ pageSizes });
});
afterAll(() => fixture.close());

/** Captures a meeting with a new worker that finds no token and no budget, killed where it says. */
async function captureWith(captured: readonly Dataset[], kills: readonly Kill[] = []) {
  await fixture.forgetControl();
  fixture.replaceWorker();
  meetings += 1;
  const kind = captured.every((dataset) => hasKind(dataset, 'meeting')) ? 'meeting' : 'webinar';
  const meeting = meetingNumber(meetings, kind, new Date(fixture.now() - 60_000).toISOString());
  const callsBefore = fixture.simulator.calls.length;
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting, captured);
  await fixture.drain({ kills, atOnce: captured.length });
  const exact: boolean[] = [];
  const states: (string | undefined)[] = [];
  for (const dataset of captured) {
    exact.push(isDeepStrictEqual(await fixture.stored(meeting.uuid, dataset), fixture.served(meeting.uuid, dataset)));
    states.push((await fixture.store.load(meeting.uuid, dataset))?.state);
  }
  const calls = fixture.simulator.calls.slice(callsBefore);
  return {
    effects: [...fixture.effects()],
    pagesAsked: captured.map((dataset) => calls.filter((call) => call.dataset === dataset).length),
    result: { exact, states, dead: fixture.queue.dead.length, left: fixture.queue.messages.size },
  };
}

const allRight = (captured: readonly Dataset[]) => ({
  exact: captured.map(() => true),
  states: captured.map(() => 'settled'),
  dead: 0,
  left: 0,
});

/** Every kill that the stride has, over `effects` effects. */
const killsOver = (effects: number, every = stride): Kill[] =>
  Array.from(
    { length: effects * 2 },
    (_, index): Kill => ({
      effect: Math.floor(index / 2),
      when: index % 2 === 0 ? 'before' : 'after',
    }),
  ).filter((_, index) => index % every === 0 || index === effects * 2 - 1);

/** How many pages a crash made the next worker ask for again, and how often. */
const askedAgain: number[] = [];
afterAll(() => {
  const counts = Object.entries(Object.groupBy(askedAgain, String)).map(([pages, times]) => [pages, times?.length]);
  console.log('pages asked for again by a crash:', JSON.stringify(Object.fromEntries(counts)));
});

describe('a worker killed before or after any effect leaves nothing lost and nothing doubled', () => {
  test.each(knownDatasets)(
    'while it captures %s',
    async (dataset) => {
      const whole = await captureWith([dataset]);
      expect(whole.result).toEqual(allRight([dataset]));
      expect(whole.effects.length).toBeGreaterThan(15);
      // Optional datasets run the same code, registrants by polls of many pages: fewer kills of them tell the same.
      const kills = killsOver(whole.effects.length, isUsual(dataset) ? stride : 5 * stride);
      for (const kill of kills) {
        const killed = await captureWith([dataset], [kill]);
        const where = `${kill.when} effect ${kill.effect} of ${whole.effects.length} (${whole.effects[kill.effect]})`;
        expect(killed.result, where).toEqual(allRight([dataset]));
        const again = (killed.pagesAsked[0] ?? 0) - (whole.pagesAsked[0] ?? 0);
        askedAgain.push(again);
        // The page being stored, and the one on its way meanwhile.
        expect(again, where).toBeLessThanOrEqual(2);
      }
    },
    600_000,
  );

  test('while it works on two captures at once', async () => {
    const both = ['participants', 'qos'] as const;
    const whole = await captureWith(both);
    expect(whole.result).toEqual(allRight(both));
    for (const kill of killsOver(whole.effects.length)) {
      const killed = await captureWith(both, [kill]);
      expect(killed.result, `${kill.when} effect ${kill.effect}`).toEqual(allRight(both));
    }
  }, 600_000);

  test('and the next worker too', async () => {
    const dataset = 'participants';
    const { effects } = await captureWith([dataset]);
    for (const [index, kill] of killsOver(effects.length).entries()) {
      // The second worker's first effects, one after the other: where it finds what the first one left.
      const second: Kill = { effect: index % 14, when: index % 2 === 0 ? 'after' : 'before' };
      const killed = await captureWith([dataset], [kill, second]);
      const where = `${kill.when} effect ${kill.effect}, then ${second.when} effect ${second.effect}`;
      expect(killed.result, where).toEqual(allRight([dataset]));
    }
  }, 600_000);
});

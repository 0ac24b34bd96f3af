import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { integerFrom, seededRandom } from '../../../local/simulator/rows/random.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { startCaptureFixture } from './capture-fixture.ts';
import { createSweepFixture } from './sweep-fixture.ts';

const hour = 3_600_000;
const minute = 60_000;

export type MissedEventsRun = {
  readonly meetings: number;
  /** Shares of the events, 0 to 1, beside those of the outage. */
  readonly lost: number;
  readonly duplicated: number;
  readonly seed: number;
};

/**
 * A day on which events are lost and doubled and the webhook is down for three hours, in simulated time; then one sweep.
 * A capture is taken exactly once when it is settled and was asked for as often as one that nothing happened to.
 */
export async function missEvents({ meetings: count, lost, duplicated, seed }: MissedEventsRun) {
  const random = seededRandom(seed);
  const startAt = Date.parse('2026-11-20T00:00:00Z');
  const fixture = await startCaptureFixture({ startAt, timeScale: 0.001, seed });
  const sweep = createSweepFixture(fixture);
  try {
    // From here on the account is watched.
    await sweep.tick();
    const spanMs = 12 * hour;
    const outage = { from: startAt + 4 * hour, to: startAt + 7 * hour };
    const all = Array.from({ length: count }, (_, index) => {
      const endTime = new Date(startAt + minute + Math.floor((index / count) * (spanMs - minute)));
      const kind = random() < 0.1 ? 'webinar' : 'meeting';
      return generateMeeting({
        seed: seed * 10_000 + index,
        kind,
        participants: integerFrom(random, 2, 4),
        minutes: 2,
        endTime,
      });
    });
    const missed = new Set<string>();
    for (const meeting of all) {
      fixture.simulator.addMeeting(meeting);
      const endedAt = Date.parse(meeting.endTime);
      const isDown = endedAt >= outage.from && endedAt < outage.to;
      if (isDown || random() < lost) missed.add(meeting.uuid);
      else for (let copies = random() < duplicated ? 2 : 1; copies > 0; copies -= 1) fixture.end(meeting);
      if (fixture.queue.messages.size > 200) await fixture.drain({ until: endedAt, atOnce: 10 });
    }
    await fixture.drain({ atOnce: 10 });
    fixture.advance(Math.max(0, startAt + spanMs + 1.6 * hour - fixture.now()));
    const before = sweep.listCalls().length;
    await sweep.tick();
    const listCalls = sweep.listCalls().length - before;
    await fixture.drain({ atOnce: 10 });

    const answers = Map.groupBy(
      fixture.simulator.calls.filter(({ status }) => status === 200),
      ({ uuid, dataset }) => `${uuid} ${dataset}`,
    );
    const wrong: string[] = [];
    for (const { uuid } of all) {
      for (const dataset of datasets) {
        const capture = await fixture.store.load(uuid, dataset);
        const calls = answers.get(`${uuid} ${dataset}`)?.length ?? 0;
        // Rows of these meetings fit one page.
        const once = capture?.state === 'settled' && calls === capture.polls;
        if (!once) wrong.push(`${uuid} ${dataset}: ${capture?.state ?? 'not there'}, ${calls} calls`);
      }
    }
    return { meetings: count, lost: missed.size, gap: sweep.sum('MissedEvents'), listCalls, wrong };
  } finally {
    sweep.close();
    await fixture.close();
  }
}

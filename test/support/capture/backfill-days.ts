import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { integerFrom, seededRandom } from '../../../local/simulator/rows/random.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import { answerRequest } from '../../../shared/sweep/requests/answer-request.ts';
import type { BackfillStatus } from '../../../shared/sweep/requests/answers.ts';
import { decodeRequest } from '../../../shared/sweep/requests/request.ts';
import { startCaptureFixture } from './capture-fixture.ts';
import { createSweepFixture } from './sweep-fixture.ts';

const minute = 60_000;
const tickMs = 5 * minute;
const day = 24 * 60 * minute;
const startAt = Date.parse('2026-11-20T00:00:00Z');
const pastDays = 150;

export type BackfillDays = {
  /** Meetings that ended in the last months; 0 for a run without a backfill. */
  readonly past: number;
  readonly budgetPerDay: number;
  /** From one live meeting's end to the next. */
  readonly liveEveryMs: number;
  /** Simulated days at most. */
  readonly mostDays: number;
  readonly tell?: (text: string) => void;
};

/** A backfill beside live meetings, tick by tick in simulated time, stopped for half a day on the way. */
export async function backfillDays({ past, budgetPerDay, liveEveryMs, mostDays, tell }: BackfillDays) {
  const fixture = await startCaptureFixture({ startAt, zoomCallMs: 150 });
  const sweep = createSweepFixture(fixture);
  const random = seededRandom(7);
  const old = new Set<string>();
  const live: string[] = [];
  const ask = async (command: string, more: object = {}): Promise<BackfillStatus | undefined> => {
    const { sweep: deps, invoked, account } = sweep.open();
    const request = decodeRequest({ action: 'backfill', command, ...more });
    if (request === undefined) throw new Error('No request.');
    const answer = await answerRequest(request, [account], { ...deps, ...invoked });
    return 'backfills' in answer ? answer.backfills[0] : undefined;
  };
  try {
    for (let index = 0; index < past; index += 1) {
      const endTime = new Date(startAt - 2 * day - Math.floor((index / past) * (pastDays - 3) * day));
      const meeting = generateMeeting({
        seed: 1e6 + index,
        participants: integerFrom(random, 2, 12),
        minutes: 2,
        endTime,
      });
      fixture.simulator.addMeeting(meeting);
      old.add(meeting.uuid);
    }
    const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
    const range = { from: dayOf(startAt - pastDays * day), to: dayOf(startAt - 2 * day) };
    if (past > 0) await ask('start', { ...range, budgetPerDay, planned: { main: past } });
    const [pauseAt, resumeAt] = [startAt + 1.25 * day, startAt + 1.75 * day];
    let status: BackfillStatus | undefined;
    let liveSeed = 0;
    for (let at = startAt; at < startAt + mostDays * day; at += tickMs) {
      if (at === pauseAt) await ask('pause');
      if (at === resumeAt) await ask('resume');
      for (let endedAt = at; endedAt < at + tickMs; endedAt += liveEveryMs) {
        liveSeed += 1;
        const meeting = generateMeeting({ seed: liveSeed, participants: 8, minutes: 3, endTime: new Date(endedAt) });
        fixture.simulator.addMeeting(meeting);
        fixture.end(meeting);
        live.push(meeting.uuid);
      }
      await sweep.tick();
      await fixture.drain({ until: at + tickMs, atOnce: 30 });
      fixture.advance(at + tickMs - fixture.now());
      // Each read of it is a client of its own.
      if (past === 0 || (at - startAt) % (3 * tickMs) !== 0) continue;
      status = await ask('status');
      if ((at - startAt) % (day / 2) === 0)
        tell?.(`${dayOf(at)} ${status?.captured} captured, ${status?.callsToday} calls today`);
      if (status?.phase === 'done') break;
    }
    const days = (fixture.now() - startAt) / day;
    while (fixture.queue.messages.size > 0) {
      await fixture.drain({ until: fixture.now() + tickMs, atOnce: 30 });
      fixture.advance(tickMs);
    }

    const calls = fixture.simulator.calls.filter(({ endpoint }) => endpoint !== 'oauth');
    const isBackfills = ({ uuid, query }: (typeof calls)[number]) =>
      (uuid !== undefined && old.has(uuid)) || (query.from !== undefined && query.from === query.to);
    const perDay = Object.groupBy(calls.filter(isBackfills), ({ atMs }) => dayOf(atMs));
    const answers = Map.groupBy(
      calls.filter((call) => call.status === 200),
      ({ uuid, dataset }) => `${uuid} ${dataset}`,
    );
    const wrong: string[] = [];
    let pagesAskedAgain = 0;
    for (const uuid of old) {
      for (const dataset of datasets) {
        const capture = await fixture.store.load(uuid, dataset);
        const pages = (capture?.pages ?? 0) * (capture?.polls ?? 0);
        const asked = answers.get(`${uuid} ${dataset}`)?.length ?? 0;
        // The day's calls were used up in the middle of a poll, and its page token died until midnight.
        const broken = Math.max(0, asked - pages);
        pagesAskedAgain += broken;
        if (capture?.state !== 'settled' || broken >= (capture.pages || 1)) {
          wrong.push(`${uuid} ${dataset}: ${capture?.state ?? 'not there'}, ${asked} answers for ${pages} pages`);
        }
      }
    }
    const freshness = async (dataset: Dataset): Promise<number[]> =>
      (await Promise.all(live.map((uuid) => fixture.store.load(uuid, dataset)))).map((capture) =>
        capture?.capturedAt ? (Date.parse(capture.capturedAt) - Date.parse(capture.endTime)) / 1_000 : Infinity,
      );
    return {
      days,
      status,
      live: live.length,
      mostCallsInADay: Math.max(0, ...Object.values(perDay).map((ofDay) => ofDay?.length ?? 0)),
      p95Seconds: Object.fromEntries(
        await Promise.all(datasets.map(async (dataset) => [dataset, p95(await freshness(dataset))] as const)),
      ) as Record<Dataset, number>,
      pagesAskedAgain,
      wrong,
    };
  } finally {
    sweep.close();
    await fixture.close();
  }
}

const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? 0;

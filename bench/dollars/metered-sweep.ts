import { generateMeeting } from '../../local/simulator/meetings.ts';
import type { Measurement } from '../../shared/telemetry/metric-names.ts';
import { startCaptureFixture } from '../../test/support/capture/capture-fixture.ts';
import { createSweepFixture } from '../../test/support/capture/sweep-fixture.ts';
import { createCapacityMeter, writeUnitsOf } from '../engines/capacity-meter.ts';
import { freshTables } from '../engines/fresh-tables.ts';
import { putItems } from '../engines/put-items.ts';
import type { Dynoxide } from '../engines/start-dynoxide.ts';
import { type AccountSize, dayMs, endsOfDay } from './account-sizes.ts';
import { capturedItems, lastPollMs } from './captured-items.ts';
import { createLineMeter } from './line-meter.ts';

/** Of one invocation of the sweep function, or of many on average. */
type SweepTotals = { writes: number; reads: number; requests: number; zoomCalls: number; logBytes: number };

/** A day of the sweep of one account, nothing of which is missing. */
export type MeteredSweep = Readonly<SweepTotals> & {
  readonly ticks: number;
  /** In one hour, as in any. */
  readonly measuredHourly: readonly Measurement[];
};

const dayAt = Date.parse('2026-11-19T00:00:00Z');
const hourMs = 3_600_000;
const tickMs = 5 * 60_000;
const ticksPerHour = hourMs / tickMs;
/**
 * Hours that are run, each with the hours of the day that it stands for: the first lists a day more than the others, and only
 * while meetings end are captures open.
 */
const sampled = [
  { hour: 0, standsFor: 1 },
  { hour: 3, standsFor: 6 },
  { hour: 12, standsFor: 10 },
  { hour: 20, standsFor: 7 },
];

/**
 * Runs the sweep's own code through hours of a day in virtual time, beside a simulator that lists this day's meetings and those of the
 * two days before, all of which are stored.
 */
export async function meterSweep({ meetingsPerDay }: AccountSize, engine: Dynoxide): Promise<MeteredSweep> {
  await freshTables(engine);
  const meter = createCapacityMeter(engine);
  let requests = 0;
  const fixture = await startCaptureFixture({
    engine: 'embedded',
    startAt: dayAt - hourMs,
    intercept: (call, next) => {
      requests += 1;
      return meter.intercept(call, next);
    },
  });
  const sweep = createSweepFixture(fixture);
  const { accountId } = fixture.simulator.credentials;
  const ends = [-2, -1, 0].flatMap((day) => endsOfDay(dayAt + day * dayMs, meetingsPerDay));
  const meetings = ends.map((end, index) =>
    generateMeeting({ seed: index + 1, participants: 2, minutes: 1, endTime: new Date(end) }),
  );
  let [ended, settled] = [0, 0];
  /** Lists and stores what has ended by then. */
  const endUntil = async (at: number) => {
    const from = ended;
    while ((ends[ended] ?? Infinity) <= at) ended += 1;
    for (const meeting of meetings.slice(from, ended)) fixture.simulator.addMeeting(meeting);
    const items = meetings.slice(settled, ended).flatMap((meeting) => capturedItems(meeting, accountId, at));
    await putItems(engine, 'Captures', items);
    // Those of the hour before wait for their last poll; they are stored once more when they have settled.
    while ((ends[settled] ?? Infinity) <= at - lastPollMs) settled += 1;
  };
  const tick = async () => {
    await sweep.tick();
    fixture.advance(tickMs);
  };
  try {
    await endUntil(fixture.now());
    // An hour before, so that the first that counts goes on where another one ended.
    await tick();
    const total: SweepTotals = { writes: 0, reads: 0, requests: 0, zoomCalls: 0, logBytes: 0 };
    let measuredHourly: Measurement[] = [];
    for (const { hour, standsFor } of sampled) {
      fixture.advance(dayAt + hour * hourMs - fixture.now());
      await endUntil(fixture.now());
      meter.take();
      requests = 0;
      const [lines, measurements, calls] = [sweep.lines.length, sweep.measured.length, sweep.listCalls().length];
      for (let ticks = 0; ticks < ticksPerHour; ticks += 1) await tick();
      const consumed = meter.take();
      measuredHourly = sweep.measured.slice(measurements);
      const said = createLineMeter('sweep');
      for (const { message, fields } of sweep.lines.slice(lines))
        said.log.info(message, fields as Record<string, string>);
      for (const measurement of measuredHourly) said.record(measurement);
      total.writes += standsFor * writeUnitsOf(consumed);
      total.reads += standsFor * consumed.reads;
      total.requests += standsFor * requests;
      total.zoomCalls += standsFor * (sweep.listCalls().length - calls);
      total.logBytes += standsFor * said.bytes();
    }
    if (sweep.sum('MissedEvents') > 0) throw new Error('A meeting that was stored was missed.');
    return { ...total, ticks: dayMs / tickMs, measuredHourly };
  } finally {
    sweep.close();
    await fixture.close();
  }
}

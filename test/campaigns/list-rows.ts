import { createCapacityMeter, writeUnitsOf } from '../../bench/engines/capacity-meter.ts';
import { freshTables } from '../../bench/engines/fresh-tables.ts';
import { withDynoxide } from '../../bench/engines/start-dynoxide.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { historyRow } from '../../local/simulator/rows/listed-row.ts';
import { rowFields } from '../../local/simulator/rows/row.ts';
import { canonicalText } from '../../shared/domain/row/content-hash.ts';
import { startCaptureFixture } from '../support/capture/capture-fixture.ts';
import { createSweepFixture } from '../support/capture/sweep-fixture.ts';

// `node test/campaigns/list-rows.ts [meetings]`: half of them come by event and half by the sweep; then every one must have
// its row of Zoom's list. Says what that takes of DynamoDB, and how many calls to Zoom.

const [count = 1_000] = process.argv.slice(2).map(Number);
const hour = 3_600_000;

const report = await withDynoxide(async (engine) => {
  await freshTables(engine);
  const meter = createCapacityMeter(engine);
  const startAt = Date.parse('2026-11-20T03:00:00Z');
  const fixture = await startCaptureFixture({
    engine: 'embedded',
    startAt,
    timeScale: 0.001,
    intercept: meter.intercept,
  });
  const sweep = createSweepFixture(fixture);
  try {
    await sweep.tick();
    fixture.advance(3 * hour);
    const meetings = Array.from({ length: count }, (_, at) => {
      const endTime = new Date(fixture.now() - 2 * hour - at * 1_000);
      return generateMeeting({ seed: at, kind: at % 10 ? 'meeting' : 'webinar', participants: 2, minutes: 1, endTime });
    });
    for (const [at, meeting] of meetings.entries()) {
      fixture.simulator.addMeeting(meeting);
      if (at % 2 === 0) fixture.end(meeting);
    }
    await fixture.drain({ atOnce: 10 });
    // The first sweep brings all; the others show what it takes that nothing has changed.
    const ticks = [];
    for (let hours = 0; hours < 3; hours += 1) {
      const calls = sweep.listCalls().length;
      meter.take();
      await sweep.tick();
      const consumed = meter.take();
      ticks.push({ calls: sweep.listCalls().length - calls, writes: writeUnitsOf(consumed), reads: consumed.reads });
      await fixture.drain({ atOnce: 10 });
      fixture.advance(hour);
    }
    const found = await sweep.open().sweep.meetings.findAll(meetings.map(({ uuid }) => uuid));
    const wrong = meetings.filter((meeting) => {
      const row = found.get(meeting.uuid)?.meeting.listed?.row;
      return canonicalText(row ?? null) !== canonicalText(rowFields(historyRow(meeting)));
    });
    const joined = sweep.lines.filter(({ message }) => message === 'rows of the list stored');
    const rows = joined.reduce((sum, { fields }) => sum + Number(fields.rows), 0);
    return { meetings: count, wrong: wrong.length, joined: rows, ticks };
  } finally {
    sweep.close();
    await fixture.close();
  }
});
console.log(JSON.stringify(report, undefined, 2));
if (report.wrong > 0) process.exitCode = 1;

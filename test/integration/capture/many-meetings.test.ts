import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../local/simulator/faults/fault.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import type { CaptureFixture } from '../../support/capture/capture-fixture.ts';
import { startCaptureFixture } from '../../support/capture/capture-fixture.ts';
import { apiCalls, smallMeeting, smallPages } from '../../support/capture/rehearsal.ts';

const endTime = '2026-11-20T22:29:00Z';
const startAt = Date.parse(endTime) + 60_000;
const midnight = Date.parse('2026-11-21T00:00:00Z');
const meetings = Array.from({ length: 12 }, (_, index) =>
  generateMeeting({ seed: 100 + index, participants: 5, minutes: 2, endTime }),
);
const poison = meetings[7]?.uuid ?? '';
const only: readonly Dataset[] = ['participants', 'report'];

async function captureAll(
  faults: readonly Fault[],
  datasetsWanted: readonly Dataset[] = only,
): Promise<CaptureFixture> {
  const fixture = await startCaptureFixture({ pageSizes: { participants: 2, report: 2 }, faults, startAt });
  for (const meeting of meetings) {
    fixture.simulator.addMeeting(meeting);
    fixture.end(meeting, datasetsWanted);
  }
  return fixture;
}

async function capturedAt(fixture: CaptureFixture): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (const { uuid } of meetings) {
    for (const dataset of only) {
      const capture = await fixture.store.load(uuid, dataset);
      times.set(`${uuid} ${dataset}`, Date.parse(capture?.capturedAt ?? ''));
    }
  }
  return times;
}

test("a meeting that Zoom's firewall refuses holds nothing else up", async () => {
  const times: Map<string, number>[] = [];
  const faults: Fault[][] = [[], [{ kind: 'forbidden-html', match: { uuid: poison } }]];
  for (const spoilt of faults) {
    const fixture = await captureAll(spoilt);
    await fixture.drain({ atOnce: 10, until: fixture.now() + 3 * 3_600_000 });
    times.push(await capturedAt(fixture));
    expect(fixture.queue.dead).toEqual([]);
    expect(fixture.queue.mostReceives).toBe(1);
    await fixture.close();
  }
  const [clean, poisoned] = times;
  for (const [capture, at] of clean ?? []) {
    // A deferral or a crash would cost a minute or twelve; seconds are what workers at the same time take from each other.
    if (!capture.startsWith(poison)) expect(Math.abs((poisoned?.get(capture) ?? 0) - at)).toBeLessThan(10_000);
  }
}, 240_000);

describe("when the day's calls are used up", () => {
  test.each(['iso', 'missing'] as const)(
    'everything waits for 00:00 UTC, wastes hardly a call and no receive (Retry-After: %s)',
    async (retryAfter) => {
      const fixture = await captureAll([
        { kind: 'rate-limit-daily', retryAfter, until: new Date(midnight).toISOString() },
      ]);
      await fixture.drain({ atOnce: 10, until: midnight - 1 });
      const wasted = apiCalls(fixture).length;
      expect(wasted).toBeGreaterThan(0);
      expect(wasted).toBeLessThan(20);
      expect(fixture.queue.messages.size).toBeGreaterThanOrEqual(meetings.length * only.length);
      await fixture.drain({ atOnce: 10, until: midnight + 20 * 60_000 });
      const times = [...(await capturedAt(fixture)).values()];
      expect(times.every((at) => at >= midnight && at < midnight + 20 * 60_000)).toBe(true);
      expect(fixture.queue).toMatchObject({ dead: [], mostReceives: 1 });
      await fixture.close();
    },
    60_000,
  );
});

test('the same events in any order, any number of times, give the same table', async () => {
  const some = [smallMeeting(21), smallMeeting(22), { ...smallMeeting(23), kind: 'webinar' as const }];
  const tables: string[][] = [];
  for (const [seed, order] of [
    [0, 1, 2],
    [2, 1, 0, 2],
    [1, 0, 1, 2, 0, 0],
  ].entries()) {
    const queueFaults = seed === 0 ? {} : { duplicated: 0.4, delayed: 0.4, shuffled: true };
    const fixture = await startCaptureFixture({ pageSizes: smallPages, seed, queueFaults });
    for (const meeting of some) fixture.simulator.addMeeting(meeting);
    for (const index of order)
      fixture.end(some[index] ?? smallMeeting(21), seed === 1 ? datasets.toReversed() : datasets);
    await fixture.drain({ atOnce: 1 + seed * 4 });
    tables.push(await fixture.rowItems());
    expect(fixture.queue).toMatchObject({ dead: [], messages: new Set() });
    await fixture.close();
  }
  expect(tables[0]?.length).toBeGreaterThan(300);
  for (const table of tables.slice(1)) expect(table.join('\n') === tables[0]?.join('\n')).toBe(true);
}, 240_000);

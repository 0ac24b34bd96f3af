import { describe, expect, test } from 'vitest';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import { estimateCost } from '../../../shared/operations/estimate/estimate-cost.ts';
import { type MonthlyUse, monthlyUse } from '../../../shared/operations/estimate/monthly-use.ts';
import { prices } from '../../../shared/operations/estimate/prices.ts';
import { sweepUse } from '../../../shared/operations/estimate/sweep-use.ts';
import { captureWork, planPolls, type Workload } from '../../../shared/operations/estimate/workload.ts';
import { zoomUse } from '../../../shared/operations/estimate/zoom-use.ts';
import { pageSizes } from '../../../shared/zoom/endpoints.ts';

const waits = scaledWaits(1);
const workload = (perDay: number, participants: number, minutes = 60): Workload => ({
  events: [{ perDay, participants, minutes }],
  pageSizes,
  waits,
  zoomAccounts: 1,
  retentionDays: 0,
});
const minute = 60_000;

describe('the polls of a capture', () => {
  test('polls are those that the settling policy plans', () => {
    expect(planPolls('qos', waits)).toEqual([5 * minute]);
    expect(planPolls('participants', waits)).toEqual([5 * minute, 60 * minute]);
    expect(planPolls('report', waits)).toEqual([15 * minute, 60 * minute]);
  });

  test('a meeting of which we hear after its last planned poll is polled once', () => {
    const day = 24 * 60 * minute;
    expect(planPolls('report', waits, { heardAfterMs: day })).toEqual([day]);
    expect(planPolls('report', waits, { heardAfterMs: day - 1 })).toHaveLength(2);
  });

  test('polls are more when Zoom corrects its data', () => {
    expect(planPolls('report', waits, { corrections: 1 })).toEqual([15 * minute, 60 * minute, 24 * 60 * minute]);
  });
});

describe('the work of a capture', () => {
  test.each([
    [1, 1, 1],
    [10, 1, 1],
    [11, 1, 2],
    [300, 1, 30],
    [301, 2, 31],
    [1_000, 4, 100],
  ])('the capture of %i rows takes %i pages of participants and %i of QoS', (participants, ofParticipants, ofQos) => {
    const events = { perDay: 1, participants, minutes: 1 };
    const of = workload(1, participants);
    expect(captureWork('participants', events, of)).toMatchObject({ pages: ofParticipants, calls: 2 * ofParticipants });
    expect(captureWork('qos', events, of)).toMatchObject({ pages: ofQos, calls: ofQos });
  });

  test('the work of a capture counts the messages that are only deferred', () => {
    const events = { perDay: 1, participants: 1, minutes: 1 };
    // At once, after 5 minutes, and four times on the way to an hour after the end.
    expect(captureWork('participants', events, workload(1, 1)).deliveries).toBe(6);
    expect(captureWork('qos', events, workload(1, 1)).deliveries).toBe(2);
  });
});

describe("Zoom's limits", () => {
  test('a Zoom plan allows so many events a day, and so many minutes for a backlog', () => {
    // 30 calls for QoS, 2 polls of one page each for the others: 34.
    const use = zoomUse(workload(100, 300), 'business');
    expect(use).toMatchObject({ callsPerDay: 3_400, callsAllowedPerDay: 60_000, eventsThatFit: 1_764 });
    expect(use.minutesToDrainADay).toBeCloseTo((3_400 * 27) / 60_000);
    expect(zoomUse(workload(100, 300), 'pro').eventsThatFit).toBe(882);
  });

  test('a backlog takes several days when one day of a Zoom plan does not allow it', () => {
    const use = zoomUse(workload(4_000, 300), 'business');
    expect(use.share).toBeGreaterThan(2);
    expect(use.minutesToDrainADay).toBeGreaterThan(2 * 24 * 60);
    expect(use.minutesToDrainADay).toBeLessThan(3 * 24 * 60);
  });

  test('a workload of no events uses nothing of a Zoom plan', () => {
    expect(zoomUse(workload(0, 300), 'free')).toMatchObject({
      callsPerDay: 0,
      eventsThatFit: 0,
      minutesToDrainADay: 0,
    });
  });
});

describe('the sweep', () => {
  test.each([
    [0, 24],
    [194, 24],
    [195, 48],
    [500, 72],
  ])('the sweep of %i events a day takes %i calls', (perDay, calls) => {
    expect(zoomUse(workload(perDay, 1), 'pro').sweepCallsPerDay).toBe(calls);
    expect(sweepUse(workload(perDay, 1))).toMatchObject({ ticks: 288, calls });
  });

  test('the sweep costs nothing where only captures are asked for, as of a backfill', () => {
    expect(sweepUse({ ...workload(500, 1), zoomAccounts: 0 })).toMatchObject({ ticks: 0, calls: 0, reads: 0 });
  });

  test('the sweep of each further account takes a call an hour, and is paid for', () => {
    expect(sweepUse({ ...workload(500, 1), zoomAccounts: 3 }).calls).toBe(72 + 48);
    const lines = estimateCost(workload(500, 12), prices).filter(({ what }) => what.includes('sweep'));
    const dollars = lines.reduce((sum, one) => sum + one.dollars, 0);
    expect(lines.map(({ service }) => service)).toEqual(['DynamoDB', 'DynamoDB', 'Lambda', 'Lambda']);
    expect(dollars).toBeGreaterThan(0.1);
    expect(dollars).toBeLessThan(1);
  });

  test('a sub-account takes a call an hour of its master, and items of its own, but no token and no secret', () => {
    const of = (subAccounts: number) => sweepUse({ ...workload(500, 1), subAccounts });
    // And a page of the list of sub-accounts.
    expect(of(20).calls - of(0).calls).toBe(24 * 20 + 24);
    expect(of(301).calls - of(0).calls).toBe(24 * 301 + 48);
    const eachWrites = (of(40).writes - of(20).writes) / 20;
    const eachAccount = sweepUse({ ...workload(500, 1), zoomAccounts: 2 }).writes - of(0).writes;
    expect(eachWrites).toBe(2 * 288 + 24 + 2 * 24);
    expect(eachAccount).toBe(eachWrites + 48);
    const stage = { ...workload(500, 1), subAccounts: 20 };
    expect(zoomUse(stage, 'pro').sweepCallsPerDay).toBe(of(20).calls);
    expect(monthlyUse(stage).secrets).toBe(monthlyUse(workload(500, 1)).secrets);
  });

  test('what webinars alone have costs meetings nothing', () => {
    const day = (kind: 'meeting' | 'webinar', captured: readonly Dataset[]) =>
      monthlyUse({
        ...workload(0, 1),
        events: [{ kind, perDay: 10, participants: 50, minutes: 30 }],
        datasets: captured,
      });
    const used = ({ rowWrites, otherWrites, reads, gbSeconds, messageRequests }: MonthlyUse) =>
      [rowWrites, otherWrites, reads, gbSeconds, messageRequests].map(Math.round);
    const more = [...datasets, 'absentees'] as const;
    expect(used(day('meeting', more))).toEqual(used(day('meeting', datasets)));
    expect(day('webinar', more).rowWrites - day('webinar', datasets).rowWrites).toBe(10 * 30 * 50);
  });

  test('a tick of the sweep reads one page of open captures at the most', () => {
    const readsOf = (perDay: number) => sweepUse(workload(perDay, 1)).reads;
    // 500 a day are 100 open at a time, each of which is read by every tick of ten hours.
    const eachOf = (perDay: number) => readsOf(perDay + 1) - readsOf(perDay);
    expect(eachOf(400) - eachOf(600)).toBeCloseTo(288 * (10 / 24) * 0.2 * 0.37);
  });
});

describe('what the functions cause', () => {
  test('traces are one for each invocation where they are rare, else one a second and 5 % of the rest', () => {
    const few = monthlyUse(workload(10, 1));
    expect(few.traces / (few.invocations + few.sweepInvocations)).toBeCloseTo(1, 2);
    const seconds = 10 * 3_600 * 30;
    const many = monthlyUse(workload(10_000_000, 1));
    expect(many.traces - 0.05 * many.invocations).toBeCloseTo(4 * seconds * 0.95 + many.sweepInvocations, -3);
  });

  test('each function reads the secret once every five minutes at the most', () => {
    const busyMinutes = 10 * 60 * 30;
    expect(monthlyUse(workload(10_000_000, 1)).secretReads).toBeCloseTo((4 * busyMinutes) / 5 + 288 * 30, -1);
    expect(monthlyUse(workload(0, 1)).secretReads).toBe(288 * 30);
  });

  test('meetings of which no event came take nothing of the webhook', () => {
    const { events, ...rest } = workload(100, 1);
    const late = events.map((one) => ({ ...one, heardAfterMs: 24 * 60 * minute }));
    expect(monthlyUse({ ...rest, events }).events).toBe(3_000);
    expect(monthlyUse({ ...rest, events: late })).toMatchObject({ events: 0, invocations: 3_000 * 3 });
  });

  test('metrics are paid for the hours in which they have values', () => {
    expect(monthlyUse(workload(0, 1)).metricMonths).toBe(4);
    expect(monthlyUse(workload(10_000, 1)).metricMonths).toBeCloseTo(4 + (4 * 10) / 24);
  });
});

describe('the costs', () => {
  const total = (of: Workload) => estimateCost(of, prices).reduce((sum, { dollars }) => sum + dollars, 0);

  test('costs are quantities times prices, and grow with the events alone', () => {
    const lines = estimateCost(workload(500, 12, 45), prices);
    for (const { quantity, dollars } of lines) {
      expect(quantity).toBeGreaterThan(0);
      expect(dollars).toBeGreaterThan(0);
    }
    const fixed = total(workload(0, 12));
    const standing = estimateCost(workload(0, 12), prices).filter((line) => line.standing);
    expect(standing.reduce((sum, { dollars }) => sum + dollars, 0) / fixed).toBeGreaterThan(0.99);
    const grows = (perDay: number) => total(workload(perDay, 12)) - fixed;
    // All but what is shared the more, the more there is: traces, reads of secrets, hours of metrics.
    expect(grows(10_000) / grows(5_000)).toBeGreaterThan(1.9);
    expect(grows(10_000) / grows(5_000)).toBeLessThan(2);
  });

  test('the storage that is paid for follows the retention', () => {
    const storage = (retentionDays: number) =>
      estimateCost({ ...workload(500, 12), retentionDays }, prices).find(({ what }) => what === 'storage')?.quantity ??
      0;
    expect(storage(73)).toBeCloseTo(storage(0) / 5);
  });
});

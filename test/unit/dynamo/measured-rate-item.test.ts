import { expect, test } from 'vitest';
import { measuredRateItem } from '../../../shared/dynamo/control/rate/measured-rate-item.ts';
import { type RateItem, type RateState, unknownRate } from '../../../shared/dynamo/control/rate/rate-item.ts';
import type { Measurement } from '../../../shared/telemetry/metric-names.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const state: RateState = { ...unknownRate, day: '2026-11-20', calls: 48_000 };

function seen(found: RateState | undefined) {
  const recorded: Measurement[] = [];
  const clock = { at: noon };
  const item: RateItem = {
    read: async () => found,
    lease: async () => found,
    beginDay: async () => {},
    stop: async () => true,
    changeHealth: async () => found,
    tellAnswer: async () => found,
  };
  const deps = { plan: 'business', account: 'main', now: () => clock.at } as const;
  return { recorded, clock, item: measuredRateItem(item, { ...deps, record: (one) => recorded.push(one) }) };
}

test("tells how much of the plan's day is used, once a minute", async () => {
  const { item, recorded, clock } = seen(state);
  expect(await item.read()).toBe(state);
  clock.at += 59_999;
  await item.read();
  expect(recorded).toEqual([{ metric: 'DailyCallsUsedPercent', value: 80, Account: 'main' }]);
  clock.at += 1;
  await item.read();
  expect(recorded).toHaveLength(2);
});

test('leases, and looks at what a lease brings', async () => {
  const { item, recorded } = seen(state);
  const wanted = {
    where: 'now',
    calls: 1,
    unmade: 0,
    spacingMs: 27,
    now: noon,
    day: state.day,
    limit: 1,
    horizon: 0,
  } as const;
  expect(await item.lease(wanted)).toBe(state);
  expect(recorded).toHaveLength(1);
});

test("tells nothing of another day's calls, or before there are any", async () => {
  for (const found of [{ ...state, day: '2026-11-19' }, undefined]) {
    const { item, recorded } = seen(found);
    expect(await item.read()).toBe(found);
    expect(recorded).toEqual([]);
  }
});

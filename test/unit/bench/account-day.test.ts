import { expect, test } from 'vitest';
import { accountDay } from '../../../bench/dollars/account-day.ts';
import { endsOfDay } from '../../../bench/dollars/account-sizes.ts';
import { createLineMeter } from '../../../bench/dollars/line-meter.ts';
import { mixedSizes } from '../../../bench/meeting-mix.ts';

const size = { name: 'tiny', meetingsPerDay: 2 };
const hourMs = 3_600_000;
const life = [0, 1_000, 2 * hourMs].map((afterMs) => ({ of: 'qos', meeting: 0, afterMs }) as const);
const meetings = [{}] as unknown as Parameters<typeof accountDay>[1]['meetings'];

test("a day of an account is its meetings' lives one after the other, and the sweep's ticks", async () => {
  const captures = {
    meetings,
    deliveries: life,
    polls: life,
    measured: [{ metric: 'FreshnessSeconds', value: 7_200, Dataset: 'qos' } as const],
  };
  const sweep = { measuredHourly: [{ metric: 'StuckCaptures', value: 0 } as const] };
  const day = await accountDay(size, captures, sweep);
  // Of two meetings that end in different hours, each of whose second poll finds the secret fresh.
  expect(day.secretReads).toBe(288 + 2 + 2 * 2);
  expect(day.traces).toBe(288 + 2 + 2 * 3);
  expect(day.metricHours).toBe(24 + 2);
});

test('ends of a day lie within its ten hours, and every size of the mix has its share', () => {
  const dayAt = Date.parse('2026-11-19T00:00:00Z');
  const hours = endsOfDay(dayAt, 1_000).map((end) => (end - dayAt) / hourMs);
  expect(Math.min(...hours)).toBeGreaterThanOrEqual(7);
  expect(Math.max(...hours)).toBeLessThan(17);
  const sizes = mixedSizes(200);
  expect(sizes.filter((people) => people === 2)).toHaveLength(60);
  expect(sizes.filter((people) => people > 100)).toHaveLength(4);
});

test('a line is counted as the function would write it, and printing goes on after it', () => {
  const { write } = process.stdout;
  const meter = createLineMeter('qos');
  meter.log.info('poll finished', { rows: 1 });
  const one = meter.bytes();
  expect(one).toBeGreaterThan(300);
  meter.log.warn('poll finished', { rows: 10 });
  expect(meter.bytes() - one).toBe(one + 1);
  expect(process.stdout.write).toBe(write);
});

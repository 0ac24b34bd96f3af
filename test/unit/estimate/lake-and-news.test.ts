import { describe, expect, test } from 'vitest';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { lakeLines, newsLines } from '../../../shared/operations/estimate/lake-and-news.ts';
import { prices } from '../../../shared/operations/estimate/prices.ts';
import { estimateStage, totalOf } from '../../../shared/operations/estimate/stage-estimate.ts';
import type { Workload } from '../../../shared/operations/estimate/workload.ts';
import { tablesOf } from '../../../shared/operations/export/tables/export-columns.ts';
import { pageSizes } from '../../../shared/zoom/endpoints.ts';

const of = (perDay: number, retentionDays = 0): Workload & { readonly lakeTables: number } => ({
  events: [{ perDay, participants: 12, minutes: 45 }],
  pageSizes,
  waits: scaledWaits(1),
  zoomAccounts: 1,
  lakeTables: tablesOf(datasets).length,
  retentionDays,
});
const quantities = (lines: ReturnType<typeof lakeLines>) =>
  Object.fromEntries(lines.map(({ what, quantity }) => [what, quantity]));

describe('the lake', () => {
  test('makes the requests that the benchmark counts: 59 GET and a PUT a run that finds nothing, and 7 GET a day of the pass', () => {
    const idle = quantities(lakeLines(of(0), prices));
    expect(idle['comparing the lake']).toBe(30 * (24 * 59 + 365 * 7));
    expect(idle['writing the lake']).toBe(30 * 24);
    expect(idle['reads of the lake']).toBe(0);
    expect(idle['the lake']).toBe(0);
  });

  test('writes seven objects more where a run finds something, however many meetings there are, in ten hours at the most', () => {
    const puts = (perDay: number) => (quantities(lakeLines(of(perDay), prices))['writing the lake'] ?? 0) / 30 - 24;
    expect(puts(10_000)).toBeCloseTo(70);
    expect(puts(0.01)).toBeCloseTo(0.01 * 2 * 7, 3);
  });

  test('looks at a meeting every hour for eight days, and once a day for as long as it is kept', () => {
    const reads = (retentionDays: number) =>
      quantities(lakeLines(of(100, retentionDays), prices))['reads of the lake'] ?? 0;
    expect(reads(365) - reads(90)).toBeCloseTo(30 * 100 * 1.9 * (365 - 90));
    expect(reads(90)).toBeGreaterThan(30 * 100 * 1.9 * (24 * 8 + 90));
  });
});

test('news are a message and an event for each poll, and polls of their queue', () => {
  const lines = quantities(newsLines(of(100), prices));
  // QoS is polled once, participants and report twice.
  expect(lines.news).toBe(30 * 100 * 5);
  expect(lines['messages of news']).toBe(3 * 30 * 100 * 5);
  expect(lines['polls of the queue of news']).toBe(648_000);
  expect(quantities(newsLines(of(0), prices)).news).toBe(0);
});

test('a stage pays for them only where it has them, and where nothing ends as well', () => {
  const estimate = (workload: Workload) => estimateStage({ kinds: [], workload, plan: 'business', prices });
  const withLake = of(100);
  const { lakeTables, ...plain } = withLake;
  const [without, both] = [estimate(plain), estimate({ ...plain, lakeTables, news: true })];
  const more = [...lakeLines(withLake, prices), ...newsLines(plain, prices)];
  expect(both.lines).toEqual([...without.lines, ...more]);
  const [idle, idleWithBoth] = [without, both].map((one) => totalOf(one.standingLines));
  expect(idleWithBoth).toBeGreaterThan((idle ?? 0) + 1);
  expect(without.lines.map(({ service }) => service)).not.toContain('S3');
});

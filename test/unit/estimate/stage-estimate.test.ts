import { describe, expect, test } from 'vitest';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import { captureIndexes } from '../../../shared/dynamo/schema.ts';
import { prices } from '../../../shared/operations/estimate/prices.ts';
import { estimateStage, totalOf } from '../../../shared/operations/estimate/stage-estimate.ts';
import { indexNames, indexUse, storeUse } from '../../../shared/operations/estimate/store-use.ts';
import type { Workload } from '../../../shared/operations/estimate/workload.ts';
import { pageSizes } from '../../../shared/zoom/endpoints.ts';

const events = { perDay: 500, participants: 12, minutes: 45 };
const workload: Workload = {
  events: [events],
  pageSizes,
  waits: scaledWaits(1),
  zoomAccounts: 1,
  retentionDays: 0,
};
const input = { kinds: [['meeting', events]], workload, plan: 'business', prices } as const;
const savings = (of: ReturnType<typeof estimateStage>) =>
  Object.fromEntries(of.levers.map(({ lever, saves }) => [lever, saves]));

describe("a stage's estimate", () => {
  test('counts each index of the schema, and nothing of any other', () => {
    expect([...indexNames].sort()).toEqual(
      Object.values(captureIndexes)
        .map(({ name }) => name)
        .sort(),
    );
    const each = indexNames.map((index) => indexUse(index, events, workload));
    const all = storeUse(events, workload);
    expect(each.reduce((sum, { writes }) => sum + writes, 0)).toBeCloseTo(all.indexWrites);
    expect(each.reduce((sum, { bytes }) => sum + bytes, 0)).toBeCloseTo(all.indexBytes);
  });

  test('says what each lever would save, and that the other class does where it is cheaper', () => {
    const estimate = estimateStage(input);
    const saves = savings(estimate);
    expect(saves['retentionDays: 90']).toBeGreaterThan(saves['retentionDays: 180'] ?? 0);
    expect(saves["qosSamples: 'summary'"]).toBeGreaterThan(0);
    expect(saves.recoveryDays).toBe(0);
    for (const index of indexNames) expect(saves[`without ${index}`]).toBeGreaterThan(0);
    const { standard = 0, infrequent = 0 } = estimate.tableClasses;
    expect(saves["tableClass: 'infrequent'"]).toBeCloseTo(standard - infrequent);
    expect(estimate.cheaperClass).toBe(infrequent < standard ? 'infrequent' : 'standard');
    expect(totalOf(estimate.lines)).toBe(standard);
    expect(
      Object.keys(savings(estimateStage({ ...input, workload: { ...workload, retentionDays: 90 } }))),
    ).not.toContain('retentionDays: 90');
  });

  test('takes what a running stage stores by now in place of what it would gather, and the class that it has', () => {
    const ofSize = (tableBytes: number, tableClass: 'standard' | 'infrequent') =>
      estimateStage({ ...input, stored: { items: 1, tableBytes, indexBytes: 0, tableClass } });
    const storage = ofSize(2e9, 'standard').lines.find(({ what }) => what === 'storage');
    expect(storage).toMatchObject({ quantity: 2, dollars: 2 * prices.dynamodb.perStoredGbMonth });
    expect(ofSize(1e6, 'standard').cheaperClass).toBe('standard');
    expect(ofSize(1e12, 'standard').cheaperClass).toBe('infrequent');
    const infrequent = ofSize(1e12, 'infrequent');
    expect(totalOf(infrequent.lines)).toBe(infrequent.tableClasses.infrequent);
    expect(savings(infrequent)["tableClass: 'standard'"]).toBeLessThan(0);
  });
});

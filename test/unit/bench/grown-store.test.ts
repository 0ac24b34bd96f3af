import { expect, test } from 'vitest';
import { benchMeeting } from '../../../bench/fill-store.ts';
import { meetingsPerMonth, sizeOf } from '../../../bench/growth/grown-store.ts';
import { rowTexts } from '../../../local/simulator/rows/row.ts';
import { knownDatasets } from '../../../shared/domain/dataset.ts';
import { omit } from '../../../shared/domain/omit.ts';

const [small, large] = [sizeOf(meetingsPerMonth), sizeOf(4 * meetingsPerMonth)];

test("a larger store has the smaller one's month, to the last row", () => {
  for (const index of [0, 1, 499, 999]) {
    const [here, there] = [benchMeeting(index, small), benchMeeting(index, large)];
    expect(omit(there, ...knownDatasets)).toEqual(omit(here, ...knownDatasets));
    for (const dataset of knownDatasets) {
      expect(rowTexts(there[dataset])).toEqual(rowTexts(here[dataset]));
    }
  }
});

test('its days are no fuller', () => {
  const days = new Map<string, number>();
  for (let index = 0; index < large.meetings; index += 1) {
    const day = benchMeeting(index, large).endTime.slice(0, 10);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  expect(days.size).toBe(4 * 30);
  expect([Math.min(...days.values()), Math.max(...days.values())]).toEqual([33, 34]);
});

test('nothing else of it goes into the answers about that month', () => {
  const month = Array.from({ length: meetingsPerMonth }, (_, index) => benchMeeting(index, large));
  const ids = new Set(month.map(({ meetingId }) => meetingId));
  for (let index = meetingsPerMonth; index < large.meetings; index += 1) {
    const { meetingId, endTime } = benchMeeting(index, large);
    expect(ids.has(meetingId)).toBe(false);
    expect(endTime < '2026-10-01' || endTime > '2026-10-31').toBe(true);
  }
});

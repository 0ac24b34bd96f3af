import { describe, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { rowFields, rowTexts } from '../../../local/simulator/rows/row.ts';
import { descriptions } from '../../../shared/datasets/datasets.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import { createOrdinals } from '../../../shared/domain/row-key.ts';
import { parseItem } from '../../../shared/dynamo/item.ts';
import { rowItems } from '../../../shared/dynamo/rows/row-items.ts';
import { rowItem } from '../../../shared/operations/estimate/measured.ts';
import { itemBytes, writeUnits } from './item-size.ts';

const endTime = '2026-11-19T08:00:00Z';
const meeting = generateMeeting({ seed: 1, participants: 60, minutes: 60, endTime });

/** The items of each row: its own first, its samples' after. */
function itemsOf(dataset: Dataset) {
  const keyOf = createOrdinals(descriptions[dataset].rows.identity);
  return rowTexts(meeting[dataset]).map((text) => {
    const row = rowFields(text);
    const { items } = rowItems(meeting.uuid, dataset, keyOf(row), row, { run: 1, page: 1, endTime, account: 'one' });
    const [head = {}, ...samples] = items.map(parseItem);
    return { row, head, samples };
  });
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('what a row takes in the store', () => {
  test.each(datasets)('a row of %s takes about as much of the store as the estimate says', (dataset) => {
    const heads = itemsOf(dataset).map(({ head }) => head);
    const bytes = average(heads.map(itemBytes));
    // The estimate may be above, for fields that generated rows have not; not much below.
    expect(rowItem[dataset].bytes / bytes).toBeGreaterThan(0.9);
    expect(rowItem[dataset].bytes / bytes).toBeLessThan(1.5);
    const units = average(heads.map(writeUnits));
    expect(rowItem[dataset].writeUnits / units).toBeGreaterThan(0.9);
    expect(rowItem[dataset].writeUnits / units).toBeLessThan(1.5);
  });

  test('the samples of a QoS session take about as much of the store as the estimate says', () => {
    const sessions = itemsOf('qos');
    const bytes = average(sessions.map(({ samples }) => samples.reduce((sum, item) => sum + itemBytes(item), 0)));
    const minutes = average(sessions.map(({ row: { user_qos: list } }) => (Array.isArray(list) ? list.length : 0)));
    const { samples = { bytes: 0, bytesPerMinute: 0 } } = rowItem.qos;
    const estimated = samples.bytes + minutes * samples.bytesPerMinute;
    expect(estimated / bytes).toBeGreaterThan(0.9);
    expect(estimated / bytes).toBeLessThan(1.1);
  });
});

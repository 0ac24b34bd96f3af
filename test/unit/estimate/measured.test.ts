import { describe, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { rowFields, rowTexts } from '../../../local/simulator/rows/row.ts';
import type { DatasetDescription } from '../../../shared/datasets/dataset.ts';
import { descriptions } from '../../../shared/datasets/datasets.ts';
import { type Dataset, hasKind, hasSamples, knownDatasets } from '../../../shared/domain/dataset.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { type QosSampleForm, qosSampleForms } from '../../../shared/domain/quality/qos-samples.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { createOrdinals } from '../../../shared/domain/row/row-key.ts';
import { parseItem } from '../../../shared/dynamo/item.ts';
import { rowItems } from '../../../shared/dynamo/rows/row-items.ts';
import { rowItem } from '../../../shared/operations/estimate/measured.ts';
import { itemBytes, writeUnits } from './item-size.ts';

const endTime = '2026-11-19T08:00:00Z';
const recipe = { seed: 1, participants: 60, minutes: 60, registrants: 120, answers: 60, endTime };
const meetings = { meeting: generateMeeting(recipe), webinar: generateMeeting({ ...recipe, kind: 'webinar' }) };

/** The items of each row: its own first, its samples' after. */
function itemsOf(dataset: Dataset, qosSamples: QosSampleForm = 'packed') {
  const { identity, neverStored = [] }: DatasetDescription['rows'] = descriptions[dataset].rows;
  const meeting = meetings[hasKind(dataset, 'meeting') ? 'meeting' : 'webinar'];
  const keyOf = createOrdinals(identity);
  return rowTexts(meeting[dataset]).map((text) => {
    const row: Row = omit(rowFields(text), ...neverStored);
    const { items } = rowItems(
      { uuid: meeting.uuid, dataset, key: keyOf(row), row },
      {
        run: 1,
        page: 1,
        endTime,
        account: 'one',
        qosSamples,
      },
    );
    const [head = {}, ...samples] = items.map(parseItem);
    return { row, head, samples };
  });
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('what a row takes in the store', () => {
  test.each(knownDatasets.filter((dataset) => !hasSamples(dataset)))(
    'a row of %s takes about as much of the store as the estimate says',
    (dataset) => {
      const heads = itemsOf(dataset).map(({ head }) => head);
      const bytes = average(heads.map(itemBytes));
      // The estimate may be above, for fields that generated rows have not; not much below.
      expect(rowItem[dataset].bytes / bytes).toBeGreaterThan(0.9);
      expect(rowItem[dataset].bytes / bytes).toBeLessThan(1.5);
      const units = average(heads.map(writeUnits));
      expect(rowItem[dataset].writeUnits / units).toBeGreaterThan(0.9);
      expect(rowItem[dataset].writeUnits / units).toBeLessThan(1.5);
    },
  );

  test.each(qosSampleForms)(
    'a QoS session with %s samples takes about as much of the store as the estimate says',
    (form) => {
      const sessions = itemsOf('qos', form);
      const all = sessions.map(({ head, samples }) => [head, ...samples]);
      const bytes = average(all.map((items) => items.reduce((sum, item) => sum + itemBytes(item), 0)));
      const units = average(all.map((items) => items.reduce((sum, item) => sum + writeUnits(item), 0)));
      const minutes = average(sessions.map(({ row: { user_qos: list } }) => (Array.isArray(list) ? list.length : 0)));
      const { bytes: own, samples } = rowItem.qos;
      const { bytes: fixed = 0, bytesPerMinute = 0, items = 0 } = samples?.[form] ?? {};
      const estimated = own + fixed + minutes * bytesPerMinute;
      expect(estimated / bytes).toBeGreaterThan(0.9);
      expect(estimated / bytes).toBeLessThan(1.1);
      expect((estimated / 1_024 + (1 + items) / 2) / units).toBeGreaterThan(0.9);
      expect((estimated / 1_024 + (1 + items) / 2) / units).toBeLessThan(1.1);
    },
  );
});

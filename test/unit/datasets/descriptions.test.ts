import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { datasetWaits, descriptions, personal, readings } from '../../../shared/datasets/datasets.ts';
import { datasets, hasListType, pastOneDatasets } from '../../../shared/domain/dataset.ts';
import { kinds } from '../../../shared/domain/kind.ts';
import { personalFields } from '../../../shared/domain/privacy/privacy-settings.ts';
import { datasetScope } from '../../../shared/zoom/scopes.ts';

const fieldsOf = (dataset: (typeof datasets)[number]): readonly string[] => readings[dataset].fields.split(/\s+/);

describe('the description of a dataset', () => {
  test.each(datasets)(
    'names every field of %s once, and nothing among the personal ones that it has not',
    (dataset) => {
      const fields = fieldsOf(dataset);
      expect(new Set(fields).size).toBe(fields.length);
      expect(personal[dataset].filter((field) => !fields.includes(field))).toEqual([]);
    },
  );

  test.each(datasets)('leaves no field of %s out of the personal ones that is one in another list', (dataset) => {
    const names: readonly string[] = personalFields;
    const own: readonly string[] = personal[dataset];
    expect(fieldsOf(dataset).filter((field) => names.includes(field) && !own.includes(field))).toEqual([]);
  });

  test.each(datasets)('shows columns of %s that it has', (dataset) => {
    const known = [...fieldsOf(dataset), descriptions[dataset].rows.samples];
    expect(readings[dataset].mainColumns.filter(({ field }) => !known.includes(field))).toEqual([]);
  });

  test.each(datasets)('plans the polls of %s one after the other', (dataset) => {
    const { firstPollMs, settlingMs } = datasetWaits[dataset];
    const planned = [firstPollMs, ...settlingMs];
    expect(planned).toEqual(planned.toSorted((a, b) => a - b));
  });
});

test('which types of lists a dataset has goes by what Zoom knows of meetings and of webinars', () => {
  expect(pastOneDatasets).toEqual(['participants']);
  expect(hasListType('participants', 'webinar', 'pastOne')).toBe(false);
  expect(hasListType('qos', 'meeting', 'pastOne')).toBe(false);
  expect(datasets.filter((dataset) => hasListType(dataset, 'meeting', 'live'))).toEqual(['participants', 'qos']);
  expect(datasets.filter((dataset) => hasListType(dataset, 'webinar', 'past'))).toEqual(datasets);
});

test.each(datasets)('docs/deploy.md names the scopes of %s, granular and classic', (dataset) => {
  const lines = readFileSync(new URL('../../../docs/deploy.md', import.meta.url), 'utf8').split('\n');
  const scopes = kinds.map((kind) => datasetScope(kind, dataset));
  const missing = scopes.filter(
    ({ granular, classic }) =>
      !lines.some((line) => line.includes(`\`${granular}\``) && line.includes(`\`${classic[0]}\``)),
  );
  expect(missing).toEqual([]);
});

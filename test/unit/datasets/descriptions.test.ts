import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { DatasetDescription } from '../../../shared/datasets/dataset.ts';
import { datasetWaits, descriptions, personal, readings } from '../../../shared/datasets/datasets.ts';
import { hasKind, hasListType, knownDatasets, pastOneDatasets } from '../../../shared/domain/dataset.ts';
import { kinds } from '../../../shared/domain/meeting/kind.ts';
import { personalFields } from '../../../shared/domain/privacy/privacy-settings.ts';
import { datasetScope } from '../../../shared/zoom/scopes.ts';

const fieldsOf = (dataset: (typeof knownDatasets)[number]): readonly string[] => readings[dataset].fields.split(/\s+/);

describe('the description of a dataset', () => {
  test.each(knownDatasets)(
    'names every field of %s once, and nothing among the personal ones that it has not',
    (dataset) => {
      const fields = fieldsOf(dataset);
      expect(new Set(fields).size).toBe(fields.length);
      expect(personal[dataset].filter((field) => !fields.includes(field))).toEqual([]);
    },
  );

  test.each(knownDatasets)('leaves no field of %s out of the personal ones that is one in another list', (dataset) => {
    const names: readonly string[] = personalFields;
    const own: readonly string[] = personal[dataset];
    expect(fieldsOf(dataset).filter((field) => names.includes(field) && !own.includes(field))).toEqual([]);
  });

  test.each(knownDatasets)('shows columns of %s that it has', (dataset) => {
    const { samples }: DatasetDescription['rows'] = descriptions[dataset].rows;
    const known = [...fieldsOf(dataset), samples];
    expect(readings[dataset].mainColumns.filter(({ field }) => !known.includes(field))).toEqual([]);
  });

  test.each(knownDatasets)('plans the polls of %s one after the other', (dataset) => {
    const { firstPollMs, settlingMs } = datasetWaits[dataset];
    const planned = [firstPollMs, ...settlingMs];
    expect(planned).toEqual(planned.toSorted((a, b) => a - b));
  });
});

test('which types of lists a dataset has goes by what Zoom knows of meetings and of webinars', () => {
  expect(pastOneDatasets).toEqual(['participants']);
  expect(hasListType('participants', 'webinar', 'pastOne')).toBe(false);
  expect(hasListType('qos', 'meeting', 'pastOne')).toBe(false);
  expect(knownDatasets.filter((dataset) => hasListType(dataset, 'meeting', 'live'))).toEqual(['participants', 'qos']);
  expect(knownDatasets.filter((dataset) => hasListType(dataset, 'webinar', 'past'))).toEqual(knownDatasets);
});

test.each(knownDatasets)('docs/deploy.md names the scopes of %s, granular and classic', (dataset) => {
  const lines = readFileSync(new URL('../../../docs/deploy.md', import.meta.url), 'utf8').split('\n');
  const scopes = kinds.filter((kind) => hasKind(dataset, kind)).map((kind) => datasetScope(kind, dataset));
  const missing = scopes.filter(
    ({ granular, classic }) =>
      !lines.some((line) => line.includes(`\`${granular}\``) && line.includes(`\`${classic[0]}\``)),
  );
  expect(missing).toEqual([]);
});

test.each(knownDatasets)('no field of %s that is never stored is among those that it has', (dataset) => {
  const { neverStored = [] }: DatasetDescription['rows'] = descriptions[dataset].rows;
  expect(neverStored.filter((field) => fieldsOf(dataset).includes(field))).toEqual([]);
});

import { expect, test } from 'vitest';
import {
  datasetNamed,
  datasets,
  entriesByDataset,
  hasListType,
  hasSamples,
  isUsual,
  knownDatasets,
  listsOf,
  queueVariable,
  stageDatasets,
} from '../../../shared/domain/dataset.ts';

const optional = ['registrants', 'polls', 'qa', 'survey', 'absentees'] as const;

test('a stage has the usual datasets, and of the optional ones those that an account captures', () => {
  expect(datasets).toEqual(['participants', 'qos', 'report']);
  expect(knownDatasets).toEqual([...datasets, ...optional]);
  expect(knownDatasets.filter((dataset) => !isUsual(dataset))).toEqual(optional);
  expect(stageDatasets([])).toEqual(datasets);
  expect(stageDatasets([{ datasets: ['qos'] }, { datasets: ['polls', 'report'] }])).toEqual([...datasets, 'polls']);
});

test('a dataset is found by its name, and an unknown name is answered with all of them', () => {
  expect(knownDatasets.map(datasetNamed)).toEqual(knownDatasets);
  expect(() => datasetNamed('toString')).toThrow(
    'There is no dataset "toString"; there are participants, qos, report, registrants, polls, qa, survey, absentees.',
  );
});

test('entries of a record stand in the order of the datasets, without those that it has nothing of', () => {
  expect(entriesByDataset({ polls: 2, report: undefined, qos: 0 })).toEqual([
    ['qos', 0],
    ['polls', 2],
  ]);
});

test('every dataset has a list of what has ended; some have others', () => {
  expect(knownDatasets.every((dataset) => hasListType(dataset, 'meeting', 'past'))).toBe(true);
  const of = (type: 'live' | 'pastOne') => knownDatasets.filter((dataset) => hasListType(dataset, 'meeting', type));
  expect([of('live'), of('pastOne')]).toEqual([['participants', 'qos'], ['participants']]);
});

test('samples, lists and queues are what the description of a dataset says', () => {
  expect(knownDatasets.filter(hasSamples)).toEqual(['qos']);
  expect(knownDatasets.filter((dataset) => listsOf(dataset) > 1)).toEqual(['registrants']);
  expect([listsOf('registrants'), listsOf('report')]).toEqual([3, 1]);
  expect(queueVariable('report')).toBe('REPORT_QUEUE_URL');
});

import { expect, test } from 'vitest';
import { sourceOf } from '../../../cli/source/source.ts';

test.each([
  [{}, {}, { kind: 'aws', stage: 'dev', stack: 'ZoomCapture-dev' }],
  [
    { stage: 'prod', region: 'eu-west-1' },
    {},
    { kind: 'aws', stage: 'prod', stack: 'ZoomCapture-prod', region: 'eu-west-1' },
  ],
  [{}, { CAPTURES_TABLE: 'T' }, { kind: 'aws', stage: 'dev', stack: 'ZoomCapture-dev', capturesTable: 'T' }],
  [
    { table: 'U' },
    { CAPTURES_TABLE: 'T' },
    { kind: 'aws', stage: 'dev', stack: 'ZoomCapture-dev', capturesTable: 'U' },
  ],
  [{ stack: 'Mine' }, { CAPTURES_TABLE: 'T' }, { kind: 'aws', stage: 'dev', stack: 'Mine' }],
  [{ stage: 'prod' }, { CAPTURES_TABLE: 'T' }, { kind: 'aws', stage: 'prod', stack: 'ZoomCapture-prod' }],
  [{ local: true }, {}, { kind: 'local', dataDir: '.data' }],
  [{ local: true }, { DATA_DIR: '/d', CAPTURES_TABLE: 'T' }, { kind: 'local', dataDir: '/d' }],
  [{ local: true, dataDir: '/e' }, { DATA_DIR: '/d' }, { kind: 'local', dataDir: '/e' }],
] as const)('options %j with environment %j', (options, env, source) => {
  expect(sourceOf(options, env)).toEqual(source);
});

test.each([
  [{ local: true, stage: 'prod' }, '--stage is for AWS'],
  [{ local: true, table: 'T' }, '--table is for AWS'],
  [{ local: true, region: 'r' }, '--region is for AWS'],
  [{ local: true, dataDir: '' }, '--data-dir is blank'],
  [{ dataDir: '/d' }, '--data-dir goes with --local'],
  [{ stage: 'prod', table: 'T' }, '--stage and --table'],
] as const)('options %j contradict each other', (options, sentence) => {
  expect(() => sourceOf(options, {})).toThrow(sentence);
});

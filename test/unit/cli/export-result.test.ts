import { expect, test } from 'vitest';
import { exportJson, exportText } from '../../../cli/texts/export-result.ts';
import type { ExportedFile } from '../../../shared/operations/export/export-days.ts';

const nothing = { came: [], gone: [], erased: [], changed: [], isNew: false, missing: false, resettled: false };
const listed = {
  day: '2026-11-20',
  dataset: 'report',
  format: 'csv',
  meetings: 3,
  rows: 10,
  bytes: 100,
  unfinished: 0,
  whole: true,
  exportedAt: '2026-11-21T00:00:00Z',
} as const;
const written = (why: Partial<ExportedFile['why']>): ExportedFile => ({
  name: 'report/day=2026-11-20/part-00000.csv',
  did: 'wrote',
  why: { ...nothing, ...why },
  listed,
});
const same = Array.from({ length: 345 }, (): ExportedFile => ({ ...written({}), did: 'nothing' }));
const result = { foreign: [], readUnits: 61.5 };
const text = (files: readonly ExportedFile[]) => exportText({ files, ...result }, { dir: 'out', check: false });

test('an export says what it wrote and why, and counts a meeting once in however many files it is', () => {
  const files = [written({ came: ['a', 'b'] }), written({ came: ['b'] }), written({ came: ['a'], erased: ['c'] })];
  expect(text([...files, ...same])).toBe(
    'out: 3 files written, 30 rows: 2 meetings came later, 1 meeting with a person erased; 345 unchanged. 62 read units.\n',
  );
});

test('an export of a day that was never exported does not say that its meetings came late', () => {
  expect(text([written({ came: ['a', 'b'], isNew: true })])).toContain('10 rows: 2 meetings came; 0 unchanged.');
});

test('an export as JSON counts the meetings of each file', () => {
  const { files } = JSON.parse(exportJson({ files: [written({ came: ['a', 'b'], gone: ['c'] })], ...result }, 'out'));
  expect(files[0].why).toEqual({ came: 2, gone: 1, erased: 0, changed: 0, missing: false, resettled: false });
});

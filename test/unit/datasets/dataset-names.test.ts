import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasSamples, knownDatasets } from '../../../shared/domain/dataset.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const folders = ['bench', 'cli', 'functions', 'infra', 'local', 'page', 'shared'];

const name = `(?:${knownDatasets.join('|')})`;
/** What a record by dataset is told by: other names are words of the program too, such as "participants" for how many there were. */
const key = '(?:qos|report)';
const quoted = `['"\`]${name}['"\`]`;

/** Lines that decide by the name of a dataset. */
const decisions = [
  new RegExp(`[!=]==? ${quoted}`),
  new RegExp(`${quoted} [!=]==?`),
  new RegExp(`\\bcase ${quoted}`),
  new RegExp(`\\b(?:includes|has|indexOf)\\(${quoted}`),
  new RegExp(`(?<!\\w)\\[${quoted}`),
  new RegExp(`(?:^|[{,]) *['"]?${key}['"]?\\??: `),
  new RegExp(`\\{ (?:(?:\\w+, )+${key}|${key}, \\w+)(?:, \\w+)* \\}`),
];
const decides = (line: string): boolean => decisions.some((decision) => decision.test(line));

/** Lines that decide by a name and are right, with the reason. */
const reviewed: Readonly<Record<string, readonly string[]>> = {
  // "report" is the name of an effect here.
  'shared/capture/capture-run.ts': ["case 'report':"],
  // A part of Zoom's API, which several datasets may share.
  'shared/operations/doctor/check-zoom.ts': ["case 'report':"],
  'shared/zoom/scopes.ts': ["case 'report':"],
  'local/simulator/answers/account-lists.ts': ["endpoint.area === 'report' ? historyRow"],
  'local/simulator/answers/answer-api.ts': ["if (area === 'report')"],
  'local/simulator/answers/meeting-detail.ts': ["area === 'report' ? reportDetail"],
  'local/simulator/answers/rows-answer.ts': ["endpoint.area === 'report'"],
  // The settings of a stage name what it captures, and an error shows how.
  'shared/accounts/zoom-account.ts': ['"datasets":["report"]'],
  'infra/stages.ts': ["datasets: ['report']"],
  // A part of Zoom's API again, and an example in a setting's sentence.
  'shared/zoom/answers/known-codes.ts': ["zoom.source === 'report'"],
  'infra/settings/account-settings.ts': ["{ qos: ['meeting'] }"],
  // The simulator tells Zoom's side by itself, so that a wrong description is found. Both records fail to compile without a dataset.
  'local/simulator/zoom/endpoints.ts': ["report: 'report/'"],
  'local/simulator/meetings.ts': ['report: { count, at:', 'qos: {'],
  // What was measured of each.
  'bench/dollars/run-times.ts': ['qos: {', 'report: {'],
  // The obvious way to do it, which the product is compared with.
  'bench/obvious/capture-dataset.ts': ["dataset === 'report' ?", "dataset === 'qos' ?"],
};

test.each([
  "if (dataset === 'qos') return;",
  "'report' !== dataset",
  "case 'participants':",
  "wanted.includes('report')",
  "for (const dataset of ['participants', 'report'] as const) {",
  '  qos: 10,',
  '{ participants: 5, qos: 10 }',
  'return { participants, qos, report };',
])('a line that decides by the name of a dataset is told as such: %s', (line) => {
  expect(decides(line)).toBe(true);
});

test.each([
  "rowsInput(uuid, 'qos')",
  "type Rows = Meeting['qos'];",
  'participants: 7, minutes: 30',
  "import { qosRow } from './rows/qos-row.ts';",
])('a line that only says of which dataset it is, or of something else, is not told as a decision: %s', (line) => {
  expect(decides(line)).toBe(false);
});

test('nothing outside shared/datasets decides by the name of a dataset, reviewed lines aside', () => {
  const files = globSync(`{${folders.join(',')}}/**/*.ts`, { cwd: root });
  expect(files.length).toBeGreaterThan(300);
  const found = files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.startsWith('shared/datasets/'))
    .flatMap((file) => {
      const lines = readFileSync(join(root, file), 'utf8').split('\n');
      const code = lines.filter((line) => !/^\s*(?:\*|\/[/*])/.test(line) && decides(line));
      return code.map((line) => `${file}: ${line.trim()}`);
    });
  const isReviewed = (line: string): boolean =>
    Object.entries(reviewed).some(
      ([file, parts]) => line.startsWith(`${file}: `) && parts.some((part) => line.includes(part)),
    );
  expect(found.filter((line) => !isReviewed(line))).toEqual([]);
});

test('every reviewed line that names a dataset is still there', () => {
  const gone = Object.entries(reviewed).flatMap(([file, parts]) => {
    const text = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';
    return parts.filter((part) => !text.includes(part)).map((part) => `${file}: ${part}`);
  });
  expect(gone).toEqual([]);
});

test('one dataset at most has samples, since the sort keys of samples do not say of which they are', () => {
  expect(knownDatasets.filter(hasSamples).length).toBeLessThanOrEqual(1);
});

import { expect, test } from 'vitest';
import { createProgressText } from '../../../cli/texts/export-progress.ts';

const bar = '━━━━━━────────────────── 3 of 12 files';
const progress = { files: 12, filesDone: 3, day: '2026-11-20', table: 'qos', meetings: 14, rows: 3_402 } as const;

test('the progress of an export names the file under way, with a bar of those that are done', () => {
  expect(createProgressText(() => 0)(progress)).toBe(`${bar} · 2026-11-20 qos: 14 meetings, 3,402 rows`);
});

test('the progress of an export says its rate over all files and the time that is left, from a second on', () => {
  let at = 5_000;
  const text = createProgressText(() => at);
  expect(text({ ...progress, filesDone: 0, rows: 10_000 })).not.toMatch(/rows\/s|left/);
  at += 999;
  expect(text({ ...progress, filesDone: 0, rows: 20_000 })).not.toMatch(/rows\/s|left/);
  at += 1;
  expect(text({ ...progress, filesDone: 0, rows: 20_000 })).toMatch(/ · 20,000 rows\/s$/);
  at += 9_000;
  expect(text(progress)).toMatch(/ · 2,340 rows\/s, 30 s left$/);
  at += 30_000;
  expect(text({ ...progress, rows: 3_402 })).toMatch(/ · 585 rows\/s, 2 min left$/);
});

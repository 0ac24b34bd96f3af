import { expect, test } from 'vitest';
import { progressText } from '../../../cli/texts/export-progress.ts';

test('the progress of an export names the file under way, with a bar of those that are done', () => {
  const progress = { files: 12, filesDone: 3, day: '2026-11-20', table: 'qos', meetings: 14, rows: 3_402 } as const;
  expect(progressText(progress)).toBe(
    '━━━━━━────────────────── 3 of 12 files · 2026-11-20 qos: 14 meetings, 3,402 rows',
  );
});

import type { ExportProgress } from '../../shared/operations/export/export-days.ts';
import { progressBar } from '../output/progress-bar.ts';

/** `━━━━━━────── 3 of 12 files · 2026-11-20 qos: 14 meetings, 3,402 rows`. */
export function progressText({ files, filesDone, day, table, meetings, rows }: ExportProgress): string {
  const count = (number: number) => number.toLocaleString('en');
  return `${progressBar(filesDone, files, 'file')} · ${day} ${table}: ${count(meetings)} meetings, ${count(rows)} rows`;
}

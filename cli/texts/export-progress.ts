import type { ExportProgress } from '../../shared/operations/export/export-days.ts';
import { progressBar } from '../output/progress-bar.ts';

/** A rate and a time that less than a second has shown say nothing. */
const soonestMs = 1_000;

/**
 * `━━━━━━────── 3 of 12 files · 2026-11-20 qos: 14 meetings, 3,402 rows · 5,100 rows/s, 40 s left`. The time is by files, which
 * differ.
 * @param now epoch ms; the export begins when this is called
 */
export function createProgressText(now: () => number): (progress: ExportProgress) => string {
  const startedAt = now();
  let before = { filesDone: 0, rows: 0 };
  let rowsDone = 0;
  return ({ files, filesDone, day, table, meetings, rows }) => {
    // Of the file under way alone; less than before means another one.
    if (filesDone > before.filesDone || rows < before.rows) rowsDone += before.rows;
    before = { filesDone, rows };
    const elapsedMs = now() - startedAt;
    const speed = elapsedMs < soonestMs ? [] : [`${count(Math.round(((rowsDone + rows) * 1_000) / elapsedMs))} rows/s`];
    const left =
      elapsedMs < soonestMs || filesDone === 0 ? [] : [leftText((elapsedMs * (files - filesDone)) / filesDone)];
    const pace = [...speed, ...left].join(', ');
    const place = `${day} ${table}: ${count(meetings)} meetings, ${count(rows)} rows`;
    return `${progressBar(filesDone, files, 'file')} · ${place}${pace && ` · ${pace}`}`;
  };
}

const count = (number: number): string => number.toLocaleString('en');

const leftText = (ms: number): string =>
  ms < 120_000 ? `${Math.ceil(ms / 1_000)} s left` : `${Math.ceil(ms / 60_000)} min left`;

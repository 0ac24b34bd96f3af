import { WriteStream } from 'node:tty';
import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { ExportProgress } from '../../shared/operations/export/export-days.ts';
import type { OutputStream } from './terminal.ts';

const barWidth = 24;
const redrawMs = 100;

/** Does the work with a bar on the terminal that `stream` is; without one where it is none. */
export async function showProgress<Result>(
  stream: OutputStream,
  work: (tell: (progress: ExportProgress) => void) => Promise<Result>,
): Promise<Result> {
  if (!(stream instanceof WriteStream)) return work(() => {});
  const results: Result[] = [];
  let drawnAt = 0;
  const logger = new ListrLogger({ processOutput: new ProcessOutput(stream, stream) });
  const tasks = new Listr(
    [
      {
        title: 'Export',
        task: async (_, task) => {
          results.push(
            await work((progress) => {
              // Told of every row.
              const at = Date.now();
              if (at < drawnAt + redrawMs) return;
              drawnAt = at;
              task.output = progressText(progress);
            }),
          );
        },
      },
    ],
    { fallbackRenderer: 'silent', rendererOptions: { logger, clearOutput: true, showErrorMessage: false } },
  );
  await tasks.run();
  const [result] = results;
  if (result === undefined) throw new Error('The export ended without a result.');
  return result;
}

/** `━━━━━━────── 3 of 12 files · 2026-11-20 qos: 14 meetings, 3,402 rows`. */
export function progressText({ files, filesDone, day, table, meetings, rows }: ExportProgress): string {
  const full = Math.round((filesDone / files) * barWidth);
  const bar = `${'━'.repeat(full)}${'─'.repeat(barWidth - full)}`;
  const count = (number: number) => number.toLocaleString('en');
  return `${bar} ${filesDone} of ${files} files · ${day} ${table}: ${count(meetings)} meetings, ${count(rows)} rows`;
}

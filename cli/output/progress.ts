import { WriteStream } from 'node:tty';
import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { OutputStream } from './terminal.ts';

const redrawMs = 100;

export type ShownProgress<Progress> = {
  /** What is done, in a word. */
  readonly title: string;
  readonly stream: OutputStream;
  readonly text: (progress: Progress) => string;
};

/** Does the work with a bar on the terminal that the stream is; without one where it is none. */
export async function showProgress<Progress, Result>(
  { title, stream, text }: ShownProgress<Progress>,
  work: (tell: (progress: Progress) => void) => Promise<Result>,
): Promise<Result> {
  if (!(stream instanceof WriteStream)) return work(() => {});
  const results: Result[] = [];
  let drawnAt = 0;
  const logger = new ListrLogger({ processOutput: new ProcessOutput(stream, stream) });
  const tasks = new Listr(
    [
      {
        title,
        task: async (_, task) => {
          results.push(
            await work((progress) => {
              // Told of every step.
              const at = Date.now();
              if (at < drawnAt + redrawMs) return;
              drawnAt = at;
              task.output = text(progress);
            }),
          );
        },
      },
    ],
    { fallbackRenderer: 'silent', rendererOptions: { logger, clearOutput: true, showErrorMessage: false } },
  );
  await tasks.run();
  for (const result of results) return result;
  throw new Error(`The ${title} ended without a result.`);
}

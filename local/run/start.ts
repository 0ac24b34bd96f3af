import { Command, CommanderError } from 'commander';
import { Listr } from 'listr2';
import { sampleMeetings } from '../simulator/meetings.ts';
import { type Captured, capturedTable } from './captured-table.ts';
import { openShowcase, type Showcase } from './showcase.ts';

/**
 * `npm start`: captures sample meetings end to end on this machine, then shows what is in the table and whether it is
 * exactly what Zoom's side served.
 * @returns whether every row of every meeting was captured exactly.
 */
async function start({ json = false }: { readonly json?: boolean }): Promise<boolean> {
  const startedAt = Date.now();
  const meetings = sampleMeetings(new Date());
  const captured: Captured[] = [];
  let showcase: Showcase | undefined;
  const opened = () => {
    if (!showcase) throw new Error('The stack does not run.');
    return showcase;
  };
  try {
    await new Listr([
      {
        title: 'Synthesize the stack and run its template, beside a simulated Zoom',
        task: async () => {
          showcase = await openShowcase(meetings);
        },
      },
      { title: `Send the signed events of ${meetings.length} ended meetings`, task: () => opened().sendEvents() },
      {
        title: 'Capture them',
        task: (_, task) =>
          task.newListr(
            meetings.map((meeting, index) => ({
              title: meeting.topic,
              task: async (_context, line) => {
                captured[index] = await opened().capture(meeting, (text) => {
                  line.output = text;
                });
              },
            })),
            { concurrent: true },
          ),
      },
    ]).run();
  } finally {
    await showcase?.close();
  }
  const seconds = (Date.now() - startedAt) / 1_000;
  const exact = captured.every(({ differing }) => differing.length === 0);
  console.log(capturedTable(captured));
  console.log(
    exact
      ? `Every row is exactly what Zoom's side served. ${seconds.toFixed(1)} s.`
      : "Some rows differ from what Zoom's side served: see the last column.",
  );
  if (json) console.log(JSON.stringify({ meetings: captured.map(({ status }) => status), seconds }));
  return exact;
}

const command = new Command('npm start --')
  .description(
    'Captures sample meetings from a simulated Zoom into an embedded DynamoDB, by the stack that is deployed.',
  )
  .exitOverride()
  .showHelpAfterError('See npm start -- --help.')
  .option('--json', 'print the result as a last line of JSON')
  .action(async (options: { readonly json?: boolean }) => {
    process.exitCode = (await start(options)) ? 0 : 1;
  });

command.parseAsync().catch((error: unknown) => {
  // Commander has said what is wrong; 2 is wrong usage.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

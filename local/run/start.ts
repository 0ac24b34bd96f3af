import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { Command, CommanderError } from 'commander';
import { Listr, type ListrTask } from 'listr2';
import { datasets } from '../../shared/domain/dataset.ts';
import type { SqlAnswer } from '../../shared/lake/open-mirror.ts';
import type { SimulatedMeeting } from '../simulator/meeting.ts';
import { sampleMeetings } from '../simulator/meetings.ts';
import { type Captured, datasetText, openShowcase, type Showcase } from './showcase.ts';

type StartOptions = { readonly json?: boolean; readonly lake?: boolean };

/**
 * `npm start`: captures sample meetings end to end on this machine, then shows what is in the table and whether it is
 * exactly what Zoom's side served.
 * @returns whether every row of every meeting was captured exactly.
 */
async function start({ json = false, lake = false }: StartOptions): Promise<boolean> {
  const startedAt = Date.now();
  const { captured, capturedAt, answer, index } = await captureAll(sampleMeetings(new Date()), lake);
  const seconds = (capturedAt - startedAt) / 1_000;
  const isExact = captured.every(({ differing }) => differing.length === 0);
  console.log(capturedTable(captured));
  console.log(
    isExact
      ? `Every row is exactly what Zoom's side served. ${seconds.toFixed(1)} s.`
      : "Some rows differ from what Zoom's side served: see the last column.",
  );
  if (answer) console.log(sqlText(answer, lake));
  console.log(`\nPages of these meetings, for a browser: ${index}`);
  if (json) console.log(JSON.stringify({ meetings: captured.map(({ status }) => status), seconds }));
  return isExact;
}

/** Captures the meetings at the same time, and shows how far each is. */
async function captureAll(meetings: readonly SimulatedMeeting[], lake: boolean) {
  const captured: Captured[] = [];
  let showcase: Showcase | undefined;
  const opened = () => {
    if (!showcase) throw new Error('The stack does not run.');
    return showcase;
  };
  const captureOne = (meeting: SimulatedMeeting, index: number): ListrTask => ({
    title: meeting.topic,
    task: async (_context, line) => {
      captured[index] = await opened().capture(meeting, (text) => {
        line.output = text;
      });
    },
  });
  try {
    await new Listr([
      {
        title: 'Synthesize the stack and run its template, beside a simulated Zoom',
        task: async () => {
          showcase = await openShowcase(meetings, { lake });
        },
      },
      { title: `Send the signed events of ${meetings.length} ended meetings`, task: () => opened().sendEvents() },
      {
        title: 'Capture them',
        task: (_context, task) => task.newListr(meetings.map(captureOne), { concurrent: true }),
      },
    ]).run();
    const capturedAt = Date.now();
    const answer = await opened()
      .askFiles(question)
      .catch((error: unknown) => {
        // An extra, unless it was asked for.
        if (lake) throw error;
        return undefined;
      });
    const index = await opened().writePages(await mkdtemp(join(tmpdir(), 'zoom-capture-pages-')));
    return { captured, capturedAt, answer, index };
  } finally {
    await showcase?.close();
  }
}

const question = `SELECT topic, count(*)::INT AS people, round(avg(attended_minutes), 1) AS minutes
FROM attendance GROUP BY topic ORDER BY people DESC, topic LIMIT 3`;

/** The question and its answer, as DuckDB gives it over Parquet files. */
function sqlText({ columns, rows }: SqlAnswer, lake: boolean): string {
  const table = new Table({ head: [...columns], style: { head: [], border: [] } });
  for (const row of rows) table.push(columns.map((name) => String(row[name])));
  const where = lake ? 'From the lake: S3 objects that its function has written' : 'From an export';
  return `${where}, asked by DuckDB.\n\n${question}\n${table.toString()}`;
}

/** What was captured, a line a meeting. No colours: it is read in logs too. */
function capturedTable(captured: readonly Captured[]): string {
  const table = new Table({
    head: ['Meeting', 'Kind', 'UUID', 'Participants', 'QoS', 'Report', 'Calls', 'Exact'],
    style: { head: [], border: [] },
  });
  for (const { status, differing } of captured) {
    const { topic = '', kind, uuid } = status;
    const calls = datasets.reduce((sum, dataset) => sum + status.datasets[dataset].calls, 0);
    const exact = differing.length === 0 ? 'yes' : `no: ${differing.join(', ')}`;
    table.push([topic, kind, uuid, ...datasets.map((dataset) => datasetText(status.datasets[dataset])), calls, exact]);
  }
  return table.toString();
}

const command = new Command('npm start --')
  .description(
    'Captures sample meetings from a simulated Zoom into an embedded DynamoDB, by the stack that is deployed.',
  )
  .exitOverride()
  .showHelpAfterError('See npm start -- --help.')
  .option('--json', 'print the result as a last line of JSON')
  .option('--lake', 'with a lake: what was captured goes to S3 as Parquet, and is asked there in SQL')
  .action(async (options: StartOptions) => {
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

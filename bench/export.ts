/**
 * Exports a large store with the command that users have, in each format, and prints how long it took and the most memory that its
 * process held. Exits 1 when that was more than 200 MB. The engine runs in a process of its own.
 *
 *     node bench/export.ts [--meetings 2000] [--sessions 200000] [--minutes 2] [--format parquet] [--datasets …]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tableText } from '../cli/output/table.ts';
import { exportFormats, exportTables } from '../shared/operations/export/export-columns.ts';
import { startEngine } from './engines/start-engine.ts';
import { writeDirectly } from './engines/write-directly.ts';
import { storeItems } from './fill-store.ts';

const { values } = parseArgs({
  options: {
    meetings: { type: 'string', default: '2000' },
    sessions: { type: 'string', default: '200000' },
    minutes: { type: 'string', default: '2' },
    format: { type: 'string', multiple: true, default: [...exportFormats] },
    datasets: { type: 'string', default: exportTables.join() },
  },
});
const size = { meetings: Number(values.meetings), sessions: Number(values.sessions), minutes: Number(values.minutes) };
const mostMegabytes = 200;

const directory = await mkdtemp(join(tmpdir(), 'bench-export-'));
const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `npm run cli` without npm: Node's options, and the file. */
const cli: readonly string[] = JSON.parse(await readFile(fileOf('../package.json'), 'utf8')).scripts.cli.split(' ');

/** The command as users run it, against the engine. */
async function exportAs(format: string, url: string): Promise<readonly string[]> {
  const out = join(directory, format);
  const peakFile = join(directory, `${format}.peak`);
  const days = ['--from', '2026-10-01', '--to', '2026-10-30'];
  const options = ['--format', format, '--datasets', values.datasets, '--out', out, '--table', 'Captures'];
  const startedAt = performance.now();
  const command = spawn(
    process.execPath,
    ['--import', fileOf('./note-peak.ts'), ...cli.slice(1), 'export', ...days, ...options],
    {
      cwd: fileOf('..'),
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        PEAK_FILE: peakFile,
        AWS_ENDPOINT_URL_DYNAMODB: url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'bench',
        AWS_SECRET_ACCESS_KEY: 'x',
      },
    },
  );
  const [code] = await once(command, 'exit');
  if (code !== 0) throw new Error(`The export ended with ${code}.`);
  const seconds = (performance.now() - startedAt) / 1_000;
  const files: { rows: number; bytes: number }[] = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')).files;
  const [rows, bytes] = [sum(files.map((file) => file.rows)), sum(files.map((file) => file.bytes))];
  const megabytes = Number(await readFile(peakFile, 'utf8')) / 2 ** 20;
  if (!(megabytes <= mostMegabytes)) process.exitCode = 1;
  await rm(out, { recursive: true });
  const numbers = [files.length, rows, bytes / 2 ** 20, seconds, rows / seconds, megabytes];
  return [format, ...numbers.map((number) => Math.round(number).toLocaleString('en-US'))];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

try {
  let sessions = 0;
  const items = storeItems(size, (meetings, ofMeeting) => {
    sessions += ofMeeting;
    if (meetings % 100 === 0) process.stderr.write(`${meetings} of ${size.meetings} meetings\n`);
  });
  const data = join(directory, 'data');
  const count = await writeDirectly(data, 'Captures', items);
  process.stdout.write(`${size.meetings} meetings, ${sessions} sessions, ${count} items\n\n`);
  const engine = await startEngine(data);
  const rows: (readonly string[])[] = [];
  for (const format of values.format) rows.push(await exportAs(format, engine.url));
  await engine.close();
  const titles = ['format', 'files', 'rows', 'MB', 'seconds', 'rows per second', 'peak MB'];
  process.stdout.write(
    tableText(
      titles.map((title) => ({ title })),
      rows,
    ),
  );
} finally {
  await rm(directory, { recursive: true });
}

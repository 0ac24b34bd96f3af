import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export type Measured = { readonly seconds: number; readonly megabytes: number; readonly stdout: string };

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Runs Node against this DynamoDB: how long it takes, from start to end, and the most memory that it holds. */
export async function measureProcess(args: readonly string[], url: string): Promise<Measured> {
  const peakFile = join(tmpdir(), `bench-mirror-${process.pid}.peak`);
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', fileOf('../note-peak.ts'), ...args], {
    cwd: fileOf('../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      PEAK_FILE: peakFile,
      AWS_ENDPOINT_URL_DYNAMODB: url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'x',
    },
  });
  const [[code], stdout] = await Promise.all([once(child, 'exit'), text(child.stdout)]);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}.`);
  const seconds = (performance.now() - startedAt) / 1_000;
  const megabytes = Number(await readFile(peakFile, 'utf8')) / 2 ** 20;
  await rm(peakFile);
  return { seconds, megabytes, stdout };
}

/** `npm run cli` without npm: Node's options, and the file. */
const cli: readonly string[] = JSON.parse(await readFile(fileOf('../../package.json'), 'utf8')).scripts.cli.split(' ');

export type MeasuredExport = Measured & { readonly rows: number; readonly readUnits: number };

/** The command as users run it. */
export async function measureExport(options: readonly string[], url: string): Promise<MeasuredExport> {
  const measured = await measureProcess([...cli.slice(1), 'export', ...options, '--table', 'Captures', '--json'], url);
  const { files, readUnits } = JSON.parse(measured.stdout);
  const rows = files.reduce((sum: number, file: { readonly rows: number }) => sum + file.rows, 0);
  return { ...measured, rows, readUnits };
}

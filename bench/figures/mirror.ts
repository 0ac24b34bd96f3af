import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { datasets } from '../../shared/domain/dataset.ts';
import { exportFormats } from '../../shared/operations/export/tables/export-columns.ts';
import { startEngine } from '../engines/start-engine.ts';
import { writeDirectly } from '../engines/write-directly.ts';
import type { Figure, Line, Told } from '../figure.ts';
import { countLakeRequests } from '../mirror/lake-requests.ts';
import { daysFrom, type MadeStore, madeStore } from '../mirror/made-stores.ts';
import { measureExport, measureProcess } from '../mirror/measured-process.ts';

/** As `npm run bench` starts it: the same options for whoever only reads. */
const readMain = fileURLToPath(new URL('../mirror/read-main.ts', import.meta.url));
const memoryOption = '--max-semi-space-size=2';
const mostMegabytes = 200;

const month: MadeStore = { meetings: 300, days: 30, people: 80, minutes: 10 };
const year: MadeStore = { meetings: 50_000, days: 365, people: 2, minutes: 1 };

/** `export` as users run it, on stores that are made and not captured. */
export const mirror: Figure = {
  name: 'mirror',
  about: 'an export from scratch, and the check of an unchanged year (20)',
  async measure(told) {
    told("the lake's requests");
    const lake = await lakeLines();
    return [...lake, ...(await onStore(month, told, fromScratch)), ...(await onStore(year, told, unchanged))];
  },
};

type Rig = { readonly url: string; readonly directory: string; readonly told: Told };

async function onStore(size: MadeStore, told: Told, measure: (rig: Rig) => Promise<Line[]>): Promise<Line[]> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-mirror-'));
  try {
    told(`fill a store with ${size.meetings} meetings`);
    await writeDirectly(join(directory, 'data'), 'Captures', madeStore(size));
    const engine = await startEngine(join(directory, 'data'));
    try {
      return await measure({ url: engine.url, directory, told });
    } finally {
      await engine.close();
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Each format by turns with reading the table alone. */
async function fromScratch({ url, directory, told }: Rig): Promise<Line[]> {
  const lines: Line[] = [];
  const [, from = '', , to = ''] = daysFrom(month.days);
  const days = everyDay(from, to);
  for (const format of exportFormats) {
    told(`${format} from scratch`);
    const out = join(directory, format);
    const options = ['--format', format, '--out', out, '--datasets', datasets.join(), ...daysFrom(month.days)];
    const alone = await measureProcess([memoryOption, readMain, ...days], url);
    const { rows, seconds, megabytes } = await measureExport(options, url);
    const against = { what: 'reading the table alone', value: rows / alone.seconds };
    lines.push(
      { what: `${format} from scratch`, unit: 'rows/s', ours: rows / seconds, against, note: `${rows} rows` },
      { what: `${format}: peak`, unit: 'MB', ours: megabytes, bar: { of: 'value', most: mostMegabytes } },
    );
  }
  return lines;
}

function everyDay(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

async function lakeLines(): Promise<Line[]> {
  const [, idle, more] = await countLakeRequests();
  const line = (what: string, unit: string, ours: number): Line => ({ what, unit, ours });
  return [
    line('the lake, a run that finds nothing new', 'GET requests', idle.gets),
    line('the same', 'PUT and LIST requests', idle.puts),
    line('a run that finds one more meeting, beyond that', 'GET requests', more.gets - idle.gets),
    line('the same', 'PUT and LIST requests', more.puts - idle.puts),
  ];
}

async function unchanged({ url, directory, told }: Rig): Promise<Line[]> {
  const common = ['--format', 'jsonl', '--datasets', 'meetings,report', '--out', join(directory, 'year')];
  told('a year from scratch');
  const made = await measureExport([...common, ...daysFrom(year.days)], url);
  told('the year again, unchanged');
  const whole = await measureExport([...common, ...daysFrom(year.days), '--check'], url);
  const part = await measureExport([...common, ...daysFrom(30), '--check'], url);
  return [
    { what: 'a year of 50,000 small meetings from scratch', unit: 's', ours: made.seconds, note: `${made.rows} rows` },
    { what: 'the year unchanged, --check', unit: 's', ours: whole.seconds },
    { what: 'the same, for each meeting', unit: 'read units', ours: whole.readUnits / year.meetings },
    {
      what: 'the same: peak',
      unit: 'MB',
      ours: whole.megabytes,
      against: { what: 'a month', value: part.megabytes },
      bar: { of: 'ratio', most: 1.25 },
    },
  ];
}

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import type { Store } from '../../../shared/dynamo/store.ts';
import { bucketFolder } from '../../../shared/lake/bucket-folder.ts';
import { lastDays, passUnderWay, readProgress } from '../../../shared/lake/lake-progress.ts';
import { mirrorDaysAtOnce, mirrorLake } from '../../../shared/lake/mirror-lake.ts';
import { exportDays } from '../../../shared/operations/export/export-days.ts';
import { type MirrorOptions, mirrorDay } from '../../../shared/operations/export/mirror-day.ts';
import { diskFolder } from '../../../shared/operations/export/mirror-folder.ts';
import {
  type ExportFormat,
  type ExportTable,
  exportFormats,
  exportTables,
  tablesOf,
} from '../../../shared/operations/export/tables/export-columns.ts';
import { BusyError } from '../../../shared/runtime/errors.ts';
import { erasedEmail } from '../histories/history.ts';
import { accountId } from '../histories/model-worker.ts';
import { Stage, type Visited } from '../histories/stage.ts';
import type { BucketRig } from './bucket.ts';
import { killed, Life, mortalClient, mortalFolder } from './killed.ts';
import { LateMeetings } from './late-meetings.ts';
import { type MirroredHistory, type MirrorStep, mirrorOptions, usuallyCaptured } from './mirror-steps.ts';

type ExportStep = Extract<MirrorStep, { what: 'export' }>;
type LakeStep = Extract<MirrorStep, { what: 'lake' }>;

const minute = 60_000;
const dayMs = 24 * 60 * minute;
/** No function lives longer. */
const lifeMs = 15 * minute;

export type PlayedMirrors = {
  /** How a mirror was another than a fresh export, the first time; absent for never. */
  readonly wrong?: string;
  /** Mirrors that came to their end and were compared. */
  readonly compared: number;
  readonly kills: number;
};

/** Plays a history with its mirrors: after each that comes to its end, folder and bucket equal a fresh export. */
export async function playMirrors({ history, steps }: MirroredHistory, buckets: BucketRig): Promise<PlayedMirrors> {
  const rig = new MirrorRig(Date.parse(history.endTime), buckets);
  await rig.open();
  let last: Visited | undefined;
  const take = (step: MirrorStep) => async (stage: Visited) => {
    last = stage;
    await rig.take(step, stage);
  };
  try {
    const visits = steps.map((step) => ({ atMs: step.atMs, come: take(step) }));
    const { lie } = await new Stage(history, { visits }).play();
    if (lie !== undefined) return { ...rig, wrong: lie };
    if (last) await rig.end(last);
    return { compared: rig.compared, kills: rig.kills, ...(rig.wrong !== undefined && { wrong: rig.wrong }) };
  } finally {
    await rig.close();
  }
}

class MirrorRig {
  compared = 0;
  kills = 0;
  wrong: string | undefined;
  readonly #days: readonly string[];
  readonly #late: LateMeetings;
  readonly #bucket: ReturnType<BucketRig['open']>;
  #turn: Promise<void> = Promise.resolve();
  #dir = '';

  constructor(endedAt: number, buckets: BucketRig) {
    this.#days = [-1, 0, 1].map((shift) => new Date(endedAt + shift * dayMs).toISOString().slice(0, 10));
    this.#late = new LateMeetings(endedAt);
    this.#bucket = buckets.open();
  }

  async open(): Promise<void> {
    // In memory where that is a folder: a file is flushed to the disk each time, which is most of the work.
    const shared = '/dev/shm';
    this.#dir = await mkdtemp(join(existsSync(shared) ? shared : tmpdir(), 'mirrors-'));
  }

  async close(): Promise<void> {
    this.#bucket.close();
    await rm(this.#dir, { recursive: true });
  }

  /** One step after the other, also where the last one takes longer than the next one waits. */
  take(step: MirrorStep, stage: Visited): Promise<void> {
    const work = async () => {
      if (this.wrong !== undefined) return;
      if (step.what === 'export') await this.#export(step, stage);
      else if (step.what === 'lake') await this.#runLake(step, stage);
      else await this.#late.take(step, stage);
    };
    this.#turn = this.#turn.then(() => stage.time.hold(work));
    return this.#turn;
  }

  /** As the store is at the end. */
  async end(stage: Visited): Promise<void> {
    const once = { atMs: 0, done: false, readMs: 0 } as const;
    for (const format of exportFormats) await this.take({ ...once, what: 'export', format, options: 0 }, stage);
    await this.take({ ...once, what: 'lake', of: 'days', captured: usuallyCaptured }, stage);
  }

  async #export(step: ExportStep, stage: Visited): Promise<void> {
    if (step.diesAt !== undefined) return this.#dieExporting(step, stage);
    const { format, readMs } = step;
    const options = mirrorOptions[step.options] ?? {};
    const dir = join(this.#dir, 'mirror');
    if (readMs > 0) await this.#exportTo(dir, { format, options }, storeOf(stage, new Life({ done: false }), readMs));
    const store = storeOf(stage, new Life({ done: false }));
    await this.#exportTo(dir, { format, options }, store);
    await this.#compareFolder(dir, { format, options }, store);
  }

  #exportTo(
    dir: string,
    { format, options }: { readonly format: ExportFormat; readonly options: MirrorOptions },
    store: Store,
  ) {
    const request = { days: this.#days, tables: exportTables, format, dir, options };
    return exportDays(request, { store, now: store.now ?? Date.now, tell() {} });
  }

  /** What `exportDays` does to a folder, until a death that lets go of nothing. */
  async #dieExporting(step: ExportStep, stage: Visited): Promise<void> {
    const dir = join(this.#dir, 'mirror');
    const state = join(dir, '_manifest');
    const scratch = join(state, 'growing');
    await mkdir(scratch, { recursive: true });
    const life = new Life(step);
    const store = storeOf(stage, life, step.readMs);
    const folder = mortalFolder(diskFolder(dir), life);
    const options = mirrorOptions[step.options] ?? {};
    const deps = { store, now: stage.time.now, scratch, checkLock: async () => {}, tell() {} };
    for (const day of this.#days) {
      const request = { day, tables: exportTables, format: step.format, folder, accounts: [accountId], options };
      await mirrorDay(request, deps).catch(mustBeKilled);
    }
    this.kills += 1;
    // Of a process that is no more.
    await writeFile(join(state, 'lock'), JSON.stringify({ token: 'x', pid: 2 ** 22 + 1, host: hostname() }));
  }

  async #compareFolder(
    dir: string,
    wish: { readonly format: ExportFormat; readonly options: MirrorOptions },
    store: Store,
  ): Promise<void> {
    const fresh = join(this.#dir, 'fresh');
    await this.#exportTo(fresh, wish, store);
    const [ours, theirs] = [await folderOf(dir, wish.format), await folderOf(fresh, wish.format)];
    this.#expectSame(ours, theirs, `${wish.format} ${JSON.stringify(wish.options)}`);
    await rm(fresh, { recursive: true });
    const checked = await this.#exportTo(dir, { ...wish, options: { ...wish.options, check: true } }, store);
    const differs = checked.files.filter(({ did }) => did !== 'nothing').map(({ name }) => name);
    if (differs.length > 0) this.wrong ??= `A check right after the mirror finds another ${differs}.`;
    if (checked.foreign.length > 0) this.wrong ??= `The mirror takes ${checked.foreign} for somebody else's.`;
    this.compared += 1;
  }

  #expectSame(ours: Contents, theirs: Contents, of: string): void {
    for (const name of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
      const [own, other] = [ours[name], theirs[name]].map((text = 'nothing') => text.split('\n'));
      const at = own?.findIndex((line, index) => line !== other?.[index]) ?? 0;
      if (at >= 0 || own?.length !== other?.length)
        this.wrong ??= `${of}: ${name} has in line ${at}\n${own?.[at]}\nand fresh\n${other?.[at]}`;
    }
  }

  async #runLake(step: LakeStep, stage: Visited): Promise<void> {
    const { of, captured } = step;
    const life = new Life(step);
    const folder = bucketFolder(this.#bucket);
    const isPass = passUnderWay(await readProgress(folder), stage.time.now()) !== undefined;
    const run = (by: Life, readMs: number) => {
      const endsAt = stage.time.now() + lifeMs;
      const deps = {
        store: storeOf(stage, by, readMs),
        bucket: this.#bucket,
        datasets: captured,
        scratch: join(this.#dir, 'growing'),
        now: stage.time.now,
        remainingMs: () => endsAt - stage.time.now(),
        log: { debug() {}, info() {}, warn() {}, error() {} },
        record: ({ metric, value }: { readonly metric: string; readonly value: number }) => {
          if (metric === 'LakeForeignFiles' && value > 0) this.wrong ??= `The lake takes ${value} files for others'.`;
        },
      };
      return this.#bucket.within(by, async () => {
        if (of === 'all') await mirrorLake(deps);
        else await mirrorDaysAtOnce(this.#days, deps);
      });
    };
    if (step.diesAt !== undefined || step.readMs > 0) {
      const error = await run(life, step.readMs).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (error !== undefined && error !== killed && !(error instanceof BusyError)) throw error;
      if (error === killed) this.kills += 1;
      // What a run that has died holds of the lake ends by itself.
      await stage.time.pass(lifeMs);
      if (step.diesAt !== undefined) return;
    }
    const erasure = stage.erasure();
    await run(new Life({ done: false }), 0);
    const recent = lastDays(8, stage.time.now());
    // A late meeting may be one of tomorrow, which no run by schedule comes to.
    const reached = (day: string) => recent.includes(day) || (isPass && day < (recent[0] ?? ''));
    const days = of === 'days' ? this.#days : this.#days.filter(reached);
    await this.#compareLake(days, step, stage);
    if (erasure === 'done') await this.#expectForgotten(days);
  }

  async #compareLake(days: readonly string[], { captured }: LakeStep, stage: Visited): Promise<void> {
    const fresh = join(this.#dir, 'fresh');
    const store = storeOf(stage, new Life({ done: false }));
    const tables = tablesOf(captured);
    await this.#exportTo(fresh, { format: 'parquet', options: {} }, store);
    const isMeant = (name: string) => days.some((day) => name.includes(`day=${day}`));
    const isHeld = (name: string) => !tables.some((table: ExportTable) => name.startsWith(`${table}/`));
    const lake: Record<string, string> = {};
    for (const [name, bytes] of await this.#bucket.files()) if (isMeant(name)) lake[name] = await parquetText(bytes);
    // Files of what is captured no longer are kept equal where there are any.
    const found = Object.entries(await folderOf(fresh, 'parquet'));
    const expected = found.filter(([name]) => isMeant(name) && (!isHeld(name) || name in lake));
    this.#expectSame(lake, Object.fromEntries(expected.filter(([name]) => name !== 'manifest')), 'lake');
    await rm(fresh, { recursive: true });
    this.compared += 1;
  }

  async #expectForgotten(days: readonly string[]): Promise<void> {
    for (const [name, bytes] of await this.#bucket.formerFiles()) {
      if (!days.some((day) => name.includes(day))) continue;
      const text = await parquetText(bytes);
      if (text.includes(erasedEmail)) this.wrong ??= `A former version of ${name} has an erased person.`;
    }
  }
}

function storeOf({ tables, time }: Visited, life: Life, readMs = 0): Store {
  const before = async () => {
    if (readMs > 0) await time.pass(readMs);
  };
  const store = { client: mortalClient(tables.client, life, before), table: 'Captures', now: time.now };
  return store;
}

function mustBeKilled(error: unknown): void {
  if (error !== killed) throw error;
}

type Contents = Readonly<Record<string, string>>;

/** Each table's file by its name, bytes of texts and values of Parquet; and what the manifest says of these. */
async function folderOf(dir: string, format: ExportFormat): Promise<Contents> {
  const names = (await readdir(dir, { recursive: true })).filter((name) => name.endsWith(`00000.${format}`)).sort();
  const contents: Record<string, string> = {};
  for (const name of names) {
    const bytes = await readFile(join(dir, name));
    contents[name] = format === 'parquet' ? await parquetText(bytes) : bytes.toString();
  }
  const { files } = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8'));
  const own = files.filter((file: { readonly format: string }) => file.format === format);
  const listed = own.map((file: object) => JSON.stringify({ ...file, exportedAt: undefined }));
  return { ...contents, manifest: listed.join('\n') };
}

async function parquetText(bytes: Buffer): Promise<string> {
  const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
  return rows
    .map((row) => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)))
    .join('\n');
}

import { mkdir, rm } from 'node:fs/promises';
import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { Dataset } from '../domain/dataset.ts';
import { listAccounts } from '../dynamo/meetings/meeting-accounts.ts';
import type { Store } from '../dynamo/store.ts';
import { stateFolder } from '../operations/export/day-state.ts';
import { mirrorDay } from '../operations/export/mirror-day.ts';
import { tablesOf } from '../operations/export/tables/export-columns.ts';
import { endedMeetings } from '../queries/meetings.ts';
import { BusyError } from '../runtime/errors.ts';
import type { Telemetry } from '../telemetry/metrics.ts';
import type { Bucket } from './bucket.ts';
import { bucketFolder } from './bucket-folder.ts';
import { type BucketLock, lockBucket } from './bucket-lock.ts';
import { allDays, lastDays, passUnderWay, readProgress, writeProgress } from './lake-progress.ts';
import type { DaysDone } from './lake-request.ts';

/** Later polls, and nearly all that a sweep finds, come within so many days: these are looked at each time. */
const recentDays = 8;
/** No day is begun with less time than this left; one that is under way by then is given up, and begun again next time. */
const reserveMs = 60_000;
const giveUpMs = 20_000;

const format = 'parquet';

export type LakeDeps = Telemetry & {
  readonly store: Store;
  readonly bucket: Bucket;
  /** What the stage captures. */
  readonly datasets: readonly Dataset[];
  /** A folder of this machine where files grow; emptied. */
  readonly scratch: string;
  /** Epoch ms. */
  readonly now: () => number;
  /** Until the function is ended, in ms. */
  readonly remainingMs: () => number;
};

/**
 * Makes the lake equal to the store: the last days each time, and in turns all others, a pass a day, over as many
 * invocations as it takes. What a day costs is read units for keys and hashes, unless something has changed.
 * @throws BusyError while another run writes; what DynamoDB or S3 says
 */
export async function mirrorLake(deps: LakeDeps): Promise<void> {
  const { now, record, log, remainingMs } = deps;
  await withLock(deps, async (lake) => {
    const recent = lastDays(recentDays, now());
    for (const day of recent) await lake.mirror(day);
    record({ metric: 'LakeRuns', value: 1 });
    const progress = await readProgress(lake.folder);
    const pass = passUnderWay(progress, now());
    if (!pass) return;
    const days = allDays(await lake.knownDays(), recent[0] ?? '').filter((day) => day >= pass.nextDay);
    for (const day of days) {
      if (remainingMs() < reserveMs) {
        await writeProgress(lake.folder, { ...progress, pass: { ...pass, nextDay: day } });
        log.info('lake goes on next time', { day });
        return;
      }
      await lake.mirror(day);
    }
    await writeProgress(lake.folder, { version: 1, passedAt: pass.startedAt });
    log.info('lake passed over all days', { days: days.length });
  });
}

/**
 * Makes these days equal to the store at once, and deletes what the bucket keeps of their files as they were before:
 * what was erased from the store is in no version of the lake then.
 * @throws as {@link mirrorLake}
 */
export async function mirrorDaysAtOnce(days: readonly string[], deps: LakeDeps): Promise<DaysDone> {
  const done: string[] = [];
  let files = 0;
  let versions = 0;
  await withLock(deps, async (lake) => {
    for (const day of days) {
      if (deps.remainingMs() < reserveMs) return;
      const mirrored = await lake.mirror(day, 'all');
      files += mirrored.files;
      versions += mirrored.versions;
      done.push(day);
    }
  });
  return { done, files, versions };
}

async function withLock(deps: LakeDeps, work: (lake: Lake) => Promise<void>): Promise<void> {
  const { bucket, scratch, now, remainingMs } = deps;
  const lock = await lockBucket(bucket, { key: '_lake/lock.json', until: now() + remainingMs(), now });
  try {
    // An environment that is used again has what a run that was ended has left.
    await rm(scratch, { recursive: true, force: true });
    await mkdir(scratch, { recursive: true });
    await work(new Lake(deps, lock));
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await lock.release();
  }
}

class Lake {
  readonly folder;
  readonly #deps: LakeDeps;
  readonly #lock: BucketLock;
  #accounts: Promise<string[]> | undefined;

  constructor(deps: LakeDeps, lock: BucketLock) {
    this.#deps = deps;
    this.#lock = lock;
    this.folder = bucketFolder(deps.bucket);
  }

  accounts(): Promise<string[]> {
    const { client, table } = this.#deps.store;
    this.#accounts ??= listAccounts(client, table);
    return this.#accounts;
  }

  /** @param forget the files whose former versions are deleted: all, or those that had in them what is gone from the store */
  async mirror(day: string, forget: 'all' | 'lessened' = 'lessened'): Promise<{ files: number; versions: number }> {
    const { store, datasets, scratch, now, remainingMs, log, record } = this.#deps;
    const request = {
      day,
      tables: tablesOf(datasets),
      captured: datasets,
      withHeld: true,
      forget,
      // What a run by schedule passes over, the next one finds; whoever asks for days has just changed them.
      reads: forget === 'all' ? 'consistent' : 'eventual',
      format,
      folder: this.folder,
      accounts: await this.accounts(),
      options: {},
    } as const;
    const tell = () => {
      if (remainingMs() < giveUpMs)
        throw new BusyError(`There was no time left for ${day}: it is begun again next time.`);
    };
    const outcomes = await mirrorDay(request, { store, now, scratch, checkLock: this.#lock.check, tell });
    const changed = outcomes.filter(({ did }) => did === 'wrote' || did === 'deleted');
    const versions = outcomes.reduce((sum, { forgotten = 0 }) => sum + forgotten, 0);
    const foreign = outcomes.filter(({ did }) => did === 'left alone').length;
    if (changed.length > 0) log.info('lake changed', { day, files: changed.length, versions });
    if (foreign > 0) {
      // Where there are none nothing is recorded: a metric is paid for by the hours in which it has values.
      record({ metric: 'LakeForeignFiles', value: foreign });
      log.error('lake has files of somebody else', { day, files: foreign });
    }
    return { files: changed.length, versions };
  }

  /** Days that the lake has files or states of, and the first day of each account. */
  async knownDays(): Promise<string[]> {
    const { store, bucket } = this.#deps;
    const days: string[] = [];
    const listed = { Bucket: bucket.bucket, Prefix: `${stateFolder}/${format}/` };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: bucket.client }, listed)) {
      for (const { Key = '' } of Contents) {
        const day = /day=(\d{4}-\d\d-\d\d)\.json$/.exec(Key)?.[1];
        if (day !== undefined) days.push(day);
      }
    }
    const ever = { from: '0000-01-01', to: '9999-12-31' };
    for (const account of await this.accounts()) {
      for await (const { items } of endedMeetings(
        { account, ended: ever, order: 'oldest-first', pageSize: 1 },
        store,
      )) {
        if (items[0]) days.push(items[0].endedAt.slice(0, 10));
        break;
      }
    }
    return days;
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasets } from '../../shared/domain/dataset.ts';
import { mirrorLake } from '../../shared/lake/mirror-lake.ts';
import { tables } from '../../test/support/capture/tables.ts';
import { createMemoryDynamo } from '../../test/support/memory/memory-table.ts';
import { startBuckets } from '../../test/support/mirrors/bucket.ts';
import { madeStore } from './made-stores.ts';

/** Requests to S3 of one run of the lake's function, by how they are paid: PUT and LIST cost twelve times a GET. */
export type LakeRequests = { readonly puts: number; readonly gets: number; readonly deletes: number };

const paidAs = (name: string): keyof LakeRequests => {
  if (/^(Put|List)/.test(name)) return 'puts';
  return name.startsWith('Delete') ? 'deletes' : 'gets';
};

/** Of a run that writes a day of ten meetings first, of one that finds nothing new, and of one after one more meeting. */
export async function countLakeRequests(): Promise<
  readonly [first: LakeRequests, idle: LakeRequests, more: LakeRequests]
> {
  const scratch = await mkdtemp(join(tmpdir(), 'bench-lake-'));
  const buckets = await startBuckets();
  const bucket = buckets.open();
  const { client, load } = createMemoryDynamo({ tables });
  // On the day of the meetings, ten hours after midnight.
  const now = () => Date.parse('2025-10-01T10:00:00Z');
  let counts = { puts: 0, gets: 0, deletes: 0 };
  bucket.client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        counts[paidAs(commandName.replace(/^Head/, 'Get'))] += 1;
        return next(args);
      },
    { step: 'initialize' },
  );
  const run = async () => {
    counts = { puts: 0, gets: 0, deletes: 0 };
    await mirrorLake({
      store: { client, table: 'Captures', now },
      bucket,
      datasets,
      scratch,
      now,
      remainingMs: () => 900_000,
      log: { debug() {}, info() {}, warn() {}, error() {} },
      record() {},
    });
    return counts;
  };
  try {
    const of = (meetings: number) => [...madeStore({ meetings, days: 0, people: 5, minutes: 5 })];
    load('Captures', of(10));
    const first = await run();
    const idle = await run();
    load('Captures', of(11));
    return [first, idle, await run()];
  } finally {
    bucket.close();
    await buckets.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

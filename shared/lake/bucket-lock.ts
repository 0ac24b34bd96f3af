import { randomUUID } from 'node:crypto';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { BusyError } from '../runtime/errors.ts';
import { type Bucket, hasStatus } from './bucket.ts';

const lockText = z.object({ token: z.string(), until: z.number() });

export type BucketLock = {
  /** @throws BusyError when another has taken it */
  readonly check: () => Promise<void>;
  /** Twice does nothing. */
  readonly release: () => Promise<void>;
};

/**
 * One writer at a time. A lock ends by itself at `until` (epoch ms), when whoever has it has ended.
 * @throws BusyError while another one has it
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function lockBucket(
  { client, bucket: Bucket }: Bucket,
  { key: Key, until, now }: { readonly key: string; readonly until: number; readonly now: () => number },
): Promise<BucketLock> {
  const token = randomUUID();
  const read = async () => {
    try {
      const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket, Key }));
      const lock = lockText.safeParse(JSON.parse((await Body?.transformToString()) || 'null'));
      return { ETag, token: lock.data?.token, until: lock.data?.until ?? 0 };
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
  };
  const busy = () => new BusyError('Another run is writing into the lake: try again in some minutes.');
  const found = await read();
  if (found && found.until > now()) throw busy();
  const condition = found ? { IfMatch: found.ETag } : { IfNoneMatch: '*' };
  try {
    const Body = JSON.stringify({ token, until });
    await client.send(new PutObjectCommand({ Bucket, Key, Body, ...condition }));
  } catch (error) {
    // Somebody was faster by a moment.
    if (hasStatus(error, 404, 409, 412)) throw busy();
    throw error;
  }
  const isOurs = async () => (await read())?.token === token;
  return {
    async check() {
      if (!(await isOurs())) throw busy();
    },
    async release() {
      if (await isOurs()) await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },
  };
}

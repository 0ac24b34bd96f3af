import { createReadStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { FoundFile, MirrorFolder } from '../operations/export/mirror-folder.ts';
import { type Bucket, hasStatus } from './bucket.ts';
import { deleteOldVersions } from './old-versions.ts';

/** A part of an upload in parts. What is smaller goes in one request; a part is held in memory. */
const partBytes = 8 * 1024 * 1024;
/** The name under which an object bears the hash of its bytes. */
const hashName = 'sha256';

/** A bucket as a mirror's folder. Each object is whole or not there; an upload that was broken off is no object. */
export function bucketFolder({ client, bucket: Bucket }: Bucket): MirrorFolder {
  return {
    async readText(Key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
        return await Body?.transformToString();
      } catch (error) {
        if (hasStatus(error, 404)) return undefined;
        throw error;
      }
    },
    async writeText(Key, Body) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    },
    async find(Key) {
      const head = await client.send(new HeadObjectCommand({ Bucket, Key })).catch((error: unknown) => {
        if (hasStatus(error, 404)) return undefined;
        throw error;
      });
      return head && foundObject(head);
    },
    async place(grown, Key, sha256) {
      const isSmall = (await stat(grown)).size <= partBytes;
      const Body = isSmall ? await readFile(grown) : createReadStream(grown);
      const params = { Bucket, Key, Body, Metadata: { [hashName]: sha256 } };
      // Broken off by an error it aborts; by the end of the function, the bucket's own rule does.
      await new Upload({ client, params, partSize: partBytes, queueSize: 2, leavePartsOnError: false }).done();
      await rm(grown, { force: true });
    },
    async remove(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    forget: (Key) => deleteOldVersions({ client, bucket: Bucket }, Key),
  };
}

/** Its hash is what it was placed with: who puts another object there puts none, or another one. */
const foundObject = ({ ContentLength = 0, Metadata }: HeadObjectCommandOutput): FoundFile => ({
  bytes: ContentLength,
  sha256: async () => Metadata?.[hashName] ?? '',
});

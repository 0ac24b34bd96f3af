import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import type { Bucket } from './bucket.ts';

/**
 * Deletes what the bucket keeps of an object as it was before, and of one that is gone.
 * @returns how many versions, without the marks of deletions
 */
export async function deleteOldVersions({ client, bucket: Bucket }: Bucket, key: string): Promise<number> {
  let versions = 0;
  for await (const { Versions = [], DeleteMarkers = [] } of versionPages({ client, bucket: Bucket }, key)) {
    const isOld = ({ Key, IsLatest }: { readonly Key?: string | undefined; readonly IsLatest?: boolean | undefined }) =>
      Key === key && !IsLatest;
    const old = Versions.filter(isOld);
    for (const { VersionId } of [...old, ...DeleteMarkers.filter(isOld)]) {
      if (VersionId === undefined) throw new Error('A version that is old has an id.');
      await client.send(new DeleteObjectCommand({ Bucket, Key: key, VersionId }));
    }
    versions += old.length;
  }
  return versions;
}

async function* versionPages(
  { client, bucket: Bucket }: Bucket,
  Prefix: string,
): AsyncGenerator<ListObjectVersionsCommandOutput> {
  let next: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } | undefined = {};
  while (next) {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({ Bucket, Prefix, ...next }),
    );
    yield page;
    const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    next = IsTruncated
      ? { ...(KeyMarker !== undefined && { KeyMarker }), ...(VersionIdMarker !== undefined && { VersionIdMarker }) }
      : undefined;
  }
}

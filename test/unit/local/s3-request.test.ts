import { expect, test } from 'vitest';
import { readS3Request } from '../../../local/emulator/engines/s3-request.ts';

test.each([
  ['GET', '/b/a/day%3D2026/f.parquet', 'GetObject', 'a/day=2026/f.parquet'],
  ['HEAD', '/b/a', 'HeadObject', 'a'],
  ['PUT', '/b/a?x-id=PutObject', 'PutObject', 'a'],
  ['DELETE', '/b/a?versionId=v', 'DeleteObject', 'a'],
  ['POST', '/b/a?uploads=', 'CreateMultipartUpload', 'a'],
  ['PUT', '/b/a?partNumber=1&uploadId=u', 'UploadPart', 'a'],
  ['POST', '/b/a?uploadId=u', 'CompleteMultipartUpload', 'a'],
  ['DELETE', '/b/a?uploadId=u', 'AbortMultipartUpload', 'a'],
  ['GET', '/b?list-type=2&prefix=a', 'ListObjectsV2', ''],
  ['GET', '/b/?versions=&prefix=a', 'ListObjectVersions', ''],
])('%s %s is %s', (method, url, operation, key) => {
  expect(readS3Request(method, url)).toMatchObject({ operation, bucket: 'b', key });
});

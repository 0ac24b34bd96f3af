/** One request of S3's protocol, by what it asks for. */
export type S3Operation = {
  /** As in AWS's API. */
  readonly operation: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
};

const objectOperations: Readonly<Record<string, string>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
};
const uploadOperations: Readonly<Record<string, string>> = {
  PUT: 'UploadPart',
  POST: 'CompleteMultipartUpload',
  DELETE: 'AbortMultipartUpload',
};

/**
 * What a request asks for, by method, path and query.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export function readS3Request(method: string, url: string): S3Operation {
  const { pathname, searchParams: query } = new URL(url, 'http://127.0.0.1');
  const [, bucket = '', ...rest] = pathname.split('/').map(decodeURIComponent);
  const key = rest.join('/');
  return { bucket, key, query, operation: operationOf(method, key, query) };
}

function operationOf(method: string, key: string, query: URLSearchParams): string {
  if (key === '') return query.has('versions') ? 'ListObjectVersions' : 'ListObjectsV2';
  if (query.has('uploads')) return 'CreateMultipartUpload';
  const operations = query.has('uploadId') ? uploadOperations : objectOperations;
  return operations[method] ?? 'Unknown';
}

/** The action of IAM that an operation takes, where it is not named like it. */
const actions: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
};

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export function s3Permission(operation: string, { Bucket, Key, VersionId }: Readonly<Record<string, unknown>>) {
  const named = operation === 'DeleteObject' && VersionId !== undefined ? 'DeleteObjectVersion' : operation;
  const object = operation.startsWith('List') ? '' : `/${Key}`;
  return { action: `s3:${actions[named] ?? named}`, resource: `arn:aws:s3:::${Bucket}${object}` };
}

import { type S3Client, S3ServiceException } from '@aws-sdk/client-s3';

export type Bucket = { readonly client: S3Client; readonly bucket: string };

/** What is answered where there is no object, or where its condition does not hold. */
export const hasStatus = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof S3ServiceException && statuses.includes(error.$metadata.httpStatusCode ?? 0);

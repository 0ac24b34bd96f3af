import { Duration } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { answerRules, inBothPacks } from './reviewed-rules.ts';
import type { StageDefaults } from './stage-defaults.ts';

interface PrivateBucketProps extends Pick<StageDefaults, 'removalPolicy' | 'encryptionKey'> {
  /** Days until an object that was deleted or written anew is gone for good. */
  readonly formerVersionDays: number;
  /** Of its objects, or of some. @default - none is deleted by S3 */
  readonly lifecycleRules?: LifecycleRule[];
}

/** A bucket that nobody reads without a grant and TLS, whose objects have their former versions for some days. */
export function privateBucket(scope: Construct, id: string, props: PrivateBucketProps): Bucket {
  const { removalPolicy, encryptionKey, formerVersionDays, lifecycleRules = [] } = props;
  const encryption: Partial<BucketProps> = encryptionKey
    ? { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }
    : { encryption: BucketEncryption.S3_MANAGED };
  const bucket = new Bucket(scope, id, {
    ...encryption,
    versioned: true,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    removalPolicy,
    lifecycleRules: [
      {
        id: 'FormerVersions',
        noncurrentVersionExpiration: Duration.days(formerVersionDays),
        expiredObjectDeleteMarker: true,
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
      ...lifecycleRules,
    ],
  });
  answerRules(
    bucket,
    'An access log names who read which object; CloudTrail says it with more, signed, where a stage wants it (auditDays).',
    ['AwsSolutions-S1', ...inBothPacks('S3BucketLoggingEnabled')],
  );
  return bucket;
}

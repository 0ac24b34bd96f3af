import { Duration, Size, Stack, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { captureIndexes } from '../../shared/dynamo/schema.ts';
import type { CaptureTables } from './capture-tables.ts';
import { LakeTables } from './lake-tables.ts';
import { callOnSchedule, scheduleFindings } from './schedule.ts';
import type { StageDefaults } from './stage-defaults.ts';
import { ZoomCaptureFunction } from './zoom-capture-function.ts';

interface LakeProps extends StageDefaults {
  readonly tables: CaptureTables;
  /** What the stage captures. */
  readonly datasets: readonly Dataset[];
}

/** A mirror of the Captures table in a bucket, as Parquet, with tables of Athena's over it. */
export class Lake extends Construct {
  readonly bucket: Bucket;
  readonly tables: LakeTables;
  readonly worker: ZoomCaptureFunction;

  constructor(scope: Construct, id: string, { tables, datasets, ...defaults }: LakeProps) {
    super(scope, id);
    const { removalPolicy, encryptionKey } = defaults;
    this.bucket = new Bucket(this, 'Bucket', {
      ...(encryptionKey
        ? { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      versioned: true,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      removalPolicy,
      lifecycleRules: [
        {
          id: 'FormerVersions',
          noncurrentVersionExpiration: Duration.days(7),
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        // Whoever asks copies people out of the tables.
        {
          id: 'Answers',
          prefix: 'athena/',
          expiration: Duration.days(1),
          noncurrentVersionExpiration: Duration.days(1),
        },
      ],
    });
    this.tables = new LakeTables(this, 'Tables', {
      bucket: this.bucket,
      datasets,
      removalPolicy,
      encryptionKey,
    });
    this.worker = new ZoomCaptureFunction(this, 'Mirror', {
      ...defaults,
      folder: 'lake',
      description: 'Keeps the lake equal to the Captures table',
      timeout: Duration.minutes(15),
      memorySizeMb: 1_024,
      // A day's files grow there before they are uploaded.
      ephemeralStorageSize: Size.gibibytes(4),
      environment: { DATASETS: datasets.join() },
      readsSecrets: false,
    });
    this.worker.bindTable('CAPTURES_TABLE', tables.captures, ['BatchGetItem', 'Query']);
    this.worker.allowIndex(tables.captures, captureIndexes.byAccountDay.name);
    this.worker.bindBucket('LAKE_BUCKET', this.bucket, {
      objects: ['AbortMultipartUpload', 'DeleteObject', 'DeleteObjectVersion', 'GetObject', 'PutObject'],
      bucket: ['ListBucket', 'ListBucketVersions'],
    });
    callOnSchedule(this, { worker: this.worker, minutes: 60, description: 'Brings the lake up to the table' });
    this.acknowledge();
  }

  private acknowledge(): void {
    const reason = 'A run that fails leaves the lake as it was, and the next one, an hour later, goes on with it.';
    Validations.of(this).acknowledge(...scheduleFindings.map((id) => ({ id, reason })));
    const bucketId = Stack.of(this).resolve(Stack.of(this).getLogicalId(bucketResource(this.bucket)));
    Validations.of(this.worker).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/*]`,
      reason: 'The objects of its own bucket, which are named by day: all of them are the mirror’s.',
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'An access log names who read which day; CloudTrail has it where an account wants it, with more and signed.',
    });
  }
}

function bucketResource({ node }: Bucket): CfnBucket {
  if (node.defaultChild instanceof CfnBucket) return node.defaultChild;
  throw new Error('A bucket has a resource of its own.');
}

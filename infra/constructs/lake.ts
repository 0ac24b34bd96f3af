import { Duration, Size, Stack } from 'aws-cdk-lib';
import { type Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { captureIndexes } from '../../shared/dynamo/schema.ts';
import type { CaptureTables } from '../parts/capture-tables.ts';
import { privateBucket } from '../parts/private-bucket.ts';
import { answerRules, inBothPacks } from '../parts/reviewed-rules.ts';
import { callOnSchedule } from '../parts/schedule.ts';
import type { StageDefaults } from '../parts/stage-defaults.ts';
import { ZoomCaptureFunction } from '../parts/zoom-capture-function.ts';
import { LakeTables } from './lake-tables.ts';

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
    this.bucket = privateBucket(this, 'Bucket', {
      removalPolicy,
      encryptionKey,
      formerVersionDays: 7,
      lifecycleRules: [
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
    callOnSchedule(this, {
      worker: this.worker,
      minutes: 60,
      description: 'Brings the lake up to the table',
      ifOneFails: 'A run that fails leaves the lake as it was, and the next one, an hour later, goes on with it.',
    });
    this.answerReviewers();
  }

  private answerReviewers(): void {
    const bucketId = Stack.of(this).resolve(Stack.of(this).getLogicalId(bucketResource(this.bucket)));
    answerRules(this.worker, 'The objects of its own bucket, which are named by day: all of them are the mirror’s.', [
      `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/*]`,
    ]);
    answerRules(
      this.bucket,
      'It is a copy itself: what is lost of it, the next run makes anew out of the table.',
      inBothPacks('S3BucketReplicationEnabled'),
    );
  }
}

function bucketResource({ node }: Bucket): CfnBucket {
  if (node.defaultChild instanceof CfnBucket) return node.defaultChild;
  throw new Error('A bucket has a resource of its own.');
}

import { Duration, Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { CaptureTables } from '../parts/capture-tables.ts';
import { privateBucket } from '../parts/private-bucket.ts';
import { answerRules, inBothPacks } from '../parts/reviewed-rules.ts';
import type { StageDefaults } from '../parts/stage-defaults.ts';
import type { ZoomCaptureFunction } from '../parts/zoom-capture-function.ts';

interface AuditProps extends StageDefaults {
  /** Until a record is deleted. */
  readonly days: number;
  readonly tables: CaptureTables;
  /** @default - there is no lake */
  readonly lakeBucket?: Bucket | undefined;
  /** Whose reads and writes are the product's own work, and are left out: by far the most, at a price for each. */
  readonly functions: readonly ZoomCaptureFunction[];
}

type FieldSelector = CfnTrail.AdvancedFieldSelectorProperty;

/**
 * Who else than the stage's functions reads or writes the tables and the lake: data events of CloudTrail, signed, in a bucket.
 * They have names of tables and keys of items, and no attribute's value.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export class Audit extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { days, tables, lakeBucket, functions, ...defaults }: AuditProps) {
    super(scope, id);
    const { encryptionKey, removalPolicy } = defaults;
    this.bucket = privateBucket(this, 'Bucket', {
      removalPolicy,
      encryptionKey,
      formerVersionDays: days,
      lifecycleRules: [{ id: 'Records', expiration: Duration.days(days) }],
    });
    const trailName = `${Stack.of(this).stackName}-audit`;
    this.letCloudTrailWrite(trailName, encryptionKey);
    const byOthers: FieldSelector = { field: 'userIdentity.arn', notEquals: functions.map(sessionArn) };
    const tableArns = [tables.captures, tables.control].map(({ tableArn }) => tableArn);
    const trail = new CfnTrail(this, 'Trail', {
      trailName,
      isLogging: true,
      s3BucketName: this.bucket.bucketName,
      enableLogFileValidation: true,
      ...(encryptionKey && { kmsKeyId: encryptionKey.keyArn }),
      advancedEventSelectors: [
        // An index is read under an ARN that begins with its table's.
        dataEvents('Tables', 'AWS::DynamoDB::Table', [{ field: 'resources.ARN', startsWith: tableArns }, byOthers]),
        ...(lakeBucket
          ? [
              dataEvents('Lake', 'AWS::S3::Object', [
                { field: 'resources.ARN', startsWith: [lakeBucket.arnForObjects('')] },
                byOthers,
              ]),
            ]
          : []),
      ],
    });
    // CloudTrail tries whether it may write when it is made.
    if (this.bucket.policy) trail.node.addDependency(this.bucket.policy);
    answerRules(
      trail,
      'What it records lies in a bucket, signed, where Athena reads it; a log group would be one more copy of it.',
      inBothPacks('CloudTrailCloudWatchLogsEnabled'),
    );
    answerRules(
      this.bucket,
      'Each record is signed, and its loss found by a digest; whoever wants a second copy lets an organization trail write it.',
      inBothPacks('S3BucketReplicationEnabled'),
    );
  }

  /** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
  private letCloudTrailWrite(trailName: string, encryptionKey: IKey | undefined): void {
    const { partition, region, account } = Stack.of(this);
    const principals = [new ServicePrincipal('cloudtrail.amazonaws.com')];
    const ofTrail = { 'aws:SourceArn': `arn:${partition}:cloudtrail:${region}:${account}:trail/${trailName}` };
    const asks = { principals, actions: ['s3:GetBucketAcl'], resources: [this.bucket.bucketArn] };
    const records = this.bucket.arnForObjects(`AWSLogs/${account}/*`);
    const writes = { principals, actions: ['s3:PutObject'], resources: [records] };
    const ownersAcl = { 's3:x-amz-acl': 'bucket-owner-full-control' };
    const statements = [
      new PolicyStatement({ ...asks, conditions: { StringEquals: ofTrail } }),
      new PolicyStatement({ ...writes, conditions: { StringEquals: { ...ofTrail, ...ownersAcl } } }),
    ];
    for (const statement of statements) this.bucket.addToResourcePolicy(statement);
    encryptionKey?.addToResourcePolicy(
      new PolicyStatement({
        principals,
        actions: ['kms:GenerateDataKey*', 'kms:DescribeKey'],
        resources: ['*'],
        conditions: { StringEquals: ofTrail },
      }),
    );
  }
}

function dataEvents(
  name: string,
  resourceType: string,
  selectors: readonly FieldSelector[],
): CfnTrail.AdvancedEventSelectorProperty {
  return {
    name,
    fieldSelectors: [
      { field: 'eventCategory', equalTo: ['Data'] },
      { field: 'resources.type', equalTo: [resourceType] },
      ...selectors,
    ],
  };
}

/** As whom CloudTrail knows a function: the session that Lambda opens of its role, under its name. */
function sessionArn({ lambda }: ZoomCaptureFunction): string {
  const { partition, account } = Stack.of(lambda);
  return `arn:${partition}:sts::${account}:assumed-role/${lambda.role?.roleName}/${lambda.functionName}`;
}

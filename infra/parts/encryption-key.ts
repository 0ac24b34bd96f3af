import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

interface EncryptionKeyProps {
  /** A key that is gone takes all it encrypted with it, backups too. */
  readonly removalPolicy: RemovalPolicy;
}

/** One key for all that a stage keeps. Rotated every year; its use stands in CloudTrail. */
export class EncryptionKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { removalPolicy }: EncryptionKeyProps) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: `What ${Stack.of(this).stackName} captured, its queues, secrets and logs`,
      enableKeyRotation: true,
      removalPolicy,
    });
    letServicesUse(this.key, Stack.of(this));
  }
}

/** Lets CloudWatch use a key: its logs, and its alarms on their way to an encrypted topic. Nothing to do for an imported key. */
export function letServicesUse(key: IKey, { partition, region, account }: Stack): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      resources: ['*'],
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` },
      },
    }),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      // Alarms of this account, on their way to an encrypted topic.
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  );
}

import type { RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** What the parts of a stage share. */
export interface StageDefaults {
  /** Its name tells its metrics from those of other stages. */
  readonly stage: string;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  /** Whether X-Ray gets traces of invocations. */
  readonly tracing: boolean;
  /** @default - AWS's own keys */
  readonly encryptionKey?: IKey | undefined;
  /** Where functions run. @default - outside of any VPC */
  readonly network?: {
    readonly vpc: IVpc;
    readonly vpcSubnets?: SubnetSelection;
    readonly securityGroups?: ISecurityGroup[];
  };
}

/** A log group that forgets, and is encrypted, as the stage says. */
export function stageLogGroup(
  scope: Construct,
  id: string,
  {
    logRetention,
    removalPolicy,
    encryptionKey,
  }: Pick<StageDefaults, 'logRetention' | 'removalPolicy' | 'encryptionKey'>,
): LogGroup {
  return new LogGroup(scope, id, {
    retention: logRetention,
    removalPolicy,
    ...(encryptionKey && { encryptionKey }),
  });
}

/** `main-eu` → `MainEu`: the form of construct ids. */
export const pascal = (name: string): string =>
  name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

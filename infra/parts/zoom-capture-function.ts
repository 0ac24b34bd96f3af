import { Duration, type Size, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Grant, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  CfnFunction,
  Function as LambdaFunction,
  LoggingFormat,
  ParamsAndSecretsLayerVersion,
  ParamsAndSecretsLogLevel,
  ParamsAndSecretsVersions,
  RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { functionCode } from '../bundling/function-code.ts';
import { nodeOptions } from '../bundling/node-options.ts';
import { environmentBytes, mostEnvironmentBytes } from './environment-size.ts';
import { answerRules, inBothPacks } from './reviewed-rules.ts';
import { type StageDefaults, stageLogGroup } from './stage-defaults.ts';
import { accountReferences, type SecretsUse, type ZoomAccountSecrets } from './zoom-account-secret.ts';

interface ZoomCaptureFunctionProps extends StageDefaults {
  /** Folder under functions/ whose handler.ts exports `handler`. */
  readonly folder: string;
  /** One sentence for who meets it in the console. */
  readonly description: string;
  readonly timeout: Duration;
  readonly memorySizeMb: number;
  /** Plain values; what names a resource is set by a `bind…` method, which grants as well. */
  readonly environment: Readonly<Record<string, string>>;
  /** @default - what the AWS account has left */
  readonly reservedConcurrency?: number | undefined;
  /**
   * Whether it may send to the queue it is called from. Lambda otherwise takes that for a runaway loop and stops it
   * after about 16 rounds.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
   * @default false
   */
  readonly continuesItself?: boolean;
  /** Whether it has the layer that reads secrets. @default true */
  readonly readsSecrets?: boolean;
  /** Of its own disk. @default - 512 MB */
  readonly ephemeralStorageSize?: Size;
}

const secretsLayer = () =>
  ParamsAndSecretsLayerVersion.fromVersion(ParamsAndSecretsVersions.V1_0_103, {
    logLevel: ParamsAndSecretsLogLevel.WARN,
    // Functions keep secrets for minutes themselves; what they read again on purpose, after a rotation, must be new.
    secretsManagerTtl: Duration.seconds(30),
  });

/**
 * What Lambda does with a function's role to reach into a VPC.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
function allowNetwork(role: Role): void {
  const interfaces = ['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DeleteNetworkInterface'];
  const addresses = ['DescribeSubnets', 'AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'];
  const actions = [...interfaces, ...addresses].map((action) => `ec2:${action}`);
  role.addToPolicy(new PolicyStatement({ actions, resources: ['*'] }));
}

/**
 * A function with the defaults of this house: Node 24 on arm64, bundled whole, JSON logs in a log group of its own, a
 * role that can write there and nowhere else, and the layer that reads secrets.
 */
export class ZoomCaptureFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: ZoomCaptureFunctionProps) {
    super(scope, id);
    const { folder, description, timeout, memorySizeMb, environment, reservedConcurrency } = props;
    const { stage, tracing, network } = props;
    const logGroup = stageLogGroup(this, 'Logs', props);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    if (network) allowNetwork(role);
    this.lambda = new LambdaFunction(this, 'Function', {
      description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: functionCode(this, folder),
      handler: 'index.handler',
      role,
      timeout,
      memorySize: memorySizeMb,
      environment: { ...environment, STAGE: stage, NODE_OPTIONS: nodeOptions.join(' ') },
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      ...network,
      ...(props.ephemeralStorageSize && { ephemeralStorageSize: props.ephemeralStorageSize }),
      ...(props.readsSecrets !== false && { paramsAndSecrets: secretsLayer() }),
      recursiveLoop: props.continuesItself ? RecursiveLoop.ALLOW : RecursiveLoop.TERMINATE,
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
    });
    this.node.addValidation({ validate: () => this.environmentFaults() });
    answerRules(
      role,
      'Sending traces (xray:PutTraceSegments, xray:PutTelemetryRecords) knows no resource, and is all that is allowed on it.',
      ['AwsSolutions-IAM5[Resource::*]'],
    );
    this.answerReviewers(network !== undefined);
  }

  private answerReviewers(isInVpc: boolean): void {
    answerRules(
      this,
      'What the one role of this function may do, and nobody else needs: a managed policy could be attached elsewhere too.',
      inBothPacks('IAMNoInlinePolicy'),
    );
    if (isInVpc) return;
    answerRules(
      this,
      'It speaks to Zoom and to AWS by TLS, and to nothing inside of a network; whoever has a VPC gives it to the construct.',
      inBothPacks('LambdaInsideVPC'),
    );
  }

  /**
   * Sets `variable` to the table's name and allows these actions on its items. Indexes stay closed: what reads one asks
   * for it by itself.
   * @param actions without their prefix, such as `GetItem`
   */
  bindTable(variable: string, table: Table, actions: readonly string[]): void {
    this.lambda.addEnvironment(variable, table.tableName);
    this.allow('dynamodb', actions, table.tableArn);
    this.allowKey(table.encryptionKey, [
      'Decrypt',
      'DescribeKey',
      'Encrypt',
      'GenerateDataKey',
      'ReEncryptFrom',
      'ReEncryptTo',
    ]);
  }

  /** Allows asking one index of a table that is bound, by Query. */
  allowIndex(table: Table, indexName: string): void {
    this.allow('dynamodb', ['Query'], `${table.tableArn}/index/${indexName}`);
  }

  /** Sets `variable` to the queue's URL and allows sending to it, nothing else. */
  bindQueue(variable: string, queue: Queue): void {
    this.lambda.addEnvironment(variable, queue.queueUrl);
    this.allow('sqs', ['SendMessage'], queue.queueArn);
    this.allowKey(queue.encryptionMasterKey, ['Decrypt', 'GenerateDataKey']);
  }

  /**
   * Sets `variable` to the bucket's name and allows these actions on its objects, and those on itself.
   * @param actions without their prefix, such as `GetObject`
   */
  bindBucket(
    variable: string,
    bucket: Bucket,
    actions: Readonly<Record<'objects' | 'bucket', readonly string[]>>,
  ): void {
    this.lambda.addEnvironment(variable, bucket.bucketName);
    this.allow('s3', actions.objects, bucket.arnForObjects('*'));
    this.allow('s3', actions.bucket, bucket.bucketArn);
    this.allowKey(bucket.encryptionKey, ['Decrypt', 'GenerateDataKey']);
  }

  /** Sets `variable` to the bus's name and allows putting events on it. */
  bindBus(variable: string, bus: Pick<IEventBus, 'eventBusName' | 'eventBusArn'>): void {
    this.lambda.addEnvironment(variable, bus.eventBusName);
    this.allow('events', ['PutEvents'], bus.eventBusArn);
  }

  /** Allows what an event source mapping asks for to call it with a queue's messages, which Lambda does by its role. */
  allowPolling(queue: Queue): void {
    this.allow('sqs', ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'], queue.queueArn);
    this.allowKey(queue.encryptionMasterKey, ['Decrypt']);
  }

  /** Sets `variable` to where the secret is and allows reading it. */
  bindSecret(variable: string, secret: Secret): void {
    this.lambda.addEnvironment(variable, secret.secretArn);
    this.allowSecret(secret);
  }

  /** Lists the Zoom accounts in `ZOOM_ACCOUNTS` and allows reading of their secrets what this use takes. */
  bindZoomAccounts(accounts: readonly ZoomAccountSecrets[], use: Exclude<SecretsUse, 'both'>): void {
    this.lambda.addEnvironment('ZOOM_ACCOUNTS', accountReferences(this, accounts, use));
    for (const { secret, credentials } of accounts) {
      this.allowSecret(secret);
      if (use === 'call') this.allowSecret(credentials);
    }
  }

  /** Lambda would refuse it in the middle of a deployment. */
  private environmentFaults(): string[] {
    const { defaultChild } = this.lambda.node;
    if (!(defaultChild instanceof CfnFunction)) return [];
    const stack = Stack.of(this);
    const bytes = environmentBytes(stack.resolve(defaultChild.environment).variables, stack.stackName);
    if (bytes <= mostEnvironmentBytes) return [];
    return [
      `Its environment may take ${bytes} bytes, and Lambda takes ${mostEnvironmentBytes}. Give accounts shorter names, or put some of ` +
        'them, or of their sub-accounts, into a stage of their own.',
    ];
  }

  private allowSecret(secret: Secret): void {
    this.allow('secretsmanager', ['GetSecretValue'], secret.secretArn);
    this.allowKey(secret.encryptionKey, ['Decrypt']);
  }

  /** What a service does with the key for whoever calls it. */
  private allowKey(key: IKey | undefined, actions: readonly string[]): void {
    if (key) this.allow('kms', actions, key.keyArn);
  }

  /** By hand, since CDK's own grants allow more: describing, looking up, changing the visibility of messages. */
  private allow(service: string, actions: readonly string[], resourceArn: string): void {
    Grant.addToPrincipal({
      grantee: this.lambda,
      actions: actions.map((action) => `${service}:${action}`),
      resourceArns: [resourceArn],
    });
  }
}

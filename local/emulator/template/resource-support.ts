import { TemplateError } from '../errors.ts';
import type { TemplateResource } from './read-assembly.ts';

/**
 * Types that nothing is run for: who may do what, which `permissions/` holds every call against; what is logged,
 * watched and told to people, what SQL engines know of files, and how things are encrypted at rest, which changes nothing for a program on one machine.
 */
const ignoredTypes = [
  /^AWS::IAM::/,
  /^AWS::Logs::/,
  /^AWS::CloudWatch::/,
  /^AWS::KMS::/,
  /^AWS::SNS::/,
  /^AWS::Glue::/,
  /^AWS::Athena::/,
  /^AWS::S3::BucketPolicy$/,
  /^AWS::Synthetics::/,
  /^AWS::CDK::Metadata$/,
  /^AWS::SQS::QueuePolicy$/,
  /^AWS::Lambda::LayerVersion$/,
  /^AWS::SecretsManager::ResourcePolicy$/,
  /^Custom::LogRetention$/,
];

/**
 * Holds a resource against what is supported.
 * @throws {TemplateError} naming a type or property that is not: running without it would not be what AWS runs
 */
export function checkSupport(logicalId: string, { Type, Properties }: TemplateResource): void {
  if (ignoredTypes.some((type) => type.test(Type))) return;
  const support = supportedProperties[Type];
  if (support === undefined) throw new TemplateError(`${logicalId}: the embedded run knows no ${Type}`);
  for (const name of Object.keys(Properties)) {
    if (support.used.includes(name) || support.ignored.includes(name)) continue;
    throw new TemplateError(`${logicalId}: the embedded run knows no property ${name} of ${Type}`);
  }
}

type Support = {
  /** Run as declared. */
  readonly used: readonly string[];
  /** Without effect on what a program sees on one machine: names for humans, backups, encryption at rest, metrics. */
  readonly ignored: readonly string[];
};

/** The types that are run, and of each the properties that are known. Any other property is an error. */
const supportedProperties: Readonly<Record<string, Support>> = {
  'AWS::DynamoDB::Table': {
    used: ['TableName', 'KeySchema', 'AttributeDefinitions', 'GlobalSecondaryIndexes', 'TimeToLiveSpecification'],
    ignored: [
      'BillingMode',
      'ProvisionedThroughput',
      'OnDemandThroughput',
      'WarmThroughput',
      'PointInTimeRecoverySpecification',
      'SSESpecification',
      'DeletionProtectionEnabled',
      'ContributorInsightsSpecification',
      'TableClass',
      'ResourcePolicy',
      'Tags',
    ],
  },
  'AWS::DynamoDB::GlobalTable': {
    used: [
      'TableName',
      'KeySchema',
      'AttributeDefinitions',
      'GlobalSecondaryIndexes',
      'TimeToLiveSpecification',
      'Replicas',
    ],
    ignored: [
      'BillingMode',
      'WriteProvisionedThroughputSettings',
      'WriteOnDemandThroughputSettings',
      'ReadProvisionedThroughputSettings',
      'ReadOnDemandThroughputSettings',
      'WarmThroughput',
      'SSESpecification',
    ],
  },
  'AWS::SQS::Queue': {
    used: [
      'QueueName',
      'VisibilityTimeout',
      'DelaySeconds',
      'RedrivePolicy',
      'MessageRetentionPeriod',
      'MaximumMessageSize',
      'ReceiveMessageWaitTimeSeconds',
    ],
    ignored: ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled', 'RedriveAllowPolicy', 'Tags'],
  },
  'AWS::Lambda::Function': {
    used: [
      'FunctionName',
      'Code',
      'Handler',
      'Runtime',
      'PackageType',
      'Environment',
      'Timeout',
      'MemorySize',
      'ReservedConcurrentExecutions',
      'LoggingConfig',
      'Role',
    ],
    ignored: [
      'Architectures',
      'Description',
      'EphemeralStorage',
      'KmsKeyArn',
      'Layers',
      'RecursiveLoop',
      'RuntimeManagementConfig',
      'SnapStart',
      'Tags',
      'TracingConfig',
    ],
  },
  'AWS::Lambda::EventSourceMapping': {
    used: [
      'BatchSize',
      'Enabled',
      'EventSourceArn',
      'FunctionName',
      'FunctionResponseTypes',
      'MaximumBatchingWindowInSeconds',
      'ScalingConfig',
    ],
    ignored: ['KmsKeyArn', 'LoggingConfig', 'MetricsConfig', 'Tags'],
  },
  'AWS::Lambda::Permission': {
    used: ['Action', 'FunctionName', 'Principal', 'SourceArn'],
    ignored: ['SourceAccount', 'PrincipalOrgID'],
  },
  'AWS::Lambda::EventInvokeConfig': {
    used: ['FunctionName', 'MaximumRetryAttempts'],
    ignored: ['Qualifier', 'MaximumEventAgeInSeconds'],
  },
  'AWS::ApiGatewayV2::Api': {
    used: ['Name', 'ProtocolType'],
    ignored: ['Description', 'DisableExecuteApiEndpoint', 'Tags'],
  },
  'AWS::ApiGatewayV2::Route': {
    used: ['ApiId', 'AuthorizationType', 'RouteKey', 'Target'],
    ignored: ['OperationName'],
  },
  'AWS::ApiGatewayV2::Integration': {
    used: [
      'ApiId',
      'IntegrationType',
      'IntegrationUri',
      'IntegrationMethod',
      'PayloadFormatVersion',
      'TimeoutInMillis',
    ],
    ignored: ['ConnectionType', 'Description'],
  },
  'AWS::ApiGatewayV2::Stage': {
    used: ['ApiId', 'AutoDeploy', 'StageName', 'StageVariables'],
    ignored: ['AccessLogSettings', 'Description', 'Tags'],
  },
  'AWS::S3::Bucket': {
    used: ['BucketName'],
    ignored: [
      'BucketEncryption',
      'LifecycleConfiguration',
      'OwnershipControls',
      'PublicAccessBlockConfiguration',
      'Tags',
      'VersioningConfiguration',
    ],
  },
  'AWS::Events::EventBus': { used: ['Name'], ignored: ['Description', 'Tags', 'KmsKeyIdentifier'] },
  'AWS::Events::Rule': { used: ['Name', 'ScheduleExpression', 'State', 'Targets'], ignored: ['Description', 'Tags'] },
  'AWS::Scheduler::Schedule': {
    used: ['Name', 'ScheduleExpression', 'State', 'Target'],
    ignored: ['Description', 'FlexibleTimeWindow', 'GroupName', 'KmsKeyArn', 'ScheduleExpressionTimezone'],
  },
  'AWS::SecretsManager::Secret': {
    used: ['Name'],
    ignored: ['Description', 'GenerateSecretString', 'KmsKeyId', 'ReplicaRegions', 'SecretString', 'Tags'],
  },
};

type Support = {
  /** Run as declared. */
  readonly used: readonly string[];
  /** Without effect on what a program sees on one machine: names for humans, backups, encryption at rest, metrics. */
  readonly ignored: readonly string[];
};

/** The types that are run, and of each the properties that are known. Any other property is an error. */
export const supportedProperties: Readonly<Record<string, Support>> = {
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

import type { IndexDefinition, TableDefinition } from '../engines/dynalite-tables.ts';
import type { QueueDefinition } from '../engines/fauxqs-engine.ts';
import { TemplateError } from '../errors.ts';
import { createPropertyReader, type JsonRecord, readValue } from './read-value.ts';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from './resolve-template.ts';

export type DeclaredTable = {
  readonly logicalId: string;
  readonly definition: TableDefinition;
  /** Attribute whose epoch seconds tell when an item ends. */
  readonly timeToLiveAttribute: string | undefined;
};

export const declaredTables = (template: ResolvedTemplate): readonly DeclaredTable[] =>
  resourcesOf(template, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map(toTable);

function toTable({ logicalId, name, properties, type }: ResolvedResource): DeclaredTable {
  const { required, optional } = createPropertyReader(properties, logicalId);
  const replicas = optional('Replicas', 'list') ?? [];
  if (type === 'AWS::DynamoDB::GlobalTable' && replicas.length !== 1) {
    throw new TemplateError(`${logicalId}: the embedded run has one region, so a table has one replica`);
  }
  const indexes = optional('GlobalSecondaryIndexes', 'list')?.map((index) => toIndex(index, logicalId));
  const timeToLive = optional('TimeToLiveSpecification', 'record');
  return {
    logicalId,
    definition: {
      TableName: name,
      KeySchema: toKeySchema(required('KeySchema', 'list'), logicalId),
      AttributeDefinitions: required('AttributeDefinitions', 'list').map((attribute) => {
        const { AttributeName, AttributeType } = readValue.record(attribute, `${logicalId}.AttributeDefinitions`);
        return {
          AttributeName: readValue.text(AttributeName, `${logicalId}.AttributeName`),
          AttributeType: readValue.text(AttributeType, `${logicalId}.AttributeType`),
        };
      }),
      ...(indexes && indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    },
    timeToLiveAttribute: timeToLive && toTimeToLive(timeToLive, logicalId),
  };
}

function toTimeToLive(specification: JsonRecord, logicalId: string): string | undefined {
  const { required } = createPropertyReader(specification, `${logicalId}.TimeToLiveSpecification`);
  return required('Enabled', 'boolean') ? required('AttributeName', 'text') : undefined;
}

function toIndex(value: unknown, logicalId: string): IndexDefinition {
  const { required } = createPropertyReader(readValue.record(value, logicalId), `${logicalId}.GlobalSecondaryIndexes`);
  const projection = createPropertyReader(required('Projection', 'record'), `${logicalId}.Projection`);
  const attributes = projection.optional('NonKeyAttributes', 'list');
  return {
    IndexName: required('IndexName', 'text'),
    KeySchema: toKeySchema(required('KeySchema', 'list'), logicalId),
    Projection: {
      ProjectionType: projection.required('ProjectionType', 'text'),
      ...(attributes && {
        NonKeyAttributes: attributes.map((name) => readValue.text(name, `${logicalId}.Projection`)),
      }),
    },
  };
}

const toKeySchema = (keys: readonly unknown[], logicalId: string) =>
  keys.map((key) => {
    const { AttributeName, KeyType } = readValue.record(key, `${logicalId}.KeySchema`);
    return {
      AttributeName: readValue.text(AttributeName, `${logicalId}.KeySchema`),
      KeyType: readValue.text(KeyType, `${logicalId}.KeySchema`),
    };
  });

export type DeclaredQueue = {
  readonly logicalId: string;
  readonly url: string;
  readonly arn: string;
  /** Whether another queue sends there what it gave up. */
  readonly isDeadLetterQueue: boolean;
  readonly definition: QueueDefinition;
};

/** CloudFormation's defaults; those of fauxqs differ in nothing but should not decide. */
const defaults = {
  VisibilityTimeout: '30',
  DelaySeconds: '0',
  MessageRetentionPeriod: '345600',
  MaximumMessageSize: '1048576',
  ReceiveMessageWaitTimeSeconds: '0',
} as const;

export function declaredQueues(template: ResolvedTemplate): readonly DeclaredQueue[] {
  const queues = resourcesOf(template, 'AWS::SQS::Queue');
  const deadLetterArns = new Set(queues.map((queue) => redrivePolicy(queue)?.deadLetterTargetArn));
  return queues.map((queue) => ({
    logicalId: queue.logicalId,
    url: queue.ref,
    arn: queue.arn,
    isDeadLetterQueue: deadLetterArns.has(queue.arn),
    definition: { name: queue.name, attributes: attributesOf(queue) },
  }));
}

function attributesOf(queue: ResolvedResource): Record<string, string> {
  const { optional } = createPropertyReader(queue.properties, queue.logicalId);
  const numbers = Object.entries(defaults).map(([name, fallback]) => [
    name,
    String(optional(name, 'number') ?? fallback),
  ]);
  const redrive = redrivePolicy(queue);
  return { ...Object.fromEntries(numbers), ...(redrive && { RedrivePolicy: JSON.stringify(redrive) }) };
}

function redrivePolicy({ logicalId, properties }: ResolvedResource) {
  const policy = createPropertyReader(properties, logicalId).optional('RedrivePolicy', 'record');
  if (policy === undefined) return undefined;
  return {
    deadLetterTargetArn: readValue.text(policy.deadLetterTargetArn, `${logicalId}.RedrivePolicy.deadLetterTargetArn`),
    maxReceiveCount: readValue.number(policy.maxReceiveCount, `${logicalId}.RedrivePolicy.maxReceiveCount`),
  };
}

import type { QueueDefinition } from '../engines/fauxqs-engine.ts';
import { createPropertyReader, readValue } from './read-value.ts';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from './resolve-template.ts';

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

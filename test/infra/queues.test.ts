import { describe, expect, test } from 'vitest';
import { datasets } from '../../shared/domain/dataset.ts';
import { propertiesOf, synthesizedStack } from '../support/synthesized-stack.ts';

const { template } = synthesizedStack();
const queues = propertiesOf(template, 'AWS::SQS::Queue');
const mappings = propertiesOf(template, 'AWS::Lambda::EventSourceMapping');
const functions = propertiesOf(template, 'AWS::Lambda::Function');
const deadLetterQueueOf = (queue: (typeof queues)[number]) => queue.RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'][0];
const deadLetterQueues = new Set(queues.map(deadLetterQueueOf).filter((id) => id !== undefined));
const fourteenDays = 14 * 24 * 3600;

describe('every queue', () => {
  test('every queue is one of a dataset, or the dead letter queue of one', () => {
    expect(queues).toHaveLength(datasets.length * 2);
    expect(deadLetterQueues.size).toBe(datasets.length);
  });

  test('every queue has a dead letter queue of its own, after 5 receives, unless it is one', () => {
    for (const queue of queues.filter(({ id }) => !deadLetterQueues.has(id))) {
      expect(queues.map(({ id }) => id)).toContain(deadLetterQueueOf(queue));
      expect(queue.RedrivePolicy.maxReceiveCount).toBe(5);
    }
  });

  test('every queue keeps messages for 14 days, encrypted', () => {
    for (const queue of queues) {
      expect(queue).toMatchObject({ MessageRetentionPeriod: fourteenDays, SqsManagedSseEnabled: true });
    }
  });

  test.each([
    [13, 13],
    [14, 14],
    [15, 14],
    [0, 14],
  ])('every queue of a stage that keeps meetings for %i days keeps messages for %i', (retentionDays, days) => {
    const { template: short } = synthesizedStack({ retentionDays });
    for (const { MessageRetentionPeriod } of propertiesOf(short, 'AWS::SQS::Queue')) {
      expect(MessageRetentionPeriod).toBe(days * 24 * 3600);
    }
  });

  test('every queue refuses whoever comes without TLS', () => {
    const policies = propertiesOf(template, 'AWS::SQS::QueuePolicy');
    for (const { id } of queues) {
      const statements = policies
        .filter((policy) => policy.Queues.some((queue: { Ref: string }) => queue.Ref === id))
        .flatMap((policy) => policy.PolicyDocument.Statement);
      expect(statements).toContainEqual({
        Action: 'sqs:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Resource: { 'Fn::GetAtt': [id, 'Arn'] },
      });
    }
  });
});

describe('every event source mapping', () => {
  test('every event source mapping joins one queue of a dataset to one function', () => {
    expect(mappings).toHaveLength(datasets.length);
    expect(new Set(mappings.map((mapping) => mapping.FunctionName.Ref)).size).toBe(datasets.length);
  });

  test('every event source mapping reports the messages of a batch that failed, takes 10 at most, and is limited in number', () => {
    for (const mapping of mappings) {
      expect(mapping).toMatchObject({ BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'] });
      expect(mapping.ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
    }
  });

  test('every event source mapping hides messages for at least six times as long as its function may run', () => {
    for (const mapping of mappings) {
      const queue = queues.find(({ id }) => id === mapping.EventSourceArn['Fn::GetAtt'][0]);
      const consumer = functions.find(({ id }) => id === mapping.FunctionName.Ref);
      expect(queue).toBeDefined();
      expect(queue?.VisibilityTimeout).toBeGreaterThanOrEqual(6 * consumer?.Timeout);
    }
  });

  test('every event source mapping has a function that may send to the queue it is called from', () => {
    for (const mapping of mappings) {
      expect(functions.find(({ id }) => id === mapping.FunctionName.Ref)?.RecursiveLoop).toBe('Allow');
    }
  });
});

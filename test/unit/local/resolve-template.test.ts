import { describe, expect, test } from 'vitest';
import { declaredFunctions } from '../../../local/emulator/functions/function-definitions.ts';
import { declaredQueues, declaredTables } from '../../../local/emulator/template/declared-stores.ts';
import { declaredEventSources } from '../../../local/emulator/template/event-sources.ts';
import { decodeTemplate } from '../../../local/emulator/template/read-assembly.ts';
import { resolveTemplate } from '../../../local/emulator/template/resolve-template.ts';

const resolved = (Resources: object, more: object = {}) =>
  resolveTemplate('Small', decodeTemplate({ Resources, ...more }), {
    queueUrl: (name) => `http://sqs/${name}`,
    httpUrl: 'http://api',
  });
const resource = (Type: string, Properties: object = {}) => ({ Only: { Type, Properties } });

describe('a template', () => {
  test('a template names its resources by stack and logical id, within AWS’s limits, and the same each time', () => {
    const long = 'L'.repeat(100);
    const [queue, table] = resolved({
      [long]: { Type: 'AWS::SQS::Queue' },
      Table: { Type: 'AWS::DynamoDB::Table' },
    }).resources;
    expect(table?.name).toBe('Small-Table');
    expect(queue?.name).toMatch(/^Small-L+-[0-9a-f]{10}$/);
    expect(queue?.name).toHaveLength(80);
  });

  test('a template is without the resources whose condition does not hold', () => {
    const Conditions = { No: { 'Fn::Equals': ['a', 'b'] } };
    const { resources } = resolved({ Meta: { Type: 'AWS::CDK::Metadata', Condition: 'No' } }, { Conditions });
    expect(resources).toEqual([]);
  });

  test('a template keeps roles and policies readable, worked out', () => {
    const { resources } = resolved({
      Role: { Type: 'AWS::IAM::Role' },
      Policy: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }] } },
    });
    expect(resources[1]?.properties).toEqual({ Roles: ['Small-Role'] });
  });

  test.each([
    ['AWS::StepFunctions::StateMachine', {}, 'Only: the embedded run knows no AWS::StepFunctions::StateMachine'],
    ['AWS::SQS::Queue', { FifoQueue: true }, 'Only: the embedded run knows no property FifoQueue of AWS::SQS::Queue'],
    ['AWS::DynamoDB::Table', { StreamSpecification: {} }, 'no property StreamSpecification'],
    ['AWS::Lambda::EventSourceMapping', { FilterCriteria: {} }, 'no property FilterCriteria'],
    ['AWS::ApiGatewayV2::Stage', { DefaultRouteSettings: {} }, 'no property DefaultRouteSettings'],
  ])('a template with %s %j is refused by name', (type, properties, message) => {
    expect(() => resolved(resource(type, properties))).toThrow(message);
  });

  test('a template with a parameter that has no default is refused', () => {
    const Parameters = { Colour: { Type: 'String' } };
    expect(() => resolved(resource('AWS::SQS::Queue', { QueueName: { Ref: 'Colour' } }), { Parameters })).toThrow(
      'Colour',
    );
  });
});

describe('what a template declares', () => {
  test('declared queues have their attributes, and say which is a dead-letter queue', () => {
    const template = resolved({
      Dead: { Type: 'AWS::SQS::Queue' },
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          VisibilityTimeout: 720,
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 5 },
        },
      },
    });
    expect(declaredQueues(template)).toMatchObject([
      { logicalId: 'Dead', isDeadLetterQueue: true, definition: { attributes: { VisibilityTimeout: '30' } } },
      {
        logicalId: 'Queue',
        url: 'http://sqs/Small-Queue',
        isDeadLetterQueue: false,
        definition: {
          attributes: {
            VisibilityTimeout: '720',
            RedrivePolicy:
              '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:Small-Dead","maxReceiveCount":5}',
          },
        },
      },
    ]);
  });

  test('a declared table may have one replica only', () => {
    const properties = { KeySchema: [], AttributeDefinitions: [], Replicas: [{}, {}] };
    expect(() => declaredTables(resolved(resource('AWS::DynamoDB::GlobalTable', properties)))).toThrow('one replica');
  });

  test.each([
    [{ ScalingConfig: { MaximumConcurrency: 1 } }, 'MaximumConcurrency'],
    [{ BatchSize: 100 }, 'batching window'],
  ])('a declared event source that AWS refuses is refused: %j', (properties, message) => {
    const source = { EventSourceArn: 'a', FunctionName: 'f', ...properties };
    expect(() => declaredEventSources(resolved(resource('AWS::Lambda::EventSourceMapping', source)))).toThrow(message);
  });

  test.each([
    [{ Code: { S3Key: 'missing.zip' } }, 'no asset of the assembly goes to missing.zip'],
    [{ Runtime: 'python3.14' }, 'no runtime python3.14'],
    [{ Environment: { Variables: { AWS_REGION: 'x' } } }, 'Lambda sets AWS_REGION itself'],
    [{ Environment: { Variables: { LONG: 'x'.repeat(4096) } } }, '4096 bytes'],
  ])('a declared function that AWS or this machine refuses is refused: %o', (properties, message) => {
    const base = { Code: { S3Key: 'here.zip' }, Handler: 'index.handler', Runtime: 'nodejs24.x', Role: 'r' };
    const template = resolved(resource('AWS::Lambda::Function', { ...base, ...properties }));
    expect(() => declaredFunctions(template, new Map([['here.zip', import.meta.dirname]]))).toThrow(message);
  });
});

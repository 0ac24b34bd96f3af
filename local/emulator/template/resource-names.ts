import { createHash } from 'node:crypto';
import { TemplateError } from '../errors.ts';
import type { TemplateResource } from './read-assembly.ts';

export const region = 'us-east-1';
export const account = '000000000000';

/** AWS's limit for a name, per type; 64 for those not listed. */
const longestNames: Readonly<Record<string, number>> = {
  'AWS::DynamoDB::Table': 255,
  'AWS::DynamoDB::GlobalTable': 255,
  'AWS::SQS::Queue': 80,
  'AWS::S3::Bucket': 63,
};

/** The property by which a template may name a resource itself. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::Scheduler::Schedule': 'Name',
};

/**
 * The name a resource has on this machine: its own, or one made of the stack's name and its logical id, so that the
 * next start finds the same tables and queues.
 */
export function physicalName(stackName: string, logicalId: string, { Type, Properties }: TemplateResource): string {
  if (Type === 'AWS::ApiGatewayV2::Api' || Type === 'AWS::ApiGatewayV2::Integration') return shortHash(logicalId);
  const given = Properties[nameProperties[Type] ?? ''];
  if (typeof given === 'string') return given;
  const longest = longestNames[Type] ?? 64;
  const name = `${stackName}-${logicalId}`;
  const short = name.length <= longest ? name : `${name.slice(0, longest - 11)}-${shortHash(name)}`;
  // A bucket's name is part of a host's.
  return Type === 'AWS::S3::Bucket' ? short.toLowerCase() : short;
}

/** What `Ref` and `Fn::GetAtt` give for a resource. */
type ResourceReferences = { readonly ref: string; readonly attributes: Readonly<Record<string, string>> };

/** The addresses that are only known once servers listen. */
export type Endpoints = { readonly queueUrl: (name: string) => string; readonly httpUrl: string };

export function referencesOf(
  { logicalId, type, name }: { readonly logicalId: string; readonly type: string; readonly name: string },
  endpoints: Endpoints,
): ResourceReferences {
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
  const named = (service: string, resource: string) => ({ ref: name, attributes: { Arn: arn(service, resource) } });
  switch (type) {
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable':
      return named('dynamodb', `table/${name}`);
    case 'AWS::SQS::Queue': {
      const QueueUrl = endpoints.queueUrl(name);
      return { ref: QueueUrl, attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl } };
    }
    case 'AWS::Lambda::Function':
      return named('lambda', `function:${name}`);
    case 'AWS::ApiGatewayV2::Api':
      return { ref: name, attributes: { ApiId: name, ApiEndpoint: endpoints.httpUrl } };
    case 'AWS::ApiGatewayV2::Integration':
      return { ref: name, attributes: { IntegrationId: name } };
    case 'AWS::S3::Bucket':
      return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}` } };
    case 'AWS::Events::EventBus': {
      const named = { Arn: arn('events', `event-bus/${name}`), Name: name };
      return { ref: name, attributes: named };
    }
    case 'AWS::Events::Rule':
      return named('events', `rule/${name}`);
    case 'AWS::Scheduler::Schedule':
      return named('scheduler', `schedule/default/${name}`);
    case 'AWS::SecretsManager::Secret': {
      const ref = arn('secretsmanager', `secret:${name}-${shortHash(logicalId).slice(0, 6)}`);
      return { ref, attributes: { Id: ref } };
    }
    case 'AWS::IAM::Role':
      return { ref: name, attributes: { Arn: `arn:aws:iam::${account}:role/${name}`, RoleId: shortHash(name) } };
    case 'AWS::Logs::LogGroup':
      return named('logs', `log-group:${name}:*`);
    case 'AWS::SNS::Topic': {
      const ref = arn('sns', name);
      return { ref, attributes: { TopicArn: ref, TopicName: name } };
    }
    default:
      return named(type.split('::')[1]?.toLowerCase() ?? 'unknown', name);
  }
}

/** The value of a pseudo parameter, or undefined. */
export function pseudoParameter(name: string, stackName: string): string | undefined {
  return {
    'AWS::AccountId': account,
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/${shortHash(stackName)}`,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  }[name];
}

/** @throws when the template gives a parameter no default: nobody is there to ask */
export function parameterDefault(name: string, parameter: unknown): unknown {
  if (typeof parameter === 'object' && parameter !== null && 'Default' in parameter) return parameter.Default;
  throw new TemplateError(`The parameter ${name} has no default`);
}

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 10);

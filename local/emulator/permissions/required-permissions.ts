import type { EngineCall } from '../engines/engine-call.ts';
import { busArn } from '../engines/event-bus.ts';
import { s3Permission } from '../engines/s3-request.ts';
import { isRecord, type JsonRecord } from '../template/read-value.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolve-template.ts';
import { account, region } from '../template/resource-names.ts';
import type { PolicyRequest } from './statement.ts';

/**
 * What a call must be allowed to do, all of it: the IAM actions of an operation and the ARNs they are about.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 */
export function requiredPermissions(call: EngineCall, template: ResolvedTemplate): readonly PolicyRequest[] {
  switch (call.engine) {
    case 'dynamodb':
      return dynamodbRequests(call);
    case 'sqs':
      // A batch is no action of its own.
      return [{ action: `sqs:${call.operation.replace(/Batch$/, '')}`, resource: queueArn(call.body) }];
    case 'events': {
      const { Entries } = call.body;
      const names = new Set(Array.isArray(Entries) ? Entries.filter(isRecord).map((entry) => entry.EventBusName) : []);
      return [...names].map((name) => ({ action: `events:${call.operation}`, resource: busArn(name) }));
    }
    case 's3':
      return [s3Permission(call.operation, call.body)];
    case 'secretsmanager':
      return [{ action: `secretsmanager:${call.operation}`, resource: secretArn(call.body.SecretId, template) }];
  }
}

function dynamodbRequests({ operation, body }: EngineCall): readonly PolicyRequest[] {
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    const tables = Object.keys(isRecord(body.RequestItems) ? body.RequestItems : {});
    return tables.map((table) => ({ action: `dynamodb:${operation}`, resource: tableArn(table) }));
  }
  if (operation === 'TransactGetItems' || operation === 'TransactWriteItems') {
    const parts = Array.isArray(body.TransactItems) ? body.TransactItems : [];
    return parts.filter(isRecord).flatMap((part) => Object.entries(part).flatMap(transactionRequests));
  }
  const index = typeof body.IndexName === 'string' ? `/index/${body.IndexName}` : '';
  const resource = typeof body.TableName === 'string' ? tableArn(body.TableName) + index : '*';
  return [{ action: `dynamodb:${operation}`, resource }];
}

const transactionActions: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

function transactionRequests([kind, part]: readonly [string, unknown]): readonly PolicyRequest[] {
  const table = isRecord(part) && typeof part.TableName === 'string' ? part.TableName : '';
  return [{ action: `dynamodb:${transactionActions[kind] ?? kind}`, resource: tableArn(table) }];
}

/** A table goes by its name or its ARN. */
const tableArn = (table: string): string =>
  table.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${account}:table/${table}`;

/** A queue goes by its URL, which ends in its account and name, or before it has one by its name. */
function queueArn({ QueueUrl: url, QueueName: name }: JsonRecord): string {
  const [, owner = account, ofUrl] = /\/(\d{12})\/([^/]+)\/?$/.exec(typeof url === 'string' ? url : '') ?? [];
  const queue = ofUrl ?? (typeof name === 'string' ? name : undefined);
  return queue === undefined ? '*' : `arn:aws:sqs:${region}:${owner}:${queue}`;
}

/** A secret goes by its ARN or its name; policies know the ARN with six random characters at its end. */
function secretArn(secretId: unknown, template: ResolvedTemplate): string {
  const secret = resourcesOf(template, 'AWS::SecretsManager::Secret').find(({ name }) => name === secretId);
  const id = typeof secretId === 'string' ? secretId : '*';
  return secret?.ref ?? (id.startsWith('arn:') ? id : `arn:aws:secretsmanager:${region}:${account}:secret:${id}`);
}

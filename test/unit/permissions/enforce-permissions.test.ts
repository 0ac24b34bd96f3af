import { describe, expect, test } from 'vitest';
import { createEngineCall, type EngineName, jsonAnswer } from '../../../local/emulator/engines/engine-call.ts';
import { enforcePermissions } from '../../../local/emulator/permissions/enforce-permissions.ts';
import { requiredPermissions } from '../../../local/emulator/permissions/required-permissions.ts';
import { arns, stackWith } from '../../support/emulator/policies.ts';

const call = (
  engine: EngineName,
  operation: string,
  body: Record<string, unknown>,
  functionId: string | undefined = 'F',
) => createEngineCall({ engine, operation, body, functionId, accessKeyId: 'ASIA' });
const template = stackWith([
  { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: { 'Fn::GetAtt': ['T', 'Arn'] } },
]);
const bus = 'arn:aws:events:us-east-1:000000000000:event-bus';
const QueueUrl = 'http://127.0.0.1:1/000000000000/S-Q';
const secretArn = template.resources.find(({ logicalId }) => logicalId === 'X')?.ref ?? '';
const other = 'arn:aws:dynamodb:us-east-1:000000000000:table/other';

describe('a call asks for', () => {
  test.each<readonly [EngineName, string, Record<string, unknown>, readonly string[]]>([
    ['dynamodb', 'GetItem', { TableName: 'S-T' }, [`dynamodb:GetItem ${arns.table}`]],
    ['dynamodb', 'GetItem', { TableName: other }, [`dynamodb:GetItem ${other}`]],
    ['dynamodb', 'Query', { TableName: 'S-T', IndexName: 'by-day' }, [`dynamodb:Query ${arns.table}/index/by-day`]],
    ['dynamodb', 'Scan', { TableName: 'S-T', IndexName: 'by-day' }, [`dynamodb:Scan ${arns.table}/index/by-day`]],
    ['dynamodb', 'ListTables', {}, ['dynamodb:ListTables *']],
    [
      'dynamodb',
      'BatchWriteItem',
      { RequestItems: { 'S-T': [], other: [] } },
      [`dynamodb:BatchWriteItem ${arns.table}`, `dynamodb:BatchWriteItem ${other}`],
    ],
    ['dynamodb', 'BatchGetItem', { RequestItems: { other: {} } }, [`dynamodb:BatchGetItem ${other}`]],
    [
      'dynamodb',
      'TransactWriteItems',
      { TransactItems: [{ Put: { TableName: 'S-T' } }, { ConditionCheck: { TableName: 'other' } }] },
      [`dynamodb:PutItem ${arns.table}`, `dynamodb:ConditionCheckItem ${other}`],
    ],
    ['sqs', 'SendMessage', { QueueUrl }, [`sqs:SendMessage ${arns.queue}`]],
    ['events', 'PutEvents', { Entries: [{ EventBusName: 'b' }, { EventBusName: 'b' }] }, [`events:PutEvents ${bus}/b`]],
    ['events', 'PutEvents', { Entries: [{}] }, [`events:PutEvents ${bus}/default`]],
    ['s3', 'HeadObject', { Bucket: 'b', Key: 'a/c' }, ['s3:GetObject arn:aws:s3:::b/a/c']],
    ['s3', 'UploadPart', { Bucket: 'b', Key: 'a' }, ['s3:PutObject arn:aws:s3:::b/a']],
    ['s3', 'DeleteObject', { Bucket: 'b', Key: 'a' }, ['s3:DeleteObject arn:aws:s3:::b/a']],
    ['s3', 'DeleteObject', { Bucket: 'b', Key: 'a', VersionId: 'v' }, ['s3:DeleteObjectVersion arn:aws:s3:::b/a']],
    ['s3', 'ListObjectsV2', { Bucket: 'b', Key: '' }, ['s3:ListBucket arn:aws:s3:::b']],
    ['s3', 'ListObjectVersions', { Bucket: 'b', Key: '' }, ['s3:ListBucketVersions arn:aws:s3:::b']],
    ['sqs', 'SendMessageBatch', { QueueUrl }, [`sqs:SendMessage ${arns.queue}`]],
    ['sqs', 'DeleteMessageBatch', { QueueUrl }, [`sqs:DeleteMessage ${arns.queue}`]],
    ['sqs', 'ChangeMessageVisibilityBatch', { QueueUrl }, [`sqs:ChangeMessageVisibility ${arns.queue}`]],
    ['sqs', 'GetQueueUrl', { QueueName: 'S-Q' }, [`sqs:GetQueueUrl ${arns.queue}`]],
    ['sqs', 'ListQueues', {}, ['sqs:ListQueues *']],
    ['secretsmanager', 'GetSecretValue', { SecretId: secretArn }, [`secretsmanager:GetSecretValue ${secretArn}`]],
    ['secretsmanager', 'GetSecretValue', { SecretId: 'S-X' }, [`secretsmanager:GetSecretValue ${secretArn}`]],
  ])('a call asks for its permissions: %s %s %j', (engine, operation, body, wanted) => {
    const asked = requiredPermissions(call(engine, operation, body), template);
    expect(asked.map(({ action, resource }) => `${action} ${resource}`)).toEqual(wanted);
  });
});

describe('a call of a function', () => {
  const begun = () => {
    const permissions = enforcePermissions();
    permissions.begin(template);
    return permissions;
  };
  const done = jsonAnswer(200, { done: true });
  const next = async () => done;

  test('a call of a function that its role allows goes through, and uses the grant', async () => {
    const { intercept, usedGrants, unusedGrants } = begun();
    expect(await intercept(call('dynamodb', 'GetItem', { TableName: 'S-T' }), next)).toBe(done);
    expect(usedGrants()).toEqual([{ role: 'R', action: 'dynamodb:GetItem', resource: arns.table }]);
    expect(unusedGrants()).toEqual([{ role: 'R', action: 'dynamodb:PutItem', resource: arns.table }]);
  });

  test.each<readonly [EngineName, string, Record<string, unknown>, number, object, string | undefined]>([
    [
      'dynamodb',
      'Scan',
      { TableName: 'S-T' },
      400,
      {
        __type: 'com.amazon.coral.service#AccessDeniedException',
        Message: expect.stringContaining('not authorized to perform: dynamodb:Scan on'),
      },
      undefined,
    ],
    [
      'sqs',
      'SendMessageBatch',
      { QueueUrl },
      403,
      {
        __type: 'com.amazon.coral.service#AccessDeniedException',
        Message: expect.stringMatching(/: sqs:sendmessage on .* allows the sqs:sendmessage action$/),
      },
      'AccessDenied;Sender',
    ],
    [
      'secretsmanager',
      'GetSecretValue',
      { SecretId: 'S-X' },
      400,
      { __type: 'AccessDeniedException', Message: expect.stringContaining(secretArn) },
      undefined,
    ],
  ])(
    'a call of a function that nothing allows is denied as %s does',
    async (engine, operation, body, status, text, queryError) => {
      const { intercept, usedGrants } = begun();
      const answer = await intercept(call(engine, operation, body), () => Promise.reject(new Error('let through')));
      expect(answer.status).toBe(status);
      expect(JSON.parse(answer.body.toString())).toEqual(text);
      expect(answer.headers['x-amzn-query-error']).toBe(queryError);
      expect(usedGrants()).toEqual([]);
    },
  );

  test('a call of a function on several tables is denied for one of them', async () => {
    const body = { TransactItems: [{ Put: { TableName: 'S-T' } }, { Put: { TableName: 'other' } }] };
    expect((await begun().intercept(call('dynamodb', 'TransactWriteItems', body), next)).status).toBe(400);
  });

  test('a call of a function fails before the policies are known', async () => {
    const { intercept } = enforcePermissions();
    await expect(intercept(call('sqs', 'SendMessage', { QueueUrl }), next)).rejects.toThrow('policies');
  });
});

test('whoever is no function may do all, and uses no grant', async () => {
  const { intercept, begin, usedGrants } = enforcePermissions();
  begin(template);
  const byHand = createEngineCall({
    engine: 'dynamodb',
    operation: 'Scan',
    body: { TableName: 'S-T' },
    functionId: undefined,
    accessKeyId: 'TEST',
  });
  expect((await intercept(byHand, async () => jsonAnswer(200, {}))).status).toBe(200);
  expect(usedGrants()).toEqual([]);
});

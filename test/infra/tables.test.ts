import { expect, test } from 'vitest';
import { captureIndexes, type IndexSchema, tableKeys, timeToLiveAttribute } from '../../shared/dynamo/schema.ts';
import { nameOf, propertiesOf, synthesizedStack } from '../support/synthesized-stack.ts';

const { template } = synthesizedStack();
const tables = propertiesOf(template, 'AWS::DynamoDB::Table');
const captures = tables.find(({ id }) => nameOf(id) === 'TablesCaptures');
const control = tables.find(({ id }) => nameOf(id) === 'TablesControl');
const keySchema = (partitionKey: string, sortKey: string) => [
  { AttributeName: partitionKey, KeyType: 'HASH' },
  { AttributeName: sortKey, KeyType: 'RANGE' },
];

test('there are two tables, both keyed as the schema says', () => {
  expect(tables).toHaveLength(2);
  for (const { KeySchema } of tables) {
    expect(KeySchema).toEqual(keySchema(tableKeys.partitionKey, tableKeys.sortKey));
  }
});

test("the captures' indexes are those of the schema; the control table has none", () => {
  const expected = Object.values<IndexSchema>(captureIndexes).map(({ name, partitionKey, sortKey, include }) => ({
    IndexName: name,
    KeySchema: keySchema(partitionKey, sortKey),
    Projection: include ? { ProjectionType: 'INCLUDE', NonKeyAttributes: [...include] } : { ProjectionType: 'ALL' },
  }));
  expect(captures?.GlobalSecondaryIndexes).toEqual(expected);
  expect(control?.GlobalSecondaryIndexes).toBeUndefined();
});

test('both tables are paid by use, forget expired items, can be restored to any second, and are encrypted', () => {
  for (const table of tables) {
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
    });
  }
});

test('a stage chooses the class of the table that grows, and how far back both can be restored', () => {
  expect(captures).toMatchObject({ TableClass: 'STANDARD' });
  const { template: own } = synthesizedStack({ tableClass: 'infrequent', recoveryDays: 7 });
  own.allResourcesProperties('AWS::DynamoDB::Table', {
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
  });
  const classes = propertiesOf(own, 'AWS::DynamoDB::Table').map(({ id, TableClass }) => [nameOf(id), TableClass]);
  expect(classes).toEqual([
    ['TablesCaptures', 'STANDARD_INFREQUENT_ACCESS'],
    ['TablesControl', undefined],
  ]);
});

test('with a key of its own, a stage encrypts tables, queues, secrets and logs with it, and functions may use it', () => {
  const { template: own } = synthesizedStack({ ownKey: true });
  const [key, ...others] = propertiesOf(own, 'AWS::KMS::Key');
  expect(others).toEqual([]);
  expect(key).toMatchObject({ EnableKeyRotation: true });
  const arn = { 'Fn::GetAtt': [key?.id, 'Arn'] };
  own.allResourcesProperties('AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: arn, SSEType: 'KMS' } });
  own.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: arn });
  own.allResourcesProperties('AWS::SecretsManager::Secret', { KmsKeyId: arn });
  own.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: arn });
  for (const { PolicyDocument } of propertiesOf(own, 'AWS::IAM::Policy')) {
    const ofKey = PolicyDocument.Statement.filter(
      ({ Resource }: { Resource: unknown }) => JSON.stringify(Resource) === JSON.stringify(arn),
    );
    expect(JSON.stringify(ofKey)).toMatch(/kms:Decrypt/);
    expect(JSON.stringify(ofKey)).not.toContain('*');
  }
});

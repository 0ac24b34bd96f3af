import { describe, expect, test } from 'vitest';
import { nameOf, propertiesOf, synthesizedStack } from '../support/synthesized-stack.ts';

const { template } = synthesizedStack({ auditDays: 2190, lake: true, events: 'own', ownKey: true });
const [trail] = propertiesOf(template, 'AWS::CloudTrail::Trail');
const selectors = trail?.AdvancedEventSelectors.map(
  ({ Name, FieldSelectors }: { Name: string; FieldSelectors: { Field: string }[] }) => ({
    name: Name,
    ...Object.fromEntries(FieldSelectors.map(({ Field, ...how }) => [Field, how])),
  }),
);
const named = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g)]
    .map(([, id]) => nameOf(id ?? ''))
    .filter((name) => /^[A-Z]/.test(name));

describe('the record of who read and wrote what was captured', () => {
  test('a stage that does not ask for it has no trail', () => {
    expect(synthesizedStack().text).not.toMatch(/AWS::CloudTrail|AWS::S3|cloudtrail/);
    expect(synthesizedStack({ ownKey: true }).text).not.toMatch(/cloudtrail/);
  });

  test('it has each data event of both tables and of the lake, reads as well as writes', () => {
    expect(selectors).toMatchObject([
      { name: 'Tables', eventCategory: { Equals: ['Data'] }, 'resources.type': { Equals: ['AWS::DynamoDB::Table'] } },
      { name: 'Lake', eventCategory: { Equals: ['Data'] }, 'resources.type': { Equals: ['AWS::S3::Object'] } },
    ]);
    expect(named(selectors[0]['resources.ARN'].StartsWith)).toEqual(['TablesCaptures', 'TablesControl']);
    expect(named(selectors[1]['resources.ARN'].StartsWith)).toEqual(['LakeBucket']);
    for (const selector of selectors) expect(selector).not.toHaveProperty('readOnly');
  });

  test("it leaves out what the stage's own functions do, each by its own session alone, and not the webhook", () => {
    const functions = ['Participants', 'Qos', 'Report'].map((dataset) => `${dataset}Consumer`);
    const workers = [...functions, 'SweepWorker', 'NewsTeller', 'LakeMirror'];
    for (const selector of selectors) {
      const sessions: unknown[] = selector['userIdentity.arn'].NotEquals;
      expect(sessions.map(named)).toEqual(workers.map((worker) => [`${worker}Role`, `${worker}Function`]));
      expect(JSON.stringify(sessions[0])).toContain(':assumed-role/');
    }
  });

  test('without a lake it has the tables alone', () => {
    const [without] = propertiesOf(synthesizedStack({ auditDays: 1 }).template, 'AWS::CloudTrail::Trail');
    expect(without?.AdvancedEventSelectors).toHaveLength(1);
  });

  test('records are signed, encrypted with the key of the stage, and deleted in time', () => {
    expect(trail).toMatchObject({ IsLogging: true, EnableLogFileValidation: true });
    expect(named(trail?.KMSKeyId)).toEqual(['EncryptionKey']);
    const bucket = propertiesOf(template, 'AWS::S3::Bucket').find(({ id }) => nameOf(id) === 'AuditBucket');
    const rules = bucket?.LifecycleConfiguration.Rules;
    expect(rules).toContainEqual({ Id: 'Records', ExpirationInDays: 2190, Status: 'Enabled' });
    expect(JSON.stringify(bucket?.BucketEncryption)).toContain('aws:kms');
  });

  test('CloudTrail alone may write there, and use the key for it, for this trail', () => {
    const ofTrail = { StringEquals: { 'aws:SourceArn': expect.anything() } };
    const principal = { Service: 'cloudtrail.amazonaws.com' };
    const policy = propertiesOf(template, 'AWS::S3::BucketPolicy').find(({ id }) => nameOf(id) === 'AuditBucketPolicy');
    const allowed = policy?.PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(allowed).toMatchObject([
      { Action: 's3:GetBucketAcl', Principal: principal, Condition: ofTrail },
      { Action: 's3:PutObject', Principal: principal, Condition: ofTrail },
    ]);
    const [key] = propertiesOf(template, 'AWS::KMS::Key');
    expect(key?.KeyPolicy.Statement).toContainEqual(
      expect.objectContaining({ Principal: principal, Condition: ofTrail }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { TemplateError } from '../../../local/emulator/errors.ts';
import { createPolicyEvaluator } from '../../../local/emulator/permissions/policy-evaluator.ts';
import { arns, stackWith } from '../../support/emulator/policies.ts';

const table = { 'Fn::GetAtt': ['T', 'Arn'] };
const tableIndexes = { 'Fn::Join': ['', [table, '/index/*']] };
const queue = { 'Fn::GetAtt': ['Q', 'Arn'] };
const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, Resource: unknown, more: object = {}) => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
});
const overTls = (value: string, operator = 'Bool') => ({ Condition: { [operator]: { 'aws:SecureTransport': value } } });

const get = ['dynamodb:GetItem', arns.table] as const;
const queryIndex = ['dynamodb:Query', `${arns.table}/index/by-day`] as const;
const send = ['sqs:SendMessage', arns.queue] as const;
const secret = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:zoom/main';
const read = (suffix: string) => ['secretsmanager:GetSecretValue', secret + suffix] as const;

describe('a role may', () => {
  test.each<readonly [string, boolean, readonly [string, string], readonly Record<string, unknown>[]]>([
    ['do nothing by itself', false, get, []],
    ['do what a statement allows', true, get, [allow('dynamodb:GetItem', table)]],
    ['do one of several actions', true, get, [allow(['dynamodb:PutItem', 'dynamodb:GetItem'], table)]],
    ['do it in any case of letters', true, get, [allow('DynamoDB:getitem', table)]],
    ['not do another action', false, get, [allow('dynamodb:PutItem', table)]],
    ['not do an action that begins the same', false, get, [allow('dynamodb:Get', table)]],
    ['not do it on another resource', false, get, [allow('dynamodb:GetItem', queue)]],
    [
      'not do it on a resource that begins the same',
      false,
      ['dynamodb:GetItem', `${arns.table}2`],
      [allow('*', table)],
    ],
    ['do all that begins so', true, get, [allow('dynamodb:Get*', '*')]],
    ['do what fits a single letter', true, get, [allow('dynamodb:?etItem', '*')]],
    ['not do what is a letter short', false, get, [allow('dynamodb:GetItem?', '*')]],
    ['take a dot for nothing but a dot', false, get, [allow('dynamodb.GetItem', '*')]],
    ['not read an index with the table', false, queryIndex, [allow('dynamodb:Query', table)]],
    ['read an index that is named with a wildcard', true, queryIndex, [allow('dynamodb:Query', tableIndexes)]],
    [
      'not read the table with its indexes',
      false,
      ['dynamodb:Query', arns.table],
      [allow('dynamodb:Query', tableIndexes)],
    ],
    ['do all but some actions', true, get, [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }]],
    ['not do an excepted action', false, get, [{ Effect: 'Allow', NotAction: 'dynamodb:*', Resource: '*' }]],
    ['do it on all but some resources', true, get, [{ Effect: 'Allow', Action: '*', NotResource: queue }]],
    ['not do it on an excepted resource', false, send, [{ Effect: 'Allow', Action: '*', NotResource: queue }]],
    ['not do what is denied, whatever allows it', false, get, [allow('*', '*'), deny('dynamodb:GetItem', table)]],
    ['do what is denied elsewhere', true, get, [allow('*', '*'), deny('*', queue)]],
    ['do it when a condition holds', true, send, [allow('*', '*', overTls('true'))]],
    ['not do it when a condition does not hold', false, send, [allow('*', '*', overTls('false'))]],
    ['do it when a denial’s condition does not hold', true, send, [allow('*', '*'), deny('*', '*', overTls('false'))]],
    [
      'not do it when a key of a condition is not known',
      false,
      send,
      [allow('*', '*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })],
    ],
    [
      'do it by IfExists when the key is not known',
      true,
      send,
      [allow('*', '*', { Condition: { StringLikeIfExists: { 'aws:PrincipalOrgID': 'o-*' } } })],
    ],
    [
      'not do it by a negated condition that is met',
      false,
      send,
      [allow('*', '*', overTls('true', 'StringNotEquals'))],
    ],
    [
      'read a secret by its name and any six characters',
      true,
      read('-aB3dE6'),
      [allow('secretsmanager:GetSecretValue', `${secret}-??????`)],
    ],
    [
      'not read a secret whose name goes on',
      false,
      read('-eu-aB3dE6'),
      [allow('secretsmanager:GetSecretValue', `${secret}-??????`)],
    ],
    [
      'not read a secret with another end',
      false,
      read('-aB3dE'),
      [allow('secretsmanager:GetSecretValue', `${secret}-??????`)],
    ],
  ])('a role may %s', (_what, allowed, [action, resource], statements) => {
    const { decide } = createPolicyEvaluator(stackWith(statements));
    expect(decide({ functionId: 'F', action, resource }).allowed).toBe(allowed);
  });

  const queuePolicy = (statement: object) => ({
    QP: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'Q' }], PolicyDocument: { Statement: [statement] } },
    },
  });
  const everybody = { Principal: { AWS: '*' } };
  test.each<readonly [string, boolean, object]>([
    ['not do what a queue denies everybody', false, deny('sqs:*', queue, everybody)],
    ['do what a queue denies without TLS', true, deny('sqs:*', queue, { ...everybody, ...overTls('false') })],
    [
      'do what a queue denies another role',
      true,
      deny('sqs:*', queue, { Principal: { AWS: 'arn:aws:iam::1:role/other' } }),
    ],
  ])('a role may %s', (_what, allowed, statement) => {
    const { decide } = createPolicyEvaluator(stackWith([allow('sqs:*', '*')], queuePolicy(statement)));
    expect(decide({ functionId: 'F', action: send[0], resource: send[1] }).allowed).toBe(allowed);
  });

  test('a role may do what a queue allows it, without a policy of its own', () => {
    const { decide } = createPolicyEvaluator(
      stackWith([], queuePolicy(allow('sqs:SendMessage', '*', { Principal: { AWS: { 'Fn::GetAtt': ['R', 'Arn'] } } }))),
    );
    expect(decide({ functionId: 'F', action: send[0], resource: send[1] }).allowed).toBe(true);
    expect(decide({ functionId: 'F', action: get[0], resource: get[1] }).allowed).toBe(false);
  });
});

describe('policies of a role', () => {
  const role = (Properties: Record<string, unknown>) => ({ R: { Type: 'AWS::IAM::Role', Properties } });
  const policy = [{ PolicyName: 'p', PolicyDocument: { Statement: [allow('dynamodb:*', table)] } }];
  const logs = ['logs:PutLogEvents', 'arn:aws:logs:us-east-1:000000000000:log-group:a:*'] as const;

  test.each([
    ['inside of it', get, role({ Policies: policy })],
    [
      'of AWS that are known',
      logs,
      role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] }),
    ],
  ] as const)('policies of a role count %s', (_where, [action, resource], changes) => {
    expect(createPolicyEvaluator(stackWith([], changes)).decide({ functionId: 'F', action, resource }).allowed).toBe(
      true,
    );
  });

  test('policies of AWS that are not known grant a role nothing, and are reported', () => {
    const arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const { decide, warnings } = createPolicyEvaluator(stackWith([], role({ ManagedPolicyArns: [arn] })));
    expect(decide({ functionId: 'F', action: get[0], resource: get[1] }).allowed).toBe(false);
    expect(warnings).toEqual([`R: the contents of ${arn} are not known here, so it grants nothing`]);
  });

  test.each<
    readonly [
      RegExp,
      readonly Record<string, unknown>[],
      Record<string, { Type: string; Properties: Record<string, unknown> }>,
    ]
  >([
    [/ForAnyValue:StringEquals.*operator/, [allow('*', '*', overTls('true', 'ForAnyValue:StringEquals'))], {}],
    [/DateLessThan.*operator/, [allow('*', '*', overTls('2020-01-01', 'DateLessThan'))], {}],
    [/variables/, [allow('*', 'arn:aws:sqs:*:*:$' + '{aws:username}')], {}],
    [/Action/, [{ Effect: 'Allow', Resource: '*' }], {}],
    [/Effect/, [{ Action: '*', Resource: '*' }], {}],
    [/R: .*permissions boundary/, [], role({ PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })],
    [
      /F: its role .* is not in the stack/,
      [],
      { F: { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::1:role/a' } } },
    ],
  ])('policies of a role that cannot be evaluated are refused: %s', (message, statements, changes) => {
    expect(() => createPolicyEvaluator(stackWith(statements, changes))).toThrow(TemplateError);
    expect(() => createPolicyEvaluator(stackWith(statements, changes))).toThrow(message);
  });
});

test('a denial is the sentence that AWS writes', () => {
  const { decide } = createPolicyEvaluator(stackWith([deny('sqs:*', '*')]));
  const who = 'User: arn:aws:sts::000000000000:assumed-role/S-R/S-F is not authorized to perform:';
  expect(decide({ functionId: 'F', action: get[0], resource: get[1] })).toEqual({
    allowed: false,
    message: `${who} dynamodb:GetItem on resource: ${arns.table} because no identity-based policy allows the dynamodb:GetItem action`,
  });
  expect(decide({ functionId: 'F', action: send[0], resource: send[1] })).toEqual({
    allowed: false,
    message: `${who} sqs:SendMessage on resource: ${arns.queue} with an explicit deny in an identity-based policy`,
  });
});

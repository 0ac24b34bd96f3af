import { describe, expect, test } from 'vitest';
import { nameOf, propertiesOf, synthesizedStack } from '../support/synthesized-stack.ts';

type Statement = { readonly Effect: string; readonly Action: string | string[]; readonly Resource?: unknown };

const { template } = synthesizedStack();
const policies = [
  ...propertiesOf(template, 'AWS::IAM::Policy'),
  ...propertiesOf(template, 'AWS::SQS::QueuePolicy'),
  ...propertiesOf(template, 'AWS::SecretsManager::ResourcePolicy'),
];
const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
const statementsOf = (document: { Statement: Statement[] }) => document.Statement;

/** Wildcards that are meant, and why. */
const explained = [
  { Effect: 'Deny', action: /^sqs:\*$/, why: 'forbids everything that comes without TLS; a prohibition may be wide' },
  { Effect: 'Allow', action: /^xray:Put(TraceSegments|TelemetryRecords)$/, why: 'sending traces knows no resource' },
];

/** What each role may do, as `action resource`. */
function permissionsOf(role: string): string[] {
  const granted = policies
    .filter((policy) => policy.Roles?.some(({ Ref }: { Ref: string }) => nameOf(Ref) === role))
    .flatMap((policy) => statementsOf(policy.PolicyDocument))
    .flatMap(({ Action, Resource }) =>
      list(Action).flatMap((action) => list(Resource).map((r) => [action, r] as const)),
    )
    .map(
      ([action, resource]) =>
        `${action} ${resource === '*' ? '*' : nameOf(/"([A-Z]\w{8,})"/.exec(JSON.stringify(resource))?.[1] ?? '')}`,
    );
  // CDK merges no statements of grants to different queues, so an action can be granted twice.
  return [...new Set(granted)].sort();
}

const allow = (service: string, resource: string, ...actions: string[]) =>
  actions.map((action) => `${service}:${action} ${resource}`);
const readable = (kind: string) =>
  ['ZoomAccountMain', 'ZoomAccountSchoolEu'].flatMap((account) =>
    allow('secretsmanager', `${account}${kind}`, 'GetSecretValue'),
  );
const readTokens = readable('Secret');
/** The tokens too: the credentials of a stage of 0.1.0 are beside them until somebody moves them. */
const readCredentials = [...readTokens, ...readable('Credentials')];
const readStoreSecret = allow('secretsmanager', 'StoreSecret', 'GetSecretValue');
const writeLogs = (group: string) => allow('logs', group, 'CreateLogStream', 'PutLogEvents');
const sendTraces = ['xray:PutTelemetryRecords *', 'xray:PutTraceSegments *'];
const send = (queue: string) => allow('sqs', queue, 'SendMessage');

describe('permissions', () => {
  test('permissions name no wildcard that is not explained', () => {
    const wild = policies
      .flatMap((policy) => statementsOf(policy.PolicyDocument))
      .filter(({ Action, Resource }) => JSON.stringify([Action, Resource]).includes('*'));
    const unexplained = wild.filter(
      ({ Effect, Action }) =>
        !list(Action).every((one) => explained.some((known) => known.Effect === Effect && known.action.test(one))),
    );
    expect(unexplained).toEqual([]);
  });

  test('permissions come from policies of our own, none of which hides in a role', () => {
    for (const role of propertiesOf(template, 'AWS::IAM::Role')) {
      expect(role).not.toHaveProperty('ManagedPolicyArns');
      expect(role).not.toHaveProperty('Policies');
    }
  });

  test.each(['Participants', 'Qos', 'Report'])(
    'permissions let the consumer of %s do its work and nothing else',
    (dataset) => {
      expect(permissionsOf(`${dataset}ConsumerRole`)).toEqual(
        [
          ...writeLogs(`${dataset}ConsumerLogs`),
          ...sendTraces,
          ...readCredentials,
          ...readStoreSecret,
          ...send(`${dataset}Queue`),
          ...send(`${dataset}DeadLetterQueue`),
          ...allow('sqs', `${dataset}Queue`, 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'),
          ...allow('dynamodb', 'TablesControl', 'GetItem', 'Query', 'UpdateItem'),
          ...allow('dynamodb', 'TablesCaptures', ...['BatchWriteItem', 'GetItem', 'PutItem', 'Query']),
        ].sort(),
      );
    },
  );

  test('permissions let the webhook send to the queues and read secret tokens, no credentials, and touch no table', () => {
    expect(permissionsOf('WebhookReceiverRole')).toEqual(
      [
        ...writeLogs('WebhookReceiverLogs'),
        ...sendTraces,
        ...readTokens,
        ...['ParticipantsQueue', 'QosQueue', 'ReportQueue'].flatMap(send),
      ].sort(),
    );
  });

  test('permissions let the sweep compare, register, queue and put back to work', () => {
    expect(permissionsOf('SweepWorkerRole')).toEqual(
      [
        ...writeLogs('SweepWorkerLogs'),
        ...sendTraces,
        ...readCredentials,
        ...readStoreSecret,
        ...['ParticipantsQueue', 'QosQueue', 'ReportQueue'].flatMap(send),
        ...allow('dynamodb', 'TablesControl', 'GetItem', 'Query', 'UpdateItem'),
        ...allow('dynamodb', 'TablesCaptures', ...['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']),
      ].sort(),
    );
  });

  test('permissions open no index but the one of captures that are not settled, to the sweep', () => {
    const opened = policies.flatMap((policy) => JSON.stringify(policy).match(/\/index\/[\w-]+/g) ?? []);
    expect(opened).toEqual(['/index/by-state']);
  });
});

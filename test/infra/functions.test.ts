import { describe, expect, test } from 'vitest';
import { functionSettings, settings } from '../../infra/settings/settings.ts';
import { decodeAccountReferences } from '../../shared/accounts/zoom-account.ts';
import { datasets, knownDatasets } from '../../shared/domain/dataset.ts';
import { nameOf, propertiesOf, synthesizedStack } from '../support/synthesized-stack.ts';

const privacy = { all: { drop: ['ip_address' as const] } };
const changed = { retentionDays: 365, privacy, timeScale: 0.001, zoomApiUrl: 'http://127.0.0.1:8080/v2' };
const { template } = synthesizedStack(changed);
const functions = propertiesOf(template, 'AWS::Lambda::Function');
const functionNamed = (name: string) => functions.find(({ id }) => nameOf(id) === name);

const tables = ['CAPTURES_TABLE', 'CONTROL_TABLE', 'STORE_SECRET_ID'];
const datasetQueues = ['PARTICIPANTS_QUEUE_URL', 'QOS_QUEUE_URL', 'REPORT_QUEUE_URL'];
const ofEvery = ['STAGE', 'ZOOM_ACCOUNTS'];
const settingsOf = (kind: keyof typeof functionSettings) =>
  functionSettings[kind].map((name): string => settings[name].variable);
const consumer = [...ofEvery, ...tables, 'DATASET', 'QUEUE_URL', 'DEAD_LETTER_QUEUE_URL', ...settingsOf('capture')];
/** What handlers read. Whoever adds a variable that is no setting adds it here, and it is used. */
const environments: Record<string, readonly string[]> = {
  ParticipantsConsumerFunction: consumer,
  QosConsumerFunction: consumer,
  ReportConsumerFunction: consumer,
  SweepWorkerFunction: [...ofEvery, ...tables, ...datasetQueues, ...settingsOf('capture')],
  WebhookReceiverFunction: [...ofEvery, ...datasetQueues, ...settingsOf('webhook')],
};
/** The layer that reads secrets is told by these, and Node itself. */
const layerVariable = /^(PARAMETERS_SECRETS_EXTENSION|SECRETS_MANAGER|SSM_PARAMETER_STORE)_|^NODE_OPTIONS$/;

// CloudFormation's names of the stack, a logical id of the longest account name, and the longest name of a region.
const longestSecretArn =
  'arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:ZoomAccountSecret12345678-'.length + 30 + 19;
const longestQueueUrl =
  'https://sqs.ap-southeast-1.amazonaws.com/123456789012/ZoomCapture--ParticipantsDeadLetterQueue12345678-'.length +
  30 +
  12;
const longestTableName = 'ZoomCapture--TablesCaptures12345678-'.length + 30 + 13;

describe('every function', () => {
  test('every function runs Node 24 on arm64 from an ESM bundle', () => {
    for (const { Runtime, Architectures, Handler } of functions) {
      expect({ Runtime, Architectures, Handler }).toEqual({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
      });
    }
  });

  test('every function gets the variables it reads and no other', () => {
    const found = functions.map(({ id, Environment }) => [
      nameOf(id),
      Object.keys(Environment.Variables)
        .filter((name) => !layerVariable.test(name))
        .sort(),
    ]);
    const wanted = Object.entries(environments).map(([id, names]) => [id, [...names].sort()]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  });

  test('every function has the layer that reads secrets', () => {
    for (const { Layers } of functions) {
      expect(JSON.stringify(Layers)).toContain('arm64');
      expect(Layers).toHaveLength(1);
    }
    expect(JSON.stringify(template.toJSON().Mappings)).toContain('Parameters-and-Secrets-Lambda-Extension-Arm64');
  });

  test('every function logs JSON into a log group of its own that forgets', () => {
    const groups = propertiesOf(template, 'AWS::Logs::LogGroup').filter(({ id }) => nameOf(id) !== 'WebhookAccessLogs');
    const used = functions.map(({ LoggingConfig }) => LoggingConfig);
    expect(new Set(used.map(({ LogGroup }) => LogGroup.Ref))).toEqual(new Set(groups.map(({ id }) => id)));
    for (const { LogFormat } of used) expect(LogFormat).toBe('JSON');
    for (const { RetentionInDays } of groups) expect(RetentionInDays).toBe(90);
  });
});

test('a consumer runs for 2 minutes at most, the webhook for 10 seconds', () => {
  expect(functionNamed('QosConsumerFunction')?.Timeout).toBe(120);
  expect(functionNamed('WebhookReceiverFunction')?.Timeout).toBe(10);
});

test("the stage's settings arrive as text", () => {
  expect(functionNamed('ReportConsumerFunction')?.Environment.Variables).toMatchObject({
    PRIVACY: '{"all":{"drop":["ip_address"]}}',
    QOS_SAMPLES: 'packed',
    RETENTION_DAYS: '365',
    UNKNOWN_FIELDS: 'keep',
    CONFIDENTIAL: 'drop',
    TIME_SCALE: '0.001',
    ZOOM_API_URL: 'http://127.0.0.1:8080/v2',
    ZOOM_OAUTH_URL: 'https://zoom.us/oauth/token',
  });
  expect(functionNamed('WebhookReceiverFunction')?.Environment.Variables).toMatchObject({
    SIGNATURE_MAX_AGE_SECONDS: '5700',
    SIGNATURE_MAX_AHEAD_SECONDS: '300',
  });
});

test("each queue's URL stands under its dataset's name", () => {
  const { Variables } = functionNamed('WebhookReceiverFunction')?.Environment ?? {};
  expect(nameOf(Variables.PARTICIPANTS_QUEUE_URL.Ref)).toBe('ParticipantsQueue');
  expect(nameOf(Variables.QOS_QUEUE_URL.Ref)).toBe('QosQueue');
  expect(nameOf(Variables.REPORT_QUEUE_URL.Ref)).toBe('ReportQueue');
});

test('ZOOM_ACCOUNTS is a JSON list of secrets and plans', () => {
  for (const { id, Environment } of functions) {
    const parts: unknown[] = Environment.Variables.ZOOM_ACCOUNTS['Fn::Join'][1];
    const text = parts.map((part) => (typeof part === 'string' ? part : 'arn')).join('');
    expect(decodeAccountReferences(text)).toEqual([
      { name: 'main', secretId: 'arn', plan: 'business', datasets },
      { name: 'school-eu', secretId: 'arn', plan: 'pro', datasets },
    ]);
    const refs = new Set(JSON.stringify(parts).match(/(?<="ZoomAccountMain)(Secret|Credentials)/g));
    expect([...refs], id).toEqual([id.startsWith('Webhook') ? 'Secret' : 'Credentials']);
  }
});

test('the webhook keeps executions for itself only where a stage says so', () => {
  expect(functionNamed('WebhookReceiverFunction')).not.toHaveProperty('ReservedConcurrentExecutions');
  const reserved = synthesizedStack({ webhookReservedConcurrency: 20 }).template;
  reserved.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 20 });
});

test('the sweep runs every five minutes, and nothing but its schedule may call it', () => {
  const [rule, ...others] = propertiesOf(template, 'AWS::Events::Rule');
  expect(others).toEqual([]);
  expect(rule).toMatchObject({ ScheduleExpression: 'rate(5 minutes)', State: 'ENABLED' });
  expect(nameOf(rule?.Targets[0].Arn['Fn::GetAtt'][0])).toBe('SweepWorkerFunction');
  const permissions = propertiesOf(template, 'AWS::Lambda::Permission').filter(({ id }) => id.startsWith('Sweep'));
  expect(permissions).toHaveLength(1);
  expect(permissions[0]).toMatchObject({ Principal: 'events.amazonaws.com' });
  expect(permissions[0]?.SourceArn).toEqual({ 'Fn::GetAtt': [rule?.id, 'Arn'] });
});

test.each([
  { count: 10, captured: [...datasets, 'registrants'] as const },
  { count: 7, captured: knownDatasets },
])('$count accounts by the longest names, with $captured, fit into the 4 KB of a function', ({ count, captured }) => {
  const accounts = Array.from({ length: count }, (_, at) => ({
    name: `${'n'.repeat(29)}${at}`,
    plan: 'business' as const,
    datasets: [...captured],
  }));
  const full = propertiesOf(synthesizedStack({ accounts }).template, 'AWS::Lambda::Function');
  expect(full).toHaveLength(captured.length + 2);
  for (const { id, Environment } of full) {
    const text = JSON.stringify(Environment.Variables)
      .replaceAll(/",\{"Ref":"ZoomAccount\w+"\},"/g, 'x'.repeat(longestSecretArn))
      .replaceAll(/\{"Ref":"\w+Queue\w+"\}/g, 'x'.repeat(longestQueueUrl))
      .replaceAll(/\{"Ref":"Tables\w+"\}/g, 'x'.repeat(longestTableName));
    // Lambda measures JSON: quotation marks within a value count twice, as they do here.
    expect(text.length, id).toBeLessThanOrEqual(4_096);
  }
});

test('an environment that Lambda would refuse is refused before it is deployed, and says what to do', () => {
  const subAccounts = (count: number) => Array.from({ length: count }, (_, at) => `${'s'.repeat(20)}${at + 10}`);
  const stageWith = (count: number) =>
    synthesizedStack({
      accounts: ['a', 'b', 'c', 'd'].map((name) => ({ name, plan: 'pro', subAccounts: subAccounts(count) })),
    });
  expect(() => stageWith(15)).not.toThrow();
  expect(() => stageWith(40)).toThrow(
    /environment may take \d+ bytes, and Lambda takes 4096\. Give accounts shorter names/,
  );
});

test('invocations are traced, unless a stage says no', () => {
  for (const { TracingConfig } of functions) expect(TracingConfig).toEqual({ Mode: 'Active' });
  const untraced = synthesizedStack({ tracing: false });
  expect(untraced.text).not.toMatch(/TracingConfig|xray:/);
});

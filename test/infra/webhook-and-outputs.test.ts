import { expect, test } from 'vitest';
import type { StageInput } from '../../infra/settings/stage-config.ts';
import { nameOf, propertiesOf, synthesizedStack } from '../support/synthesized-stack.ts';

const { template, stackName } = synthesizedStack();

test('the API has one route, POST /webhook, to the function that receives events', () => {
  const routes = propertiesOf(template, 'AWS::ApiGatewayV2::Route');
  expect(routes.map(({ RouteKey }) => RouteKey)).toEqual(['POST /webhook']);
  const [integration] = propertiesOf(template, 'AWS::ApiGatewayV2::Integration');
  expect(integration).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
  expect(nameOf(integration?.IntegrationUri['Fn::GetAtt'][0])).toBe('WebhookReceiverFunction');
});

test('the API throttles nothing by itself, since Zoom never sends an event again that was answered 429', () => {
  const [stage] = propertiesOf(template, 'AWS::ApiGatewayV2::Stage');
  expect(stage).toMatchObject({ StageName: '$default', AutoDeploy: true });
  expect(stage).not.toHaveProperty('DefaultRouteSettings');
});

test('the API logs each request, and nothing of who sent it or what was in it', () => {
  const [stage] = propertiesOf(template, 'AWS::ApiGatewayV2::Stage');
  const { DestinationArn, Format } = stage?.AccessLogSettings ?? {};
  expect(nameOf(DestinationArn['Fn::GetAtt'][0])).toBe('WebhookAccessLogs');
  expect(Object.keys(JSON.parse(Format))).toContain('status');
  expect(Format).not.toMatch(/sourceIp|userAgent|identity|authorizer|\$context\.path/);
});

test('only this API may call the function', () => {
  const permissions = propertiesOf(template, 'AWS::Lambda::Permission');
  const ofWebhook = permissions.filter(({ id }) => id.startsWith('Webhook'));
  expect(ofWebhook).toHaveLength(1);
  expect(JSON.stringify(ofWebhook[0]?.SourceArn)).toContain('/*/*/webhook');
});

test('outputs say where everything is', () => {
  const outputs: Record<string, { Value: unknown }> = template.toJSON().Outputs;
  const refs = Object.entries(outputs).map(([name, { Value }]) => [
    name,
    nameOf(/"Ref":"(\w+)"/.exec(JSON.stringify(Value))?.[1] ?? ''),
  ]);
  expect(Object.fromEntries(refs)).toEqual({
    WebhookUrl: 'WebhookApi',
    CapturesTable: 'TablesCaptures',
    ControlTable: 'TablesControl',
    SweepFunction: 'SweepWorkerFunction',
    ParticipantsQueueUrl: 'ParticipantsQueue',
    ParticipantsDeadLetterQueueUrl: 'ParticipantsDeadLetterQueue',
    QosQueueUrl: 'QosQueue',
    QosDeadLetterQueueUrl: 'QosDeadLetterQueue',
    ReportQueueUrl: 'ReportQueue',
    ReportDeadLetterQueueUrl: 'ReportDeadLetterQueue',
    StoreSecretArn: 'StoreSecret',
    ZoomAccounts: 'ZoomAccountMainSecret',
    ZoomApiUrl: '',
    ZoomOauthUrl: '',
    ZoomAccountMainSecret: 'ZoomAccountMainSecret',
    ZoomAccountMainCredentials: 'ZoomAccountMainCredentials',
    ZoomAccountSchoolEuSecret: 'ZoomAccountSchoolEuSecret',
    ZoomAccountSchoolEuCredentials: 'ZoomAccountSchoolEuCredentials',
  });
  expect(JSON.stringify(outputs.WebhookUrl)).toContain('/webhook"');
  expect(stackName).toBe('ZoomCapture-test');
});

test('the address takes as many requests a second as the stage says, and has no limit of its own without it', () => {
  const settingsOf = (changes: object) =>
    propertiesOf(synthesizedStack(changes).template, 'AWS::ApiGatewayV2::Stage')[0]?.DefaultRouteSettings;
  expect(settingsOf({})).toBeUndefined();
  expect(settingsOf({ webhookRequestsPerSecond: 200 })).toEqual({
    ThrottlingRateLimit: 200,
    ThrottlingBurstLimit: 200,
  });
});

test('the access log has the address of who sent a request only where the stage wants it', () => {
  const formatOf = (changes: object) =>
    propertiesOf(synthesizedStack(changes).template, 'AWS::ApiGatewayV2::Stage')[0]?.AccessLogSettings.Format;
  expect(formatOf({})).not.toContain('sourceIp');
  expect(JSON.parse(formatOf({ logSourceAddress: true }))).toMatchObject({ sourceIp: '$context.identity.sourceIp' });
});

test('a stage that drops the topic of meetings has its webhook send none to a queue, and a strict one no host either', () => {
  const toldOf = (privacy: StageInput['privacy']) =>
    propertiesOf(synthesizedStack({ privacy }).template, 'AWS::Lambda::Function').find(({ id }) =>
      id.startsWith('Webhook'),
    )?.Environment.Variables.NOT_TOLD;
  expect(toldOf({})).toBeUndefined();
  expect(toldOf({ all: { pseudonymize: ['id'] } })).toBeUndefined();
  expect(toldOf({ meeting: { drop: ['topic'] } })).toBe('topic');
  expect(toldOf('strict')).toBe('topic,hostId');
});

import { expect, test } from 'vitest';
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

import { Duration, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { queueVariable } from '../../shared/domain/dataset.ts';
import { fieldSetsOf } from '../../shared/domain/privacy/disguise.ts';
import { answerRules, inBothPacks } from '../parts/reviewed-rules.ts';
import { type StageDefaults, stageLogGroup } from '../parts/stage-defaults.ts';
import type { ZoomAccountSecrets } from '../parts/zoom-account-secret.ts';
import { ZoomCaptureFunction } from '../parts/zoom-capture-function.ts';
import { type StageConfig, settingVariables } from '../settings/stage-config.ts';
import type { DatasetCapture } from './dataset-capture.ts';

/**
 * A line for each request, so that one which never reached the function can be told too. No address of the sender's, unless
 * the stage wants it, and nothing of the request's contents.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
const accessLogFields = {
  requestTime: '$context.requestTime',
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLatency: '$context.responseLatency',
  integrationStatus: '$context.integration.status',
  integrationError: '$context.integrationErrorMessage',
};

const sourceAddress = { sourceIp: '$context.identity.sourceIp' };

interface WebhookApiProps extends StageDefaults {
  /** Each gets one message for every ended meeting. */
  readonly captures: readonly DatasetCapture[];
  readonly accounts: readonly ZoomAccountSecrets[];
  readonly config: StageConfig;
}

/**
 * Where Zoom sends its events: `POST /webhook` and nothing else.
 *
 * An HTTP API, not a function's URL: a throttled function behind it is a 5xx, which Zoom sends again; the 429 of a
 * function's URL would lose the event until the sweep brings it in. So throttling set here is far above what Zoom sends: it
 * bounds what a flood costs.
 */
export class WebhookApi extends Construct {
  readonly receiver: ZoomCaptureFunction;
  readonly api: HttpApi;
  /** What goes into the Zoom app's event subscription. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: WebhookApiProps) {
    super(scope, id);
    const { captures, accounts, config, ...stageDefaults } = props;
    this.receiver = new ZoomCaptureFunction(this, 'Receiver', {
      folder: 'webhook',
      description: "Checks Zoom's events and queues the captures of ended meetings and webinars",
      // Zoom gives up after 3 s; what takes longer answers nobody.
      timeout: Duration.seconds(10),
      memorySizeMb: 256,
      reservedConcurrency: config.webhookReservedConcurrency,
      ...stageDefaults,
      environment: { ...settingVariables(config, 'webhook'), ...notTold(config) },
    });
    for (const { dataset, queue } of captures) this.receiver.bindQueue(queueVariable(dataset), queue);
    this.receiver.bindZoomAccounts(accounts, 'verify');

    const path = '/webhook';
    const rate = config.webhookRequestsPerSecond;
    this.api = new HttpApi(this, 'Api', {
      // A label in the console; the address is made by AWS.
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
    });
    this.api.addRoutes({
      path,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Integration', this.receiver.lambda),
    });
    const httpStage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(stageLogGroup(this, 'AccessLogs', stageDefaults)),
        format: AccessLogFormat.custom(
          JSON.stringify({ ...accessLogFields, ...(config.logSourceAddress && sourceAddress) }),
        ),
      },
      ...(rate !== undefined && { throttle: { rateLimit: rate, burstLimit: rate } }),
    });
    this.url = `${httpStage.url.replace(/\/$/, '')}${path}`;
    for (const { rules, reason } of reviewed) answerRules(this, reason, rules);
  }
}

/** What the stage stores of no meeting: the webhook does not send it to a queue. In a strict one host ids are pseudonyms. */
function notTold({ privacy }: StageConfig): Record<string, string> {
  const { dropped, pseudonymized } = fieldSetsOf(privacy, 'meeting');
  const left = privacy === 'strict' ? dropped.union(pseudonymized) : dropped;
  const words = ['topic', 'hostId'].filter((word) => left.has(word));
  return words.length > 0 ? { NOT_TOLD: words.join(',') } : {};
}

/** What reviewers ask about the webhook, and the answer. */
const reviewed = [
  {
    rules: ['AwsSolutions-APIG4'],
    reason: 'Zoom signs each event, and offers no other proof; the function verifies the signature before all else.',
  },
  {
    rules: ['Serverless-APIGWDefaultThrottling'],
    reason:
      'Throttling answers 429, and what Zoom gets a 4xx for it never sends again: a stage says for itself how far above its peak (webhookRequestsPerSecond).',
  },
  {
    rules: ['Serverless-LambdaDLQ', ...inBothPacks('LambdaDLQ')],
    reason:
      'It is called by API Gateway alone, which waits for its answer: Lambda queues nothing that could fail later.',
  },
];

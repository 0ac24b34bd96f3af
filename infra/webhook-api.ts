import { Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import type { StageConfig } from './config.ts';
import type { DatasetCapture } from './dataset-capture.ts';
import type { ZoomAccountSecret } from './zoom-account-secret.ts';
import { type FunctionDefaults, ZoomCaptureFunction } from './zoom-capture-function.ts';

export interface WebhookApiProps extends FunctionDefaults {
  /** Each gets one message for every ended meeting. */
  readonly captures: readonly DatasetCapture[];
  readonly accounts: readonly ZoomAccountSecret[];
  readonly config: StageConfig;
}

/**
 * Where Zoom sends its events: `POST /webhook` and nothing else.
 *
 * An HTTP API, not a function's URL: a throttled function behind it is a 5xx, which Zoom sends again; the 429 of a
 * function's URL, or of throttling set here, would lose the event for good.
 */
export class WebhookApi extends Construct {
  readonly receiver: ZoomCaptureFunction;
  /** What goes into the Zoom app's event subscription. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: WebhookApiProps) {
    super(scope, id);
    const { captures, accounts, config, stage, logRetention, removalPolicy } = props;
    this.receiver = new ZoomCaptureFunction(this, 'Receiver', {
      folder: 'webhook',
      description: "Checks Zoom's events and queues the captures of ended meetings and webinars",
      // Zoom gives up after 3 s; what takes longer answers nobody.
      timeout: Duration.seconds(10),
      memorySizeMb: 256,
      reservedConcurrency: config.webhookReservedConcurrency,
      stage,
      logRetention,
      removalPolicy,
      environment: {
        TIME_SCALE: String(config.timeScale),
        SIGNATURE_MAX_AGE_SECONDS: String(config.signatureMaxAgeSeconds),
        SIGNATURE_MAX_AHEAD_SECONDS: String(config.signatureMaxAheadSeconds),
      },
    });
    for (const { dataset, queue } of captures) this.receiver.bindQueue(`${dataset.toUpperCase()}_QUEUE_URL`, queue);
    this.receiver.bindZoomAccounts(accounts);

    const path = '/webhook';
    const httpApi = new HttpApi(this, 'Api', {
      // A label in the console; the address is made by AWS.
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
    });
    httpApi.addRoutes({
      path,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Integration', this.receiver.lambda),
    });
    const httpStage = new HttpStage(this, 'Stage', { httpApi, autoDeploy: true });
    this.url = `${httpStage.url.replace(/\/$/, '')}${path}`;
  }
}

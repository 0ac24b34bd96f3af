import { CfnOutput, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { stageDatasets } from '../shared/domain/dataset.ts';
import { CaptureTables } from './constructs/capture-tables.ts';
import { DatasetCapture } from './constructs/dataset-capture.ts';
import { EncryptionKey } from './constructs/encryption-key.ts';
import { Lake } from './constructs/lake.ts';
import { News } from './constructs/news.ts';
import { pascal } from './constructs/stage-defaults.ts';
import { StoreSecret } from './constructs/store-secret.ts';
import { Sweeper } from './constructs/sweeper.ts';
import { WebhookApi } from './constructs/webhook-api.ts';
import { accountReferences, ZoomAccountSecrets } from './constructs/zoom-account-secret.ts';
import { CaptureMonitoring } from './monitoring/capture-monitoring.ts';
import type { StageConfig } from './settings/stage-config.ts';

interface CaptureStackProps {
  readonly config: StageConfig;
}

/** One stage of the product. Puts the constructs together and defines no resource itself. */
export class CaptureStack extends Stack {
  /** The stack of a stage, under the stage's name. */
  static ofStage(scope: Construct, config: StageConfig): CaptureStack {
    return new CaptureStack(scope, `ZoomCapture-${config.stage}`, { config });
  }

  constructor(scope: Construct, id: string, { config }: CaptureStackProps) {
    const retain = config.removal === 'retain';
    super(scope, id, {
      description: `Captures ended Zoom meetings and webinars into DynamoDB (stage ${config.stage})`,
      terminationProtection: retain,
    });
    const removalPolicy = retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    for (const [name, value] of Object.entries({ Application: 'zoom-capture', Stage: config.stage, ...config.tags })) {
      Tags.of(this).add(name, value);
    }
    const encryptionKey = config.ownKey ? new EncryptionKey(this, 'Encryption', { removalPolicy }).key : undefined;
    const { stage, logRetentionDays: logRetention, tracing } = config;
    const defaults = { stage, logRetention, removalPolicy, tracing, encryptionKey };

    const tables = new CaptureTables(this, 'Tables', {
      removalPolicy,
      deletionProtection: retain,
      tableClass: config.tableClass,
      recoveryDays: config.recoveryDays,
      encryptionKey,
    });
    const accounts = config.accounts.map(
      (account) =>
        new ZoomAccountSecrets(this, `ZoomAccount${pascal(account.name)}`, { account, removalPolicy, encryptionKey }),
    );
    const storeSecret = new StoreSecret(this, 'StoreSecret', { removalPolicy, encryptionKey }).secret;
    const datasets = stageDatasets(config.accounts);
    const captures = datasets.map(
      (dataset) =>
        new DatasetCapture(this, pascal(dataset), { ...defaults, dataset, tables, accounts, storeSecret, config }),
    );
    const webhook = new WebhookApi(this, 'Webhook', { ...defaults, captures, accounts, config });
    const sweeper = new Sweeper(this, 'Sweep', { ...defaults, captures, tables, accounts, storeSecret, config });
    const news =
      config.events === 'off' ? undefined : new News(this, 'News', { ...defaults, captures, tables, config });
    const lake = config.lake ? new Lake(this, 'Lake', { ...defaults, tables, datasets }) : undefined;
    new CaptureMonitoring(this, 'Monitoring', { config, webhook, captures, sweeper, tables, encryptionKey, news });

    this.output('WebhookUrl', webhook.url, "Event notification endpoint URL of the Zoom app's event subscription");
    this.output('CapturesTable', tables.captures.tableName, 'What was captured');
    this.output('ControlTable', tables.control.tableName, 'Rate budgets and tokens');
    this.output('SweepFunction', sweeper.worker.lambda.functionName, 'Looks for missed meetings; commands invoke it');
    for (const { dataset, queue, deadLetterQueue } of captures) {
      this.output(`${pascal(dataset)}QueueUrl`, queue.queueUrl, `Captures of ${dataset} to do`);
      this.output(`${pascal(dataset)}DeadLetterQueueUrl`, deadLetterQueue.queueUrl, `Captures of ${dataset} given up`);
    }
    this.output(
      'StoreSecretArn',
      storeSecret.secretArn,
      'What the store is keyed with: for erasures, never to be changed',
    );
    if (news) {
      this.output('NewsQueueUrl', news.queue.queueUrl, 'What there is to tell; commands send to it');
      this.output('NewsBus', news.bus.eventBusName, 'The bus of EventBridge that news of captures are on');
    }
    if (lake) {
      this.output('LakeBucket', lake.bucket.bucketName, 'Where all rows are as Parquet');
      this.output('LakeFunction', lake.worker.lambda.functionName, 'Keeps the lake; commands invoke it');
      this.output('LakeDatabase', lake.tables.database, "Glue's database of the lake's tables");
      this.output('LakeWorkgroup', lake.tables.workgroup, 'Where Athena is asked');
    }
    this.output('ZoomAccounts', accountReferences(this, accounts, 'both'), 'The Zoom accounts, as functions know them');
    this.output('ZoomApiUrl', config.zoomApiUrl, "Zoom's API");
    this.output('ZoomOauthUrl', config.zoomOauthUrl, 'Where access tokens come from');
    if (config.timeZone !== undefined) this.output('TimeZone', config.timeZone, 'In which commands show times');
    for (const secrets of accounts) this.outputSecrets(secrets);
  }

  private outputSecrets({ account, secret, credentials }: ZoomAccountSecrets): void {
    const output = `ZoomAccount${pascal(account.name)}`;
    this.output(
      `${output}Secret`,
      secret.secretArn,
      `Put the secret tokens of the Zoom account "${account.name}" there`,
    );
    this.output(`${output}Credentials`, credentials.secretArn, 'And the credentials of its app there');
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}

import { CfnOutput, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { type IManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { stageDatasets } from '../shared/domain/dataset.ts';
import { omit } from '../shared/domain/omit.ts';
import { ConfigurationError } from '../shared/runtime/errors.ts';
import { Audit } from './constructs/audit.ts';
import { DatasetCapture } from './constructs/dataset-capture.ts';
import { Lake } from './constructs/lake.ts';
import { News } from './constructs/news.ts';
import { Sweeper } from './constructs/sweeper.ts';
import { WebhookApi } from './constructs/webhook-api.ts';
import { CaptureMonitoring } from './monitoring/capture-monitoring.ts';
import { CaptureTables } from './parts/capture-tables.ts';
import { EncryptionKey, letServicesUse } from './parts/encryption-key.ts';
import { pascal, type StageDefaults } from './parts/stage-defaults.ts';
import { StoreSecret } from './parts/store-secret.ts';
import { accountReferences, ZoomAccountSecrets } from './parts/zoom-account-secret.ts';
import type { ZoomCaptureFunction } from './parts/zoom-capture-function.ts';
import { defineStage, type StageConfig, type StageInput } from './settings/stage-config.ts';

/** What a CDK app has already, and wants used. */
interface Surroundings {
  /**
   * Where the functions run. They need a way to Zoom (NAT) and to the services of AWS.
   * @default - outside of any VPC
   */
  readonly vpc?: IVpc;
  /** @default - the private ones of the VPC */
  readonly vpcSubnets?: SubnetSelection;
  /** @default - a new one for each function, which lets everything out */
  readonly securityGroups?: ISecurityGroup[];
  /**
   * Encrypts all that is kept. A key of the same app is made to let CloudWatch's logs and alarms (and CloudTrail for `auditDays`) use it; an imported one has to let them already.
   * @default - a new one where `ownKey` says so, else keys that AWS keeps
   */
  readonly encryptionKey?: IKey;
  /**
   * Gets news of captures, whatever `events` says.
   * @default - as `events` says: none, the default bus, or a new one
   */
  readonly bus?: IEventBus;
  /**
   * The most that any role of it may ever do.
   * @default - none
   */
  readonly permissionsBoundary?: IManagedPolicy;
}

type Settings = Omit<StageInput, 'stage' | 'removal'> & Partial<Pick<StageInput, 'stage' | 'removal'>>;

/**
 * `accounts`, and any other setting of docs/settings.md, which has their defaults. `stage` names its metrics (default
 * `prod`); `removal` is what becomes of data when the stack is deleted (default `retain`).
 */
export type ZoomCaptureProps = Settings & Surroundings;

const ownProps = [
  ...(['vpc', 'vpcSubnets', 'securityGroups'] as const),
  ...(['encryptionKey', 'bus', 'permissionsBoundary'] as const),
] as const satisfies readonly (keyof Surroundings)[];

/**
 * Captures every ended Zoom meeting and webinar of some Zoom accounts. Puts the constructs together and defines no resource itself.
 * Once in a stack: the commands find it by the stack's outputs.
 * @throws ConfigurationError naming every wrong setting
 *
 * @example
 * new ZoomCapture(this, 'Zoom', { accounts: [{ name: 'main', plan: 'business' }], vpc, encryptionKey });
 */
export class ZoomCapture extends Construct {
  /** Event notification endpoint URL of the Zoom app's event subscription. */
  readonly webhookUrl: string;
  readonly tables: CaptureTables;
  /** Secrets of the Zoom accounts, in their order: an operator puts tokens and credentials there. */
  readonly accounts: readonly ZoomAccountSecrets[];
  readonly config: StageConfig;

  constructor(scope: Construct, id: string, props: ZoomCaptureProps) {
    super(scope, id);
    refuseSecond(this);
    const config = defineStage({ stage: 'prod', removal: 'retain', ...omit(props, ...ownProps) });
    this.config = config;
    for (const [name, value] of Object.entries({ Application: 'zoom-capture', Stage: config.stage, ...config.tags })) {
      Tags.of(this).add(name, value);
    }
    if (props.permissionsBoundary) PermissionsBoundary.of(this).apply(props.permissionsBoundary);
    const defaults = this.defaults(props, config);
    const { removalPolicy, encryptionKey } = defaults;
    const tables = new CaptureTables(this, 'Tables', {
      removalPolicy,
      deletionProtection: config.removal === 'retain',
      tableClass: config.tableClass,
      recoveryDays: config.recoveryDays,
      encryptionKey,
    });
    this.tables = tables;
    const accounts = config.accounts.map(
      (account) =>
        new ZoomAccountSecrets(this, `ZoomAccount${pascal(account.name)}`, { account, removalPolicy, encryptionKey }),
    );
    this.accounts = accounts;
    const storeSecret = new StoreSecret(this, 'StoreSecret', { removalPolicy, encryptionKey }).secret;
    const datasets = stageDatasets(config.accounts);
    const captures = datasets.map(
      (dataset) =>
        new DatasetCapture(this, pascal(dataset), { ...defaults, dataset, tables, accounts, storeSecret, config }),
    );
    const webhook = new WebhookApi(this, 'Webhook', { ...defaults, captures, accounts, config });
    this.webhookUrl = webhook.url;
    const sweeper = new Sweeper(this, 'Sweep', { ...defaults, captures, tables, accounts, storeSecret, config });
    const { bus } = props;
    const workers = [...captures.map(({ consumer }) => consumer), sweeper.worker];
    const isTold = config.events !== 'off' || bus !== undefined;
    const news = isTold ? new News(this, 'News', { ...defaults, workers, tables, config, givenBus: bus }) : undefined;
    const lake = config.lake ? new Lake(this, 'Lake', { ...defaults, tables, datasets }) : undefined;
    const audit = config.auditDays === 0 ? undefined : this.audit(defaults, { tables, workers, news, lake });
    new CaptureMonitoring(this, 'Monitoring', { config, webhook, captures, sweeper, tables, encryptionKey, news });
    this.tellCommands({ storeSecretArn: storeSecret.secretArn, captures, sweeper, news, lake, audit });
  }

  private defaults(props: Surroundings, config: StageConfig): StageDefaults {
    const removalPolicy = config.removal === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const { vpc, vpcSubnets, securityGroups, encryptionKey: given } = props;
    if (given) letServicesUse(given, Stack.of(this));
    const made = config.ownKey && !given ? new EncryptionKey(this, 'Encryption', { removalPolicy }).key : undefined;
    return {
      stage: config.stage,
      logRetention: config.logRetentionDays,
      removalPolicy,
      tracing: config.tracing,
      encryptionKey: given ?? made,
      ...(vpc && { network: { vpc, ...(vpcSubnets && { vpcSubnets }), ...(securityGroups && { securityGroups }) } }),
    };
  }

  private audit(defaults: StageDefaults, parts: Audited): Audit {
    const { tables, workers, news, lake } = parts;
    const functions = [...workers, ...(news ? [news.teller] : []), ...(lake ? [lake.worker] : [])];
    const { auditDays: days } = this.config;
    return new Audit(this, 'Audit', { ...defaults, days, tables, functions, lakeBucket: lake?.bucket });
  }

  /** The stack's outputs, by which commands find everything. */
  private tellCommands(parts: Told): void {
    const { storeSecretArn, captures, sweeper, news, lake, audit } = parts;
    const { tables, accounts, config } = this;
    this.output('WebhookUrl', this.webhookUrl, "Event notification endpoint URL of the Zoom app's event subscription");
    this.output('CapturesTable', tables.captures.tableName, 'What was captured');
    this.output('ControlTable', tables.control.tableName, 'Rate budgets and tokens');
    this.output('SweepFunction', sweeper.worker.lambda.functionName, 'Looks for missed meetings; commands invoke it');
    for (const { dataset, queue, deadLetterQueue } of captures) {
      this.output(`${pascal(dataset)}QueueUrl`, queue.queueUrl, `Captures of ${dataset} to do`);
      this.output(`${pascal(dataset)}DeadLetterQueueUrl`, deadLetterQueue.queueUrl, `Captures of ${dataset} given up`);
    }
    this.output('StoreSecretArn', storeSecretArn, 'What the store is keyed with: for erasures, never to be changed');
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
    if (audit) this.output('AuditBucket', audit.bucket.bucketName, 'Records of who read and wrote what was captured');
    this.output('ZoomAccounts', accountReferences(this, accounts, 'both'), 'The Zoom accounts, as functions know them');
    this.output('ZoomApiUrl', config.zoomApiUrl, "Zoom's API");
    this.output('ZoomOauthUrl', config.zoomOauthUrl, 'Where access tokens come from');
    if (config.timeZone !== undefined) this.output('TimeZone', config.timeZone, 'In which commands show times');
    const { internalDomains } = config;
    if (internalDomains) this.output('InternalDomains', internalDomains.join(), 'Whose addresses are not of guests');
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

  /** Under the same name in every stack, wherever in it this construct is. */
  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description }).overrideLogicalId(id);
  }
}

interface OptionalParts {
  readonly news: News | undefined;
  readonly lake: Lake | undefined;
}

type Audited = OptionalParts & { readonly tables: CaptureTables; readonly workers: readonly ZoomCaptureFunction[] };

type Told = OptionalParts & {
  readonly storeSecretArn: string;
  readonly captures: readonly DatasetCapture[];
  readonly sweeper: Sweeper;
  readonly audit: Audit | undefined;
};

/** @throws ConfigurationError where the stack has one already */
function refuseSecond(own: ZoomCapture): void {
  const all = Stack.of(own).node.findAll();
  if (!all.some((one) => one !== own && one instanceof ZoomCapture)) return;
  throw new ConfigurationError(
    'A stack has one ZoomCapture, whose outputs the commands read: put another into a stack of its own.',
  );
}

import { Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import {
  DefaultDashboardFactory,
  type IAlarmNamingStrategy,
  MonitoringFacade,
  noopAction,
  notifySns,
} from 'cdk-monitoring-constructs';
import { Construct } from 'constructs';
import type { DatasetCapture } from '../constructs/dataset-capture.ts';
import type { News } from '../constructs/news.ts';
import type { Sweeper } from '../constructs/sweeper.ts';
import type { WebhookApi } from '../constructs/webhook-api.ts';
import type { CaptureTables } from '../parts/capture-tables.ts';
import { answerRules } from '../parts/reviewed-rules.ts';
import { pascal } from '../parts/stage-defaults.ts';
import type { StageConfig } from '../settings/stage-config.ts';
import { accountWatches } from './account-watches.ts';
import { captureWatches } from './capture-watches.ts';
import { lakeWatches } from './lake-watches.ts';
import { newsWatches } from './news-watches.ts';
import { metricGroup } from './watch.ts';
import { webhookWatches } from './webhook-watches.ts';

interface CaptureMonitoringProps {
  readonly config: StageConfig;
  readonly webhook: WebhookApi;
  readonly captures: readonly DatasetCapture[];
  readonly sweeper: Sweeper;
  readonly tables: CaptureTables;
  readonly encryptionKey?: IKey | undefined;
  /** @default - none are told */
  readonly news?: News | undefined;
}

/** An alarm's id in the template has no stage in it; its name gets one afterwards. */
const naming: IAlarmNamingStrategy = {
  getName: ({ alarmNameSuffix }) => alarmNameSuffix,
  getWidgetLabel: ({ alarmNameSuffix }) => alarmNameSuffix,
  getDedupeString: () => undefined,
};

/** The stage's alarms, and a dashboard that shows what they watch. */
export class CaptureMonitoring extends Construct {
  constructor(scope: Construct, id: string, props: CaptureMonitoringProps) {
    super(scope, id);
    const { config, webhook, captures, sweeper, tables, encryptionKey, news } = props;
    const { stage, accounts, alarmTarget: target } = config;
    const { stackName } = Stack.of(this);
    const action = target
      ? notifySns(new AlarmTarget(this, 'AlarmTarget', { target, encryptionKey }).topic)
      : noopAction();
    const facade = new MonitoringFacade(this, 'Facade', {
      alarmFactoryDefaults: { actionsEnabled: true, action, alarmNamePrefix: stackName, alarmNamingStrategy: naming },
      metricFactoryDefaults: {},
      dashboardFactory: new DefaultDashboardFactory(this, 'Dashboards', { dashboardNamePrefix: stackName }),
    });
    const sections = [
      webhookWatches(webhook, stage),
      captureWatches(captures, tables, stage),
      accountWatches(accounts, sweeper, stage),
      ...(news ? [newsWatches(news, stage)] : []),
      ...(config.lake ? [lakeWatches(stage)] : []),
    ];
    for (const { title, groups } of sections) {
      facade.monitorCustom({
        alarmFriendlyName: pascal(title.toLowerCase().replaceAll(' ', '-')),
        humanReadableName: title,
        metricGroups: groups.map(metricGroup),
      });
    }
    for (const { alarm } of facade.createdAlarms()) {
      const { defaultChild } = alarm.node;
      if (defaultChild instanceof CfnAlarm) defaultChild.alarmName = `${stackName}-${alarm.node.id}`;
    }
  }
}

interface AlarmTargetProps {
  /** An e-mail address, or the ARN of a topic that exists. */
  readonly target: string;
  /** @default - not encrypted at rest: alarms say nothing of meetings */
  readonly encryptionKey?: IKey | undefined;
}

/** Who hears of alarms. A new e-mail address gets a message first, and hears nothing until its link is followed. */
class AlarmTarget extends Construct {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, { target, encryptionKey }: AlarmTargetProps) {
    super(scope, id);
    if (target.startsWith('arn:')) {
      this.topic = Topic.fromTopicArn(this, 'Topic', target);
      return;
    }
    const topic = new Topic(this, 'Topic', { enforceSSL: true, ...(encryptionKey && { masterKey: encryptionKey }) });
    // The ready-made one puts the address into its id, and so all over the template.
    const email = new Subscription(this, 'Email', { topic, protocol: SubscriptionProtocol.EMAIL, endpoint: target });
    answerRules(email, 'An e-mail that does not arrive is read in no queue; the alarm itself stays in CloudWatch.', [
      'Serverless-SNSRedrivePolicy',
    ]);
    // A policy of its own takes the place of the one that lets alarms in.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.topic = topic;
  }
}

import { Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  DefaultDashboardFactory,
  type IAlarmNamingStrategy,
  MonitoringFacade,
  noopAction,
  notifySns,
} from 'cdk-monitoring-constructs';
import { Construct } from 'constructs';
import type { CaptureTables } from '../capture-tables.ts';
import type { StageConfig } from '../config.ts';
import { pascal } from '../construct-ids.ts';
import type { DatasetCapture } from '../dataset-capture.ts';
import type { Sweeper } from '../sweeper.ts';
import type { WebhookApi } from '../webhook-api.ts';
import { accountWatches } from './account-watches.ts';
import { AlarmTarget } from './alarm-target.ts';
import { captureWatches } from './capture-watches.ts';
import { metricGroup } from './watch.ts';
import { webhookWatches } from './webhook-watches.ts';

export interface CaptureMonitoringProps {
  readonly config: StageConfig;
  readonly webhook: WebhookApi;
  readonly captures: readonly DatasetCapture[];
  readonly sweeper: Sweeper;
  readonly tables: CaptureTables;
  readonly encryptionKey?: IKey | undefined;
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
    const { config, webhook, captures, sweeper, tables, encryptionKey } = props;
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

import { Duration } from 'aws-cdk-lib';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { queueVariable } from '../../shared/domain/dataset.ts';
import { captureIndexes } from '../../shared/dynamo/schema.ts';
import type { CaptureTables } from '../parts/capture-tables.ts';
import { callOnSchedule } from '../parts/schedule.ts';
import type { StageDefaults } from '../parts/stage-defaults.ts';
import type { ZoomAccountSecrets } from '../parts/zoom-account-secret.ts';
import { ZoomCaptureFunction } from '../parts/zoom-capture-function.ts';
import { type StageConfig, settingVariables } from '../settings/stage-config.ts';
import type { DatasetCapture } from './dataset-capture.ts';

interface SweeperProps extends StageDefaults {
  /** Each gets a message for every meeting that was missed. */
  readonly captures: readonly DatasetCapture[];
  readonly tables: CaptureTables;
  readonly accounts: readonly ZoomAccountSecrets[];
  readonly storeSecret: Secret;
  readonly config: StageConfig;
}

/** Looks for what the webhook never heard of, and for captures that nobody works on any more. */
export class Sweeper extends Construct {
  readonly worker: ZoomCaptureFunction;

  constructor(
    scope: Construct,
    id: string,
    { captures, tables, accounts, storeSecret, config, ...defaults }: SweeperProps,
  ) {
    super(scope, id);
    this.worker = new ZoomCaptureFunction(this, 'Worker', {
      ...defaults,
      folder: 'sweep',
      description: 'Finds ended meetings that no event told of, and puts stuck captures back to work',
      timeout: Duration.minutes(2),
      memorySizeMb: 512,
      environment: settingVariables(config, 'capture'),
    });
    for (const { dataset, queue } of captures) this.worker.bindQueue(queueVariable(dataset), queue);
    this.worker.bindTable('CAPTURES_TABLE', tables.captures, [
      ...['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'],
      // How many rows there are of what the settings leave out.
      'Query',
    ]);
    this.worker.allowIndex(tables.captures, captureIndexes.byState.name);
    this.worker.bindTable('CONTROL_TABLE', tables.control, ['GetItem', 'Query', 'UpdateItem']);
    this.worker.bindZoomAccounts(accounts, 'call');
    this.worker.bindSecret('STORE_SECRET_ID', storeSecret);
    callOnSchedule(this, {
      worker: this.worker,
      // A sweep that takes longer than one invocation goes on with the next.
      minutes: config.sweepTickMinutes,
      description: 'Sweeps every Zoom account',
      ifOneFails: 'A tick that fails leaves its work where it was, and the next one, minutes later, goes on with it.',
    });
  }
}

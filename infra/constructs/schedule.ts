import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { ZoomCaptureFunction } from './zoom-capture-function.ts';

interface CallOnScheduleProps {
  readonly worker: ZoomCaptureFunction;
  readonly minutes: number;
  readonly description: string;
}

/** Calls a function again and again. A call that fails is not repeated: the next one does its work. */
export function callOnSchedule(scope: Construct, { worker, minutes, description }: CallOnScheduleProps): void {
  worker.lambda.configureAsyncInvoke({ retryAttempts: 0 });
  const rule = new Rule(scope, 'Schedule', {
    description,
    schedule: Schedule.rate(Duration.minutes(minutes)),
    // By hand, since the ready-made target puts the stack's name, and so the stage, into its permission's construct id.
    targets: [{ bind: () => ({ arn: worker.lambda.functionArn }) }],
  });
  worker.lambda.addPermission('OnSchedule', {
    principal: new ServicePrincipal('events.amazonaws.com'),
    sourceArn: rule.ruleArn,
  });
}

/** Findings of cdk-nag about a function that is called so: what they ask for would keep ticks, which nobody needs. */
export const scheduleFindings = [
  'Serverless-LambdaDLQ',
  'Serverless-LambdaAsyncFailureDestination',
  'Serverless-EventBusDLQ',
];

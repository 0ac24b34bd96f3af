import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { answerRules, inBothPacks } from './reviewed-rules.ts';
import type { ZoomCaptureFunction } from './zoom-capture-function.ts';

interface CallOnScheduleProps {
  readonly worker: ZoomCaptureFunction;
  readonly minutes: number;
  readonly description: string;
  /** A sentence for reviewers: what a call that fails leaves behind, and who goes on with it. */
  readonly ifOneFails: string;
}

/** Calls a function again and again. A call that fails is not repeated: the next one does its work. */
export function callOnSchedule(scope: Construct, props: CallOnScheduleProps): void {
  const { worker, minutes, description, ifOneFails } = props;
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
  // What these ask for would keep calls that failed, which nobody needs.
  answerRules(scope, ifOneFails, [
    'Serverless-LambdaDLQ',
    'Serverless-LambdaAsyncFailureDestination',
    'Serverless-EventBusDLQ',
    ...inBothPacks('LambdaDLQ'),
  ]);
  answerRules(
    scope,
    'A schedule calls it, and now and then a command: a few executions, which reserving more would take from others.',
    inBothPacks('LambdaConcurrency'),
  );
}

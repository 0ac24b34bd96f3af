import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { afterAll, describe, expect, test } from 'vitest';
import { CaptureStack } from '../../infra/stack.ts';
import { stageNamed, stages } from '../../infra/stages.ts';
import { assemblyContext } from '../../infra/synthesize.ts';

const outdir = mkdtempSync(join(tmpdir(), 'nag-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));
const app = new App({ outdir, context: assemblyContext, builtinCloudFormationValidation: false });
const stacks = stages.map(({ stage }) => CaptureStack.ofStage(app, stageNamed(stage)));
/** With all that is off where a stage does not ask for it. */
const everything = new CaptureStack(app, 'Everything', { config: stageNamed('prod', { events: 'own', lake: true }) });

/** What AWS's packs for solutions and for serverless find, as `rule construct`. */
function findings(stack: CaptureStack): string[] {
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app)]
    .flatMap((pack) => pack.validateScope(stack).violations)
    .flatMap(({ ruleName, violatingResources = [] }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    );
}

describe('cdk-nag', () => {
  test.each([...stacks, everything].map((stack) => [stack.stackName, stack]))(
    'cdk-nag finds nothing in %s',
    (_, stack) => {
      expect(findings(stack)).toEqual([]);
    },
  );

  test('cdk-nag would find a queue without TLS', () => {
    const stack = new CaptureStack(app, 'Planted', { config: stageNamed('dev') });
    new Queue(stack, 'Open');
    expect(findings(stack)).toContain('AwsSolutions-SQS4 Planted/Open/Resource');
  });
});

/** Findings that are answered rather than mended: whoever adds one adds it here, and a reviewer reads its reason. */
const answered = [
  'Lake/Bucket: AwsSolutions-S1',
  'Lake/Mirror/Role: AwsSolutions-IAM5[Resource::*]',
  'Lake/Mirror: AwsSolutions-IAM5[Resource::<LakeBucketB1D32E10.Arn>/*]',
  'Lake: Serverless-EventBusDLQ',
  'Lake: Serverless-LambdaAsyncFailureDestination',
  'Lake: Serverless-LambdaDLQ',
  'News/DeadLetterQueue: Serverless-SQSRedrivePolicy',
  'News/EventSource: Serverless-LambdaEventSourceMappingDestination',
  'News/Teller/Function: Serverless-LambdaDLQ',
  'News/Teller/Role: AwsSolutions-IAM5[Resource::*]',
  'Participants/Consumer/Function: Serverless-LambdaDLQ',
  'Participants/Consumer/Role: AwsSolutions-IAM5[Resource::*]',
  'Participants/DeadLetterQueue: Serverless-SQSRedrivePolicy',
  'Participants/EventSource: Serverless-LambdaEventSourceMappingDestination',
  'StoreSecret/Secret: AwsSolutions-SMG4',
  'Sweep/Worker/Role: AwsSolutions-IAM5[Resource::*]',
  'Sweep: Serverless-EventBusDLQ',
  'Sweep: Serverless-LambdaAsyncFailureDestination',
  'Sweep: Serverless-LambdaDLQ',
  'Webhook/Receiver/Role: AwsSolutions-IAM5[Resource::*]',
  'Webhook: AwsSolutions-APIG4',
  'Webhook: Serverless-APIGWDefaultThrottling',
  'Webhook: Serverless-LambdaDLQ',
  'ZoomAccountMain: AwsSolutions-SMG4',
];

test('no finding is put aside but these, each with a sentence that says why', () => {
  const found = everything.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data))
      .map(([id, reason]) => ({
        answer: `${node.path.replace(/^[^/]*\/(?:Default\/)?/, '')}: ${id.replace('Annotation::', '')}`,
        reason,
      })),
  );
  const others = found.map(({ answer }) => answer).filter((answer) => !/^(Qos|Report)\//.test(answer));
  expect(others.sort()).toEqual(answered);
  for (const { answer, reason } of found) expect(reason, answer).toMatch(/^[A-Z].{40,}\.$/);
});

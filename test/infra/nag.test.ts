import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, HIPAASecurityChecks, type NagPack, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { afterAll, describe, expect, test } from 'vitest';
import { CaptureStack } from '../../infra/stack.ts';
import { stageNamed, stages } from '../../infra/stages.ts';
import { assemblyContext } from '../../infra/synthesize.ts';

const outdir = mkdtempSync(join(tmpdir(), 'nag-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));
const app = new App({ outdir, context: assemblyContext, builtinCloudFormationValidation: false });
const stacks = stages.map(({ stage }) => CaptureStack.ofStage(app, stageNamed(stage)));
/** With all that is off where a stage does not ask for it, as docs/security.md has it for a sign-off. */
const everything = new CaptureStack(app, 'Everything', {
  config: stageNamed('prod', {
    events: 'own',
    lake: true,
    ownKey: true,
    auditDays: 2190,
    alarmTarget: 'operations@example.org',
  }),
});

const usualPacks = [new AwsSolutionsChecks(app), new ServerlessChecks(app)];
const compliancePacks = [new HIPAASecurityChecks(app), new NIST80053R5Checks(app)];

/** What AWS's packs for solutions and for serverless find, or others, as `rule construct`. */
function findings(stack: CaptureStack, packs: readonly NagPack[] = usualPacks): string[] {
  return packs
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

  test('its packs for HIPAA and NIST 800-53 find nothing in a stage that is set up for a sign-off', () => {
    expect(findings(everything, compliancePacks)).toEqual([]);
  });

  test('cdk-nag would find a queue without TLS, and alarms that nobody hears of', () => {
    const stack = new CaptureStack(app, 'Planted', { config: stageNamed('dev') });
    new Queue(stack, 'Open');
    expect(findings(stack)).toContain('AwsSolutions-SQS4 Planted/Open/Resource');
    const rules = findings(stack, compliancePacks).map((finding) => finding.split(' ')[0]);
    expect(rules).toContain('HIPAA.Security-CloudWatchAlarmAction');
    expect(rules).toContain('NIST.800.53.R5-CloudWatchAlarmAction');
  });
});

/**
 * Findings that are answered rather than mended: whoever adds one adds it here, and a reviewer reads its reason. Those
 * without a pack before them are of both packs for compliance.
 */
const answered = [
  'Audit/Bucket: AwsSolutions-S1',
  'Audit/Bucket: S3BucketLoggingEnabled',
  'Audit/Bucket: S3BucketReplicationEnabled',
  'Audit/Trail: CloudTrailCloudWatchLogsEnabled',
  'Lake/Bucket: AwsSolutions-S1',
  'Lake/Bucket: S3BucketLoggingEnabled',
  'Lake/Bucket: S3BucketReplicationEnabled',
  'Lake/Mirror/Role: AwsSolutions-IAM5[Resource::*]',
  'Lake/Mirror: AwsSolutions-IAM5[Resource::<LakeBucketB1D32E10.Arn>/*]',
  'Lake/Mirror: IAMNoInlinePolicy',
  'Lake/Mirror: LambdaInsideVPC',
  'Lake: LambdaConcurrency',
  'Lake: LambdaDLQ',
  'Lake: Serverless-EventBusDLQ',
  'Lake: Serverless-LambdaAsyncFailureDestination',
  'Lake: Serverless-LambdaDLQ',
  'Monitoring/AlarmTarget/Email: Serverless-SNSRedrivePolicy',
  'News/DeadLetterQueue: Serverless-SQSRedrivePolicy',
  'News/EventSource: Serverless-LambdaEventSourceMappingDestination',
  'News/Teller/Function: LambdaConcurrency',
  'News/Teller/Function: LambdaDLQ',
  'News/Teller/Function: Serverless-LambdaDLQ',
  'News/Teller/Role: AwsSolutions-IAM5[Resource::*]',
  'News/Teller: IAMNoInlinePolicy',
  'News/Teller: LambdaInsideVPC',
  'Participants/Consumer/Function: LambdaConcurrency',
  'Participants/Consumer/Function: LambdaDLQ',
  'Participants/Consumer/Function: Serverless-LambdaDLQ',
  'Participants/Consumer/Role: AwsSolutions-IAM5[Resource::*]',
  'Participants/Consumer: IAMNoInlinePolicy',
  'Participants/Consumer: LambdaInsideVPC',
  'Participants/DeadLetterQueue: Serverless-SQSRedrivePolicy',
  'Participants/EventSource: Serverless-LambdaEventSourceMappingDestination',
  'StoreSecret/Secret: AwsSolutions-SMG4',
  'StoreSecret/Secret: SecretsManagerRotationEnabled',
  'Sweep/Worker/Role: AwsSolutions-IAM5[Resource::*]',
  'Sweep/Worker: IAMNoInlinePolicy',
  'Sweep/Worker: LambdaInsideVPC',
  'Sweep: LambdaConcurrency',
  'Sweep: LambdaDLQ',
  'Sweep: Serverless-EventBusDLQ',
  'Sweep: Serverless-LambdaAsyncFailureDestination',
  'Sweep: Serverless-LambdaDLQ',
  'Tables: DynamoDBInBackupPlan',
  'Webhook/Receiver/Role: AwsSolutions-IAM5[Resource::*]',
  'Webhook/Receiver: IAMNoInlinePolicy',
  'Webhook/Receiver: LambdaInsideVPC',
  'Webhook: AwsSolutions-APIG4',
  'Webhook: LambdaDLQ',
  'Webhook: Serverless-APIGWDefaultThrottling',
  'Webhook: Serverless-LambdaDLQ',
  'ZoomAccountMain: AwsSolutions-SMG4',
  'ZoomAccountMain: SecretsManagerRotationEnabled',
];

/** Which rule finds what in a stage that is set up for a sign-off, and stays as it is, for the reason that the stack has. */
const putAside = () =>
  everything.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data))
      .map(([id, reason]) => ({
        construct: node.path.replace(/^[^/]*\/(?:Default\/)?/, ''),
        rule: id.replace('Annotation::', '').replace(/^(HIPAA\.Security|NIST\.800\.53\.R5)-/, ''),
        reason,
      })),
  );

test('no finding is put aside but these, each with a sentence that says why', () => {
  const others = putAside().filter(({ construct }) => !/^(Qos|Report)(\/|$)/.test(construct));
  const found = new Set(others.map(({ construct, rule }) => `${construct}: ${rule}`));
  expect([...found].sort()).toEqual(answered);
  for (const { construct, rule, reason } of putAside()) {
    expect(reason, `${construct}: ${rule}`).toMatch(/^[A-Z].{40,}\.$/);
  }
});

test('docs/security.md names each rule of the packs for compliance that is put aside', () => {
  const rules = new Set(
    putAside()
      .map(({ rule }) => rule)
      .filter((rule) => !/^(AwsSolutions|Serverless)-/.test(rule)),
  );
  const [, signOff = ''] = readFileSync('docs/security.md', 'utf8').split('\n## For a sign-off\n');
  const named = [...signOff.matchAll(/^\| `(\w+)` \|/gm)].map(([, rule]) => rule);
  expect(named.sort()).toEqual([...rules].sort());
});

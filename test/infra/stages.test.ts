import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { afterAll, describe, expect, test } from 'vitest';
import { contextOverrides, defineStage, type StageInput } from '../../infra/settings/stage-config.ts';
import { CaptureStack } from '../../infra/stack.ts';
import { stageNamed, stages, stagesNamed } from '../../infra/stages.ts';
import { assemblyContext } from '../../infra/synthesize.ts';
import { knownDatasets } from '../../shared/domain/dataset.ts';
import { ConfigurationError } from '../../shared/runtime/errors.ts';

const right: StageInput = { stage: 'dev', accounts: [{ name: 'main', plan: 'pro' }], removal: 'destroy' };
/** Where CloudFormation takes a name that must be another in each stack. */
const physicalNames = [
  'TableName',
  'QueueName',
  'RoleName',
  'LogGroupName',
  'FunctionName',
  'AlarmName',
  'DashboardName',
  'TopicName',
];
const root = join(import.meta.dirname, '..', '..');

describe('the stages', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'stages-'));
  const app = new App({ outdir, context: assemblyContext, builtinCloudFormationValidation: false });
  // The last one is the first by another name.
  const [dev, ...others] = stages.map(({ stage }) =>
    stageNamed(stage, stage === 'dev' ? { tags: { Team: 'records' } } : {}),
  );
  if (dev === undefined) throw new Error('There is no stage.');
  const configs = [dev, ...others, { ...dev, stage: 'renamed' }];
  const startedAt = performance.now();
  const stacks = configs.map((config) => CaptureStack.ofStage(app, config));
  const assembly = app.synth();
  const templates: Record<string, { Properties?: Record<string, unknown>; Type: string }>[] = stacks.map(
    ({ stackName }) => assembly.getStackByName(stackName).template.Resources,
  );
  console.log(`${stacks.length} stages synthesized in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s.`);
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  test('the stages fit beside each other in one AWS account', () => {
    expect(stacks.map(({ stackName }) => stackName)).toEqual([
      'ZoomCapture-dev',
      'ZoomCapture-prod',
      'ZoomCapture-two-accounts',
      'ZoomCapture-renamed',
    ]);
    const names = templates.flatMap((resources) =>
      Object.values(resources).flatMap(({ Properties = {} }) =>
        physicalNames.flatMap((name) => (typeof Properties[name] === 'string' ? [Properties[name]] : [])),
      ),
    );
    expect(names).not.toEqual([]);
    // Those of alarms and dashboards alone, for people: they begin with the stack's name.
    expect(names.filter((name) => !stacks.some(({ stackName }) => name.startsWith(stackName)))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('the stages have no stage in a logical id, so that another name replaces nothing of another stage', () => {
    expect(Object.keys(templates.at(-1) ?? {})).toEqual(Object.keys(templates[0] ?? {}));
  });

  test('the stages put their name and their tags on every resource that takes any', () => {
    const tagged = templates[0] ?? {};
    const kinds = ['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::Lambda::Function', 'AWS::SecretsManager::Secret'];
    for (const [id, { Type, Properties }] of Object.entries(tagged).filter(([, { Type }]) => kinds.includes(Type))) {
      expect(Properties?.Tags, `${Type} ${id}`).toEqual([
        { Key: 'Application', Value: 'zoom-capture' },
        { Key: 'Stage', Value: 'dev' },
        { Key: 'Team', Value: 'records' },
      ]);
    }
  });

  test('the stages are put together without a warning', () => {
    for (const stack of stacks) {
      expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
      expect(Annotations.fromStack(stack).findError('*', Match.anyValue())).toEqual([]);
    }
  });
});

const accountsInNumber = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `n${at}`, plan: 'pro' }));

test('an example that is not for development keeps executions for the webhook, bounds a flood far above Zoom, and says how long it keeps what', () => {
  for (const { removal, webhookReservedConcurrency, webhookRequestsPerSecond = 0, retentionDays } of stages) {
    if (removal === 'destroy') continue;
    expect(webhookReservedConcurrency).toBeGreaterThanOrEqual(10);
    // Zoom sends ten a second at the most.
    expect(webhookRequestsPerSecond).toBeGreaterThanOrEqual(1_000);
    expect(retentionDays).toBeDefined();
  }
});

describe('a stage', () => {
  test('a stage needs a name, accounts and what becomes of its data; the rest has defaults', () => {
    expect(defineStage(right)).toMatchObject({
      retentionDays: 0,
      timeScale: 1,
      zoomApiUrl: 'https://api.zoom.us/v2',
      zoomOauthUrl: 'https://zoom.us/oauth/token',
    });
  });

  test('a stage that keeps its data beyond the stack says for how long, be it for ever', () => {
    const kept = { ...right, removal: 'retain' } as const;
    expect(() => defineStage(kept)).toThrow(
      'retentionDays is missing, and removal is "retain"; it must be a whole number',
    );
    for (const retentionDays of [0, 30])
      expect(defineStage({ ...kept, retentionDays })).toMatchObject({ retentionDays });
  });

  test('a stage can be strict about privacy, and rules that are wrong are told by their place', () => {
    expect(defineStage({ ...right, privacy: 'strict' })).toMatchObject({ privacy: 'strict' });
    expect(() => defineStage({ ...right, privacy: 'Strict' as never })).toThrow(
      'privacy is "Strict"; it must be made of',
    );
    expect(() => defineStage({ ...right, privacy: { all: { drop: ['nose' as never] } } })).toThrow(
      'privacy.all.drop[0] is "nose"; it must be a personal field',
    );
  });

  test('a stage in the government cloud has both addresses there, and takes those of this machine', () => {
    expect(defineStage({ ...right, cloud: 'government' })).toMatchObject({
      zoomApiUrl: 'https://api.zoomgov.com/v2',
      zoomOauthUrl: 'https://zoomgov.com/oauth/token',
    });
    const here = { zoomApiUrl: 'http://127.0.0.1:4000/v2', zoomOauthUrl: 'http://[::1]:4000/oauth/token' };
    expect(defineStage({ ...right, cloud: 'government', ...here })).toMatchObject(here);
  });

  test('a stage takes settings up to their limits', () => {
    const quiet: StageInput['accounts'][number] = { name: 'main', plan: 'pro', datasets: ['report'], quietHours: 168 };
    expect(defineStage({ ...right, accounts: [quiet], webhookReservedConcurrency: 10 })).toMatchObject({
      accounts: [quiet],
    });
    const topic = 'arn:aws:sns:eu-central-1:123456789012:alarms';
    for (const alarmTarget of ['operations@example.org', topic]) {
      expect(defineStage({ ...right, alarmTarget })).toMatchObject({ alarmTarget });
    }
    expect(defineStage({ ...right, accounts: accountsInNumber(10) } as StageInput).accounts).toHaveLength(10);
  });

  test('a stage can be given other settings by the context, which are checked alike', () => {
    const context: Record<string, unknown> = { retentionDays: '365', tracing: 'false', alarmTarget: 'me@example.org' };
    const flags = { stage: 'prod', '@aws-cdk/core:flag': true, 'cli-telemetry': false, 'aws:cdk:path': true };
    const overrides = contextOverrides({ ...context, ...flags });
    expect(overrides).toEqual({ retentionDays: 365, tracing: false, alarmTarget: 'me@example.org' });
    expect(stageNamed('prod', overrides)).toMatchObject({ ...overrides, removal: 'retain' });
    expect(() => stageNamed('prod', { retentionDays: 'long' })).toThrow('retentionDays is "long"; it must be');
  });

  test.each(['retentoinDays', 'accounts'])('a stage cannot be given %s by the context', (name) => {
    expect(() => contextOverrides({ [name]: '3' })).toThrow(`-c ${name} is no setting that a context can give.`);
  });

  test('a stage can be one of several in a synthesis', () => {
    expect(stagesNamed('dev, prod').map(({ stage }) => stage)).toEqual(['dev', 'prod']);
    expect(stagesNamed(undefined).map(({ stage }) => stage)).toEqual(['dev']);
    expect(() => stagesNamed('dev,')).toThrow('There is no stage ""');
  });

  test('a stage is the first one when none is asked for', () => {
    expect(stageNamed(undefined).stage).toBe('dev');
  });

  test.each<[object, string]>([
    [{ stage: 'Prod!' }, 'stage is "Prod!"; it must be a lower-case name such as main or main-eu.'],
    [{ accounts: [] }, 'accounts is []; it must be a list of at least one Zoom account.'],
    [
      { accounts: [{ name: 'main', plan: 'bussiness' }] },
      'accounts[0].plan is "bussiness"; it must be one of free, pro, business.',
    ],
    [
      { accounts: [...right.accounts, ...right.accounts] },
      'accounts has the name "main" twice; it must be another for each.',
    ],
    [{ retentionDays: -1 }, 'retentionDays is -1; it must be a whole number of days (0: for ever) from 0 to 36500.'],
    [{ logRetentionDays: 31 }, 'logRetentionDays is 31; it must be a number of days that CloudWatch knows: 1, 3, 5'],
    [{ timeScale: 0 }, 'timeScale is 0; it must be a number above 0, at most 1000.'],
    [{ zoomApiUrl: 'api.zoom.us' }, 'zoomApiUrl is "api.zoom.us"; it must be an https URL with no slash at its end'],
    [{ zoomApiUrl: 'http://api.zoom.us/v2' }, 'zoomApiUrl is "http://api.zoom.us/v2"; it must be an https URL'],
    [
      { zoomOauthUrl: 'http://10.0.0.1/oauth/token' },
      'zoomOauthUrl is "http://10.0.0.1/oauth/token"; it must be an https',
    ],
    [
      { accounts: [{ name: 'main', plan: 'pro', subAccounts: ['a', 'a'] }] },
      'accounts[0].subAccounts is ["a","a"]; it must be a list of up to 40 Zoom account ids, each once, or \'all\'.',
    ],
    [
      { accounts: ['a', 'b'].map((name) => ({ name, plan: 'pro', subAccounts: 'all' })) },
      "it must be a list with subAccounts: 'all' for one account at most",
    ],
    [{ cloud: 'gov' }, 'cloud is "gov"; it must be one of commercial, government.'],
    [
      { cloud: 'government', zoomApiUrl: 'https://api.zoom.us/v2' },
      'zoomApiUrl is "https://api.zoom.us/v2", which is not of the cloud "government"',
    ],
    [
      { zoomOauthUrl: 'https://zoomgov.com/oauth/token' },
      'zoomOauthUrl is "https://zoomgov.com/oauth/token", which is not of the cloud "commercial"',
    ],
    [
      { privacy: { all: { drop: ['emial'] } } },
      'privacy.all.drop[0] is "emial"; it must be a personal field of Zoom’s: docs/privacy.md lists them.',
    ],
    [
      { privacy: { chat: {} } },
      `privacy has "chat", which nothing reads; it must be made of all, ${knownDatasets.join(', ')}, meeting alone, or "strict".`,
    ],
    [
      { privacy: { qos: { drop: ['email'], pseudonymize: ['email'] } } },
      'privacy.qos is {"drop":["email"],"pseudonymize":["email"]}; it must be a list of what is dropped and another',
    ],
    [{ removal: undefined }, 'removal is missing; it must be one of retain, destroy.'],
    [
      { internalDomains: ['Example.org'] },
      'internalDomains[0] is "Example.org"; it must be a list of up to 40 domains',
    ],
    [{ internalDomains: [] }, 'internalDomains is []; it must be a list of up to 40 domains'],
    [
      { accounts: [{ name: 'main', plan: 'pro', datasets: ['report', 'report'] }] },
      `accounts[0].datasets is ["report","report"]; it must be a list out of ${knownDatasets.join(', ')}, each at most once.`,
    ],
    [
      { accounts: [{ name: 'main', plan: 'pro', datasets: [] }] },
      'accounts[0].datasets is []; it must be a list out of',
    ],
    [
      { accounts: [{ name: 'main', plan: 'pro', quietHours: 169 }] },
      'accounts[0].quietHours is 169; it must be a whole',
    ],
    [{ accounts: accountsInNumber(11) }, 'it must be a list of at most 10 Zoom accounts: another stage takes more.'],
    [
      { webhookReservedConcurrency: 9 },
      'webhookReservedConcurrency is 9; it must be a whole number of executions from 10',
    ],
    [{ alarmTarget: 'me' }, 'alarmTarget is "me"; it must be an e-mail address, or the ARN of an SNS topic.'],
    [{ sweepTickMinutes: 61 }, 'sweepTickMinutes is 61; it must be a whole number of minutes from 2 to 60.'],
    [{ ownKey: 'yes' }, 'ownKey is "yes"; it must be true or false.'],
    [{ tags: { Team: 7 } }, 'tags.Team is 7; it must be text.'],
    [{ retention: 3 }, 'it has "retention", which nothing reads; it must be made of stage, accounts, retentionDays'],
  ])('a stage with the wrong setting %j is refused by a sentence that names it', (wrong, sentence) => {
    const define = () => defineStage({ ...right, ...wrong });
    expect(define).toThrow(ConfigurationError);
    expect(define).toThrow(sentence);
  });

  test('a stage that does not exist stops the synthesis with one sentence and nothing else', () => {
    const { status, stderr } = spawnSync(process.execPath, ['infra/app.ts'], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, CDK_CONTEXT_JSON: '{"stage":"prd"}' },
    });
    expect(stderr).toBe('There is no stage "prd": "-c stage=…" must be one of dev, prod, two-accounts.\n');
    expect(status).toBe(1);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { afterAll, describe, expect, test } from 'vitest';
import { CaptureStack } from '../../infra/capture-stack.ts';
import { defineStage, StageConfigError, type StageInput } from '../../infra/config.ts';
import { stageNamed } from '../../infra/stages.ts';
import { assemblyContext } from '../../infra/synthesize.ts';
import { synthesizedStack } from './synthesized-stack.ts';

const right: StageInput = { stage: 'dev', accounts: [{ name: 'main', plan: 'pro' }], removal: 'destroy' };
const root = join(import.meta.dirname, '..', '..');

describe('two stages', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'two-stages-'));
  const app = new App({ outdir, context: assemblyContext, builtinCloudFormationValidation: false });
  const stacks = [CaptureStack.ofStage(app, stageNamed('dev')), CaptureStack.ofStage(app, stageNamed('prod'))];
  const templates: Record<string, { Properties?: Record<string, unknown>; Type: string }>[] = app
    .synth()
    .stacks.map(({ template }) => template.Resources);
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  test('fit beside each other in one AWS account', () => {
    expect(stacks.map(({ stackName }) => stackName)).toEqual(['ZoomCapture-dev', 'ZoomCapture-prod']);
    const named = templates.flatMap((resources) =>
      Object.entries(resources).filter(
        ([, { Type, Properties = {} }]) =>
          ['TableName', 'QueueName', 'RoleName', 'LogGroupName'].some((name) => name in Properties) ||
          (Type === 'AWS::Lambda::Function' && 'FunctionName' in Properties) ||
          (Type === 'AWS::SecretsManager::Secret' && 'Name' in Properties),
      ),
    );
    expect(named).toEqual([]);
  });

  test('have the same logical ids: no stage is in them', () => {
    const [dev = {}, prod = {}] = templates;
    expect(Object.keys(dev)).toEqual(Object.keys(prod));
  });

  test('are put together without a warning', () => {
    for (const stack of stacks) {
      expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
      expect(Annotations.fromStack(stack).findError('*', Match.anyValue())).toEqual([]);
    }
  });
});

test("the template passes CloudFormation's own rules", () => {
  expect(() => synthesizedStack({}, { validate: true })).not.toThrow();
});

describe('a stage', () => {
  test('needs a name, accounts and what becomes of its data; the rest has defaults', () => {
    expect(defineStage(right)).toMatchObject({
      retentionDays: 0,
      timeScale: 1,
      zoomApiUrl: 'https://api.zoom.us/v2',
      zoomOauthUrl: 'https://zoom.us/oauth/token',
    });
  });

  test('is the first one when none is asked for', () => {
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
    [{ zoomApiUrl: 'api.zoom.us' }, 'zoomApiUrl is "api.zoom.us"; it must be an http or https URL'],
    [{ removal: undefined }, 'removal is missing; it must be one of retain, destroy.'],
    [{ retention: 3 }, 'it has "retention", which nothing reads; it must be made of stage, accounts, retentionDays'],
  ])('with the wrong setting %j is refused by a sentence that names it', (wrong, sentence) => {
    const define = () => defineStage({ ...right, ...wrong });
    expect(define).toThrow(StageConfigError);
    expect(define).toThrow(sentence);
  });

  test('that does not exist stops the synthesis with one sentence and nothing else', () => {
    const { status, stderr } = spawnSync(process.execPath, ['infra/app.ts'], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, CDK_CONTEXT_JSON: '{"stage":"prd"}' },
    });
    expect(stderr).toBe('There is no stage "prd": "-c stage=…" must be one of dev, prod.\n');
    expect(status).toBe(1);
  });
});

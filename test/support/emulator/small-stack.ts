import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Invocation } from '../../../local/emulator/functions/function-pool.ts';
import { type RunningStack, type RunStackOptions, runStack } from '../../../local/emulator/run-stack.ts';

type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
};

export type SmallTemplate = {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly [section: string]: unknown;
};

/** Makes a folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'small-stack-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Writes a cloud assembly of one stack, `Small`.
 * @param bundles code of `index.mjs` by asset name, see `lambda`; a name that ends in `.js` makes `index.js`
 */
export async function writeAssembly(
  assemblyDir: string,
  template: SmallTemplate,
  bundles: Readonly<Record<string, string>> = {},
): Promise<void> {
  const write = (file: string, value: unknown) => writeFile(join(assemblyDir, file), JSON.stringify(value));
  const files = Object.keys(bundles).map((name) => [
    name,
    {
      source: { path: `asset.${name}`, packaging: 'zip' },
      destinations: { here: { bucketName: 'assets', objectKey: `${name}.zip` } },
    },
  ]);
  await write('manifest.json', {
    artifacts: {
      'Small.assets': { type: 'cdk:asset-manifest', properties: { file: 'Small.assets.json' } },
      Small: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Small.template.json' } },
    },
  });
  await write('Small.assets.json', { files: Object.fromEntries(files) });
  await write('Small.template.json', { ...template, Resources: { ...template.Resources, ...smallRole } });
  for (const [name, code] of Object.entries(bundles)) {
    await mkdir(join(assemblyDir, `asset.${name}`), { recursive: true });
    await writeFile(join(assemblyDir, `asset.${name}`, name.endsWith('.js') ? 'index.js' : 'index.mjs'), code);
  }
}

/** May do everything: these tests are about other things. */
const smallRole: Readonly<Record<string, Resource>> = {
  SmallRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
    },
  },
};

/** A function whose code is the bundle of that name. */
export const lambda = (bundle: string, properties: Readonly<Record<string, unknown>> = {}): Resource => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: 'assets', S3Key: `${bundle}.zip` },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: { 'Fn::GetAtt': ['SmallRole', 'Arn'] },
    ...properties,
  },
});

export const queue = (properties: Readonly<Record<string, unknown>> = {}): Resource => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
});

/** Queue `Queue` with dead-letter queue `Dead` that function `Worker` of bundle `worker` drains. */
export function drainedQueue(settings: {
  readonly queue?: Readonly<Record<string, unknown>>;
  readonly worker?: Readonly<Record<string, unknown>>;
  readonly source?: Readonly<Record<string, unknown>>;
}): Readonly<Record<string, Resource>> {
  return {
    Dead: queue(),
    Queue: queue({
      VisibilityTimeout: 1,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 2 },
      ...settings.queue,
    }),
    Worker: lambda('worker', { Timeout: 1, ...settings.worker }),
    Source: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        FunctionName: { Ref: 'Worker' },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ...settings.source,
      },
    },
  };
}

export type SmallStack = RunningStack & { readonly invocations: Invocation[]; readonly lines: string[] };

/** Runs a small template until the test is over. */
export async function startSmall(
  template: SmallTemplate,
  bundles: Readonly<Record<string, string>>,
  options: Partial<RunStackOptions> = {},
): Promise<SmallStack> {
  const assemblyDir = await temporaryFolder();
  await writeAssembly(assemblyDir, template, bundles);
  const invocations: Invocation[] = [];
  const lines: string[] = [];
  const stack = await runStack({
    assemblyDir,
    secretValues: (logicalId, index) => `${logicalId} ${index}`,
    onInvocation: (invocation) => invocations.push(invocation),
    log: (line) => lines.push(line),
    ...options,
  });
  onTestFinished(() => stack.close({ graceMs: 500 }));
  return { ...stack, invocations, lines };
}

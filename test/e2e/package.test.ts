import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { meetingOf, startFilledStore } from '../integration/queries/filled-store.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const modules = join(root, 'node_modules');
/** Node of this run, and the machine's own, which may be another one: what is built has to do with both. */
const machinePath = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.endsWith('node_modules/.bin'));
const nodes = [...new Set([join(modules, 'node', 'bin'), ...machinePath])];

/** What npm would install beside the package; it is here already. */
const installed = ['@aws-sdk', 'aws-cdk-lib', 'constructs', 'zod', '@types', 'undici-types'];

/** Building, and synthesizing, on a machine that has other work. */
const patienceMs = 300_000;

let app: string;
let filled: Awaited<ReturnType<typeof startFilledStore>>;
beforeAll(async () => {
  app = await mkdtemp(join(tmpdir(), 'package-test-'));
  filled = await startFilledStore();
  await run('npm', ['pack', '--silent', '--pack-destination', app], { cwd: root });
  const [tarball = ''] = (await readdir(app)).filter((file) => file.endsWith('.tgz'));
  const own = join(app, 'node_modules', 'zoom-capture');
  await mkdir(join(app, 'node_modules', '.bin'), { recursive: true });
  await mkdir(own);
  await run('tar', ['-xzf', join(app, tarball), '--strip-components=1', '-C', own]);
  for (const name of installed) await symlink(join(modules, name), join(app, 'node_modules', name));
  // As npm installs a command.
  const bin = join(own, manifest.bin['zoom-capture']);
  await chmod(bin, 0o755);
  await symlink(bin, join(app, 'node_modules', '.bin', 'zoom-capture'));
  await writeFile(join(app, 'package.json'), '{"private":true,"type":"module"}');
}, patienceMs);
afterAll(async () => {
  await filled.close();
  await rm(app, { recursive: true, force: true });
});

/** Runs a program in the folder of the app, by the first of these folders that has it. */
const runThere = (file: string, args: readonly string[], { path = nodes, env = {} } = {}) =>
  run(file, [...args], {
    cwd: app,
    env: {
      PATH: path.join(delimiter),
      HOME: app,
      npm_config_cache: join(app, '.npm'),
      npm_config_offline: 'true',
      ...env,
    },
  });

test.each([
  ['of this run', nodes],
  ['of the machine', machinePath],
])('npx zoom-capture works in an empty folder, by the Node %s', async (_, path) => {
  const help = await runThere('npx', ['zoom-capture', '--help'], { path });
  expect(help.stdout).toContain('Here zoom-capture is typed as: npx zoom-capture\n');
  const workload = ['--meetings-per-day', '500', '--participants', '12', '--minutes', '45'];
  const estimate = await runThere('npx', ['zoom-capture', 'estimate', ...workload, '--json'], { path });
  expect(JSON.parse(estimate.stdout).dollarsPerMonth).toBeGreaterThan(1);
  const nothing = runThere('npx', ['zoom-capture', 'status', '--local'], { path });
  await expect(nothing).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^There is no data in /) });
});

const [example = ''] = [
  ...(await readFile(join(root, 'docs', 'queries.md'), 'utf8')).matchAll(/```ts\n(.*?)```/gs),
].map(([, code = '']) => code);
const [construct = ''] = [...(await readFile(join(root, 'docs', 'cdk.md'), 'utf8')).matchAll(/```ts\n(.*?)```/gs)].map(
  ([, code = '']) => code,
);

test('what docs/queries.md and docs/cdk.md show compiles against the types of the package', async () => {
  await writeFile(join(app, 'questions.ts'), example);
  await writeFile(join(app, 'stack.ts'), construct);
  const options = ['--module', 'nodenext', '--target', 'es2024', '--strict', '--noEmit', '--types', 'node'];
  await runThere(join(modules, '.bin', 'tsc'), [...options, '--skipLibCheck', 'questions.ts', 'stack.ts']);
});

test.each([
  ['of this run', nodes],
  ['of the machine', machinePath],
])('the example of docs/queries.md answers from a table, by the Node %s', async (_, path) => {
  const meeting = await filled.add(meetingOf({ endTime: '2026-11-20T10:00:00Z' }));
  const code = example.replace("'the CapturesTable output of the stack'", JSON.stringify(filled.store.table));
  await writeFile(join(app, 'questions.js'), code);
  const env = {
    AWS_ENDPOINT_URL_DYNAMODB: filled.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'reader',
    AWS_SECRET_ACCESS_KEY: 'x',
  };
  const { stdout } = await runThere('node', ['questions.js'], { path, env });
  expect(stdout).toBe(`${meeting.topic} 5\n`);
});

test(
  'the construct of docs/cdk.md is synthesized from an empty folder, with what the app has already',
  async () => {
    const code = await run(join(modules, '.bin', 'esbuild'), ['stack.ts', '--format=esm'], { cwd: app });
    await writeFile(join(app, 'stack.js'), code.stdout);
    await runThere('node', ['stack.js'], { path: nodes });
    const assembly = join(app, 'cdk.out');
    const template = Template.fromJSON(JSON.parse(await readFile(join(assembly, 'Records.template.json'), 'utf8')));
    const functions = Object.values(template.findResources('AWS::Lambda::Function'));
    expect(functions.length).toBeGreaterThanOrEqual(5);
    for (const { Properties } of functions) {
      expect(Properties.VpcConfig.SubnetIds.length).toBeGreaterThan(0);
      expect(Properties.Tags).toContainEqual({ Key: 'Team', Value: 'records' });
    }
    for (const { Properties } of Object.values(template.findResources('AWS::IAM::Role'))) {
      expect(JSON.stringify(Properties.PermissionsBoundary)).toContain('policy/Boundary');
    }
    template.allResourcesProperties('AWS::DynamoDB::Table', { SSESpecification: { SSEType: 'KMS' } });
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.resourceCountIs('AWS::Events::EventBus', 1);
    // Commands look for these names.
    template.hasOutput('CapturesTable', {});
    template.hasOutput('WebhookUrl', {});
    const assets = (await readdir(assembly, { recursive: true })).filter((file) => file.endsWith('index.mjs'));
    expect(assets.length).toBeGreaterThanOrEqual(4);
  },
  patienceMs,
);

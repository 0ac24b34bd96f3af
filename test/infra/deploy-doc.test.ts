import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { overridable } from '../../infra/settings/stage-config.ts';
import { stageNamed, stages, stagesNamed } from '../../infra/stages.ts';
import { endpoints } from '../../local/simulator/zoom/endpoints.ts';
import manifest from '../../package.json' with { type: 'json' };
import { cliWithoutStack, noStack } from '../support/cli-without-stack.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(root, 'docs', file), 'utf8');
const documents = ['deploy.md', 'runbook.md'].map((file) => [file, read(file)] as const);
const run = promisify(execFile);
const outdir = mkdtempSync(join(tmpdir(), 'deploy-doc-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** Lines of shell blocks, and what stands between back-ticks and begins as a command does. */
const commandsOf = (text: string): readonly string[] => [
  ...[...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) => block.trim().split('\n')),
  ...[...text.matchAll(/`((?:npm|npx|aws|git|cdk) [^`]+)`/g)].map(([, command = '']) => command),
];
const all = documents.flatMap(([file, text]) => commandsOf(text).map((command) => [file, command] as const));
const of = (start: RegExp) =>
  all.map(([, command]) => command.replace(/\s+#.*$/, '')).filter((command) => start.test(command));

/** The commands of the AWS command line that the documents name, with their flags. */
const aws: Readonly<Record<string, readonly string[]>> = {
  'lambda get-account-settings': [],
  'secretsmanager get-secret-value': ['--secret-id'],
  'secretsmanager put-secret-value': ['--secret-id', '--secret-string'],
};

describe("what the operators' documents say to type", () => {
  test("what the operators' documents say to type is known to somebody: there is no other kind of command", () => {
    const kinds = /^(npm ci|npm run --silent cli -- |npx cdk |aws |git pull|npm run serve)/;
    expect(all.map(([, command]) => command).filter((command) => !kinds.test(command))).toEqual([]);
    expect(all.length).toBeGreaterThan(15);
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(['cli', 'serve']));
  });

  test("what the operators' documents say to type is a command of ours with its options", async () => {
    for (const command of of(/^npm run --silent cli -- /)) {
      const args = command
        .split(/\s+/)
        .slice(5)
        .map((word) => (word === '<dataset>' ? 'report' : word));
      const { exitCode, stderr } = await cliWithoutStack(...args);
      if (args.includes('--help')) expect({ command, exitCode }).toEqual({ command, exitCode: 0 });
      else if (args[0] !== 'estimate') expect(stderr, command).toContain(noStack);
    }
  });

  test("what the operators' documents say to type is a command of AWS with its flags", () => {
    for (const command of of(/^aws /)) {
      const [, service, verb, ...rest] = command.replace(/'[^']*'/g, 'TEXT').split(/\s+/);
      const flags = aws[`${service} ${verb}`];
      expect(flags, command).toBeDefined();
      expect(rest.filter((word) => word.startsWith('--'))).toEqual(flags);
    }
    const secrets = read('deploy.md').match(/\{"accountId".*\}/g) ?? [];
    expect(secrets.map((secret) => Object.keys(JSON.parse(secret)))).toEqual([
      ['accountId', 'webhookSecretTokens'],
      ['accountId', 'clientId', 'clientSecret'],
    ]);
  });

  test("what the operators' documents say to type is a command of cdk, for a stage that is there and settings that a context may have", async () => {
    const { stdout: help } = await run('npx', ['cdk', '--help'], { cwd: root });
    for (const command of of(/^npx cdk /)) {
      const [, , verb, ...rest] = command.split(/\s+/);
      expect(help, command).toMatch(new RegExp(`^  cdk ${verb}\\b`, 'm'));
      for (const [index, word] of rest.entries()) {
        if (word === '-c' || word === '--quiet') continue;
        expect(rest[index - 1], command).toBe('-c');
        const [name = '', value] = word.split('=');
        if (name === 'stage') expect(() => stagesNamed(value)).not.toThrow();
        else {
          expect(overridable).toContain(name);
          expect(() => stageNamed(undefined, { [name]: value })).not.toThrow();
        }
      }
    }
  });

  test("what the operators' documents say to type synthesizes, where it needs no AWS, and passes CloudFormation's own rules", async () => {
    const commands = of(/^npx cdk synth/);
    expect(commands).toEqual(['npx cdk synth --quiet -c stage=dev,prod,two-accounts']);
    const startedAt = performance.now();
    const env = { PATH: process.env.PATH, HOME: outdir };
    for (const command of commands) await run('sh', ['-c', `${command} --output ${outdir}`], { cwd: root, env });
    console.log(`cdk synth of three stages took ${((performance.now() - startedAt) / 1_000).toFixed(1)} s.`);
    for (const { stage } of stages) {
      const template = readFileSync(join(outdir, `ZoomCapture-${stage}.template.json`), 'utf8');
      expect(template).toContain('WebhookUrl');
    }
  });
});

test('docs/deploy.md names every scope that Zoom asks for, granular and classic', () => {
  const scopes = [...endpoints.values()].map(({ scopes: [granular, classic] }) => [granular, classic]);
  const rows = read('deploy.md')
    .split('\n')
    .filter((line) => line.trim().startsWith('|'));
  for (const [granular = '', classic = ''] of scopes) {
    expect(
      rows.filter((row) => row.includes(`\`${granular}\``) && row.includes(`\`${classic}\``)),
      granular,
    ).not.toEqual([]);
  }
});

test('docs/deploy.md names every stage that can be deployed', () => {
  for (const { stage } of stages) expect(read('deploy.md')).toContain(`| \`${stage}\``);
});

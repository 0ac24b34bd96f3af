import type { Command } from 'commander';
import { decodeAccountReferences } from '../../shared/lambda/zoom-account.ts';
import { diagnose } from '../../shared/operations/doctor/diagnose.ts';
import type { Finding } from '../../shared/operations/doctor/finding.ts';
import { CliError } from '../cli-error.ts';
import { secretReaderOf } from '../doctor/account-secrets.ts';
import { findingsJson, findingText, isHealthy } from '../doctor/report.ts';
import { explainError } from '../explain-error.ts';
import { createPaint } from '../paint.ts';
import { print } from '../print.ts';
import type { Rim } from '../rim.ts';
import { type SourceOptions, sourceOf } from '../source.ts';
import type { Stack } from '../stack.ts';
import { withStack } from '../with-stack.ts';

const examples = `
Examples:
  $ npm run --silent cli -- doctor --stage prod
      needs AWS credentials that may read the stage's secrets
  $ npm run --silent cli -- doctor --local
      a running \`npm run serve\`, in a shell with the same ZOOM_… variables
  $ npm run --silent cli -- doctor --stage prod --json | jq '.checks[] | select(.state != "ok")'

Exit codes: 0 all is well, or warnings alone; 1 something must be mended.`;

export function addDoctor(program: Command, rim: Rim): void {
  program
    .command('doctor')
    .description('Is everything set up rightly? Secrets, token, scopes, plan, webhook, clock, tables; and what to do.')
    .option('--json', 'one line of JSON: {"healthy":true,"checks":[...]}')
    .addHelpText('after', examples)
    .action((options: { readonly json?: true }, command: Command) => {
      const source = sourceOf(command.optsWithGlobals<SourceOptions>(), rim.env);
      const readSecret = secretReaderOf(source, rim.env);
      const isLocal = source.kind === 'local';
      return withStack(command, rim, (stack) => run({ stack, isLocal, readSecret }, options, rim));
    });
}

type Examined = {
  readonly stack: Stack;
  readonly isLocal: boolean;
  readonly readSecret: ReturnType<typeof secretReaderOf>;
};

async function run(
  { stack, isLocal, readSecret }: Examined,
  { json }: { readonly json?: true },
  rim: Rim,
): Promise<void> {
  const paint = createPaint(rim.stdout, rim.env);
  const findings: Finding[] = [];
  const { dynamodb, output } = stack;
  const stage = {
    isLocal,
    apiUrl: output('ZoomApiUrl'),
    oauthUrl: output('ZoomOauthUrl'),
    webhookUrl: output('WebhookUrl'),
    capturesTable: output('CapturesTable'),
    controlTable: output('ControlTable'),
    accounts: decodeAccountReferences(output('ZoomAccounts')),
  };
  for await (const finding of diagnose(stage, { dynamodb, readSecret, fetch, now: rim.now, explain: explainError })) {
    findings.push(finding);
    if (!json) await print(rim.stdout, findingText(finding, paint));
  }
  if (json) await print(rim.stdout, findingsJson(findings));
  if (!isHealthy(findings)) {
    const faults = findings.filter(({ state }) => state === 'fault').length;
    throw new CliError(`${faults} of ${findings.length} checks failed.`);
  }
}

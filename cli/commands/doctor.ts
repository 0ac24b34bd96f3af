import type { Command } from 'commander';
import { decodeAccountReferences } from '../../shared/accounts/zoom-account.ts';
import { diagnose, type ExaminedStage } from '../../shared/operations/doctor/diagnose.ts';
import type { Finding } from '../../shared/operations/doctor/finding.ts';
import { type CommandContext, withStack } from '../command-context.ts';
import { CliError, explainError } from '../errors.ts';
import { jsonText, printable } from '../output/printable.ts';
import { type Colour, createPaint, type Paint, print } from '../output/terminal.ts';
import { wrapped } from '../output/wrap.ts';
import { secretReaderOf } from '../source/account-secrets.ts';
import { type SourceOptions, sourceOf } from '../source/source.ts';
import type { Stack } from '../source/stack.ts';

const examples = `
Examples:
  $ zoom-capture doctor --stage prod
      needs AWS credentials that may read the stage's secrets
  $ zoom-capture doctor --local
      a running \`npm run serve\`, in a shell with the same ZOOM_… variables
  $ zoom-capture doctor --stage prod --json | jq '.checks[] | select(.state != "ok")'

Exit codes: 0 all is well, or warnings and notes alone; 1 something must be mended.`;

export function defineDoctor(command: Command, context: CommandContext): void {
  command
    .option('--json', 'one line of JSON: {"healthy":true,"checks":[...]}')
    .addHelpText('after', examples)
    .action((options: { readonly json?: true }) => {
      const source = sourceOf(command.optsWithGlobals<SourceOptions>(), context.env);
      return withStack(command, context, async (stack) => {
        const findings = diagnose(examinedStage(stack, source.kind === 'local'), {
          dynamodb: stack.dynamodb,
          readSecret: secretReaderOf(source, context.env),
          fetch,
          now: context.now,
          explain: explainError,
        });
        await report(findings, options, context);
      });
    });
}

/** @throws {CliError} when the stack is of a version that does not say what it is made of */
const examinedStage = ({ output }: Stack, isLocal: boolean): ExaminedStage => ({
  isLocal,
  apiUrl: output('ZoomApiUrl'),
  oauthUrl: output('ZoomOauthUrl'),
  webhookUrl: output('WebhookUrl'),
  capturesTable: output('CapturesTable'),
  controlTable: output('ControlTable'),
  accounts: decodeAccountReferences(output('ZoomAccounts')),
});

/** Prints finding by finding as they come; for programs all at once. @throws {CliError} when something must be mended */
async function report(
  diagnosis: AsyncIterable<Finding>,
  { json }: { readonly json?: true },
  { stdout, env }: CommandContext,
): Promise<void> {
  const paint = createPaint(stdout, env);
  const findings: Finding[] = [];
  for await (const finding of diagnosis) {
    findings.push(finding);
    if (!json) await print(stdout, findingText(finding, paint, stdout.columns));
  }
  const faults = findings.filter(({ state }) => state === 'fault').length;
  if (json) await print(stdout, `${jsonText({ healthy: faults === 0, checks: findings })}\n`);
  if (faults > 0) throw new CliError(`${faults} of ${findings.length} checks failed.`);
}

const colours: Readonly<Record<Finding['state'], Colour>> = {
  ok: 'green',
  warning: 'yellow',
  fault: 'red',
  unchecked: 'yellow',
};
const words: Readonly<Record<Finding['state'], string>> = {
  ok: 'ok  ',
  warning: 'warn',
  fault: 'FAIL',
  unchecked: 'note',
};

/** One finding for people: a line, and below it what to do; wrapped where a terminal says how wide it is. */
function findingText({ check, state, seen, todo }: Finding, paint: Paint, columns = Infinity): string {
  const [first = '', ...rest] = wrapped(`${printable(check)}: ${printable(seen)}`, columns, '      ').split('\n');
  const head = [`${paint(colours[state], words[state])}  ${first.trimStart()}`, ...rest].join('\n');
  return todo === undefined ? head : `${head}${wrapped(`→ ${printable(todo)}`, columns, '      ')}`;
}

import { type Command, InvalidArgumentError } from 'commander';
import { pseudonymOf } from '../../shared/domain/privacy/disguise.ts';
import type { CommandContext } from '../command-context.ts';
import { UsageError } from '../errors.ts';
import { pseudonymKeys } from '../options.ts';
import { jsonText } from '../output/printable.ts';
import { print } from '../output/terminal.ts';
import { readUuid } from '../uuid-argument.ts';

const examples = `
PSEUDONYM_KEY is pseudonymKey out of the secret with the Zoom account's credentials; of several accounts, with commas between. Prints a line
for each key. Reads nothing but that.

Examples:
  $ export PSEUDONYM_KEY=$(aws secretsmanager get-secret-value --secret-id <ZoomAccountMainCredentials> \\
      --query SecretString --output text | jq -r .pseudonymKey)
  $ zoom-capture pseudonym ada@example.com
  $ zoom-capture person "$(zoom-capture pseudonym ada@example.com)" --from 2026-11-01 --local`;

export function definePseudonym(command: Command, context: CommandContext): void {
  command
    .argument('<text>', 'as Zoom writes it; an address in any letter case', readText)
    .option('--json', 'one line of JSON: {"pseudonyms":[...]}, one for each key')
    .addHelpText('after', examples)
    .action(async (text: string, { json }: { readonly json?: true }) => {
      const keys = pseudonymKeys(context);
      if (keys.length === 0) {
        throw new UsageError("Which key? Set PSEUDONYM_KEY to pseudonymKey out of the Zoom account's secret.");
      }
      const pseudonyms = keys.map((key) => pseudonymOf(text, key));
      const lines = json ? [jsonText({ pseudonyms })] : pseudonyms;
      await print(context.stdout, lines.map((line) => `${line}\n`).join(''));
    });
}

function readText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is blank: a blank has no pseudonym.');
  return readUuid(text);
}

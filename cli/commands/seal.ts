import type { Command } from 'commander';
import { sealStore } from '../../shared/operations/erase/seal-store.ts';
import { type CommandContext, erasureStoreOf, withStack } from '../command-context.ts';
import { counted } from '../output/cells.ts';
import { jsonText } from '../output/printable.ts';
import { print } from '../output/terminal.ts';

const help = `
Version 0.2.0 and older kept content hashes and the marks of erased persons so that whoever reads the tables could hold a
guess against them. This rewrites them with the stage's secret, once; \`erase\` does it too. Backups keep what they have.

Examples:
  $ zoom-capture seal --stage prod
  $ zoom-capture seal --local --json`;

export function defineSeal(command: Command, context: CommandContext): void {
  command
    .option('--json', 'one line of JSON: {"meetings":..., "hashes":...}')
    .addHelpText('after', help)
    .action(({ json }: { readonly json?: true }) =>
      withStack(command, context, async (stack) => {
        const sealed = await sealStore(erasureStoreOf(stack, context));
        const text = `${counted(sealed.meetings, 'meeting')} gone through. Content hashes sealed: ${sealed.hashes}.`;
        await print(context.stdout, `${json ? jsonText(sealed) : text}\n`);
      }),
    );
}

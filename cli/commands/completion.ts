import { Argument, type Command, type Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { print } from '../output/terminal.ts';
import {
  type CompletedCommand,
  type CompletedFlag,
  completionScripts,
  type Shell,
} from '../texts/completion-scripts.ts';

const examples = `
Examples:
  $ source <(zoom-capture completion bash)
      or into ~/.bashrc; of zsh likewise
  $ zoom-capture completion fish > ~/.config/fish/completions/zoom-capture.fish

It completes the word zoom-capture. In the folder of the sources: alias zoom-capture='npm run --silent cli --'`;

export function defineCompletion(command: Command, context: CommandContext, defineAll: () => Promise<void>): void {
  command
    .addArgument(new Argument('<shell>', 'whose').choices(Object.keys(completionScripts)))
    .addHelpText('after', examples)
    .action(async (shell: Shell) => {
      await defineAll();
      const program = command.parent ?? command;
      const shared = program.options.map(flagOf);
      const commands = program.commands.map((one) => completed(one, shared));
      await print(context.stdout, completionScripts[shell]({ commands, shared }));
    });
}

const completed = (command: Command, shared: readonly CompletedFlag[]): CompletedCommand => ({
  name: command.name(),
  about: command.description(),
  flags: [...command.options.map(flagOf), ...shared],
  words: [
    ...command.commands.map((one) => one.name()),
    ...command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
  ],
});

const flagOf = ({ long, description, argChoices = [], required, optional }: Option): CompletedFlag => ({
  flag: long ?? '',
  about: description,
  takesValue: required || optional,
  choices: argChoices,
});

import { inspect } from 'node:util';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { isTimeZone } from '../shared/domain/zone/zone.ts';
import type { CommandContext } from './command-context.ts';
import { commandList } from './command-list.ts';
import { type ExitCode, exitCodeOf, explainError, NeedsPersonError } from './errors.ts';
import { typedProgram } from './output/command-line.ts';
import { fitHelp } from './output/help-text.ts';
import { printable } from './output/printable.ts';
import { columnsOfTerminal, print } from './output/terminal.ts';
import { wrapped } from './output/wrap.ts';
import { addSourceOptions } from './source/source.ts';
import { protectUuids, uuidMark } from './uuid-argument.ts';

/**
 * Runs one command line. Results go to `stdout`, everything else to `stderr`.
 * @returns 0 done, 1 fault, 2 wrong usage; never throws.
 */
export async function runCli(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  try {
    await createProgram(context).parseAsync(protectUuids(helpLast(args)), { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has said what is wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const exitCode = exitCodeOf(error);
    if (exitCode === 0 || error instanceof NeedsPersonError) return exitCode;
    const details = context.env.DEBUG ? `${inspect(error)}\n` : '';
    const sentence = wrapped(explainError(error), columnsOfTerminal(context.stderr));
    await print(context.stderr, `${details}${sentence}`).catch(() => {});
    return exitCode;
  }
}

/** `help rows` as `rows --help`: a command is loaded when it is run. */
const helpLast = (args: readonly string[]): readonly string[] =>
  args[0] === 'help' && args.length > 1 ? [...args.slice(1), '--help'] : args;

function createProgram(context: CommandContext): Command {
  const { stdout, stderr } = context;
  const program = new Command('zoom-capture')
    .description('Reads what was captured: from AWS, or with --local from this machine.')
    .version(manifest.version)
    .exitOverride()
    // Wrapped in 80 columns too, beside the longest command.
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: 24, subcommandTerm: (command) => command.name() })
    .configureOutput({
      writeOut: (text) => stdout.write(fitHelp(text, columnsOfTerminal(stdout))),
      writeErr: (text) => stderr.write(fitHelp(text, columnsOfTerminal(stderr))),
      getOutHelpWidth: () => stdout.columns ?? 80,
      getErrHelpWidth: () => stderr.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => write(usageSentence(text)),
    })
    .addHelpText('after', examples);
  addSourceOptions(program);
  program.addOption(zoneOption());
  addCommands(program, context);
  return program;
}

function readZone(text: string): string {
  if (isTimeZone(text)) return text;
  throw new InvalidArgumentError('It must be a time zone such as Europe/Zurich, or UTC.');
}

/** `--tz`, of the whole program. */
const zoneOption = (): Option =>
  new Option(
    '--tz <zone>',
    "where days begin and times are shown, such as Europe/Zurich (default: the stage's; else this machine's on a " +
      'terminal, and UTC in a pipe, --json and --csv)',
  ).argParser(readZone);

/** By name and what they are about alone; the rest of a command comes when it is run. */
function addCommands(program: Command, context: CommandContext): void {
  const loads = new Map(commandList.map(({ name, about, load }) => [program.command(name).description(about), load]));
  const define = async (command: Command): Promise<void> => {
    const load = loads.get(command);
    loads.delete(command);
    (await load?.())?.(command, context, async () => {
      for (const other of [...loads.keys()]) await define(other);
    });
  };
  program.hook('preSubcommand', (_, command) => define(command));
}

/** Commander's `error: …` in the form of all our errors. */
function usageSentence(text: string): string {
  const sentence = printable(
    text
      .replace(/^error: /, '')
      .replaceAll(uuidMark, '')
      .trim(),
  );
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${/[.?)]$/.test(sentence) ? '' : '.'} See --help.\n`;
}

const examples = `
Examples:
  $ zoom-capture status
  $ zoom-capture status --local --json
  $ zoom-capture meetings --last 7d
  $ zoom-capture attendance @1
  $ zoom-capture rows '/bM3k0pVTL2GdZ1rY7eXqA==' report --stage prod --json

Here zoom-capture is typed as: ${typedProgram}
A meeting is named by its UUID or the beginning of it, by its meeting id where it took place once, by @1 for the first of the
list that this terminal was shown last, or as latest.

Exit codes: 0 done, 1 fault, 2 wrong usage.`;

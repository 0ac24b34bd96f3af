import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import type { CommandContext } from './command-context.ts';
import { addAttendance } from './commands/attendance.ts';
import { addBackfill } from './commands/backfill.ts';
import { addCapture } from './commands/capture.ts';
import { addDoctor } from './commands/doctor.ts';
import { addErase } from './commands/erase.ts';
import { addEstimate } from './commands/estimate.ts';
import { addExport } from './commands/export.ts';
import { addForget } from './commands/forget.ts';
import { addLimits } from './commands/limits.ts';
import { addMeeting } from './commands/meeting.ts';
import { addMeetings } from './commands/meetings.ts';
import { addPage } from './commands/page.ts';
import { addPerson } from './commands/person.ts';
import { addPseudonym } from './commands/pseudonym.ts';
import { addQos } from './commands/qos.ts';
import { addQuality } from './commands/quality.ts';
import { addQuery } from './commands/query.ts';
import { addRedrive } from './commands/redrive.ts';
import { addRows } from './commands/rows.ts';
import { addSeal } from './commands/seal.ts';
import { addStatus } from './commands/status.ts';
import { addSweep } from './commands/sweep.ts';
import { type ExitCode, exitCodeOf, explainError, NeedsPersonError } from './errors.ts';
import { protectUuids, uuidMark, zoneOption } from './options.ts';
import { printable } from './output/printable.ts';
import { print } from './output/terminal.ts';
import { addSourceOptions } from './source/source.ts';

/** Each adds itself to the program; `--help` lists them in this order. */
const commands = [
  addStatus,
  addDoctor,
  addMeetings,
  addMeeting,
  addAttendance,
  addPerson,
  addQuality,
  addQos,
  addRows,
  addExport,
  addQuery,
  addLimits,
  addRedrive,
  addErase,
  addForget,
  addSeal,
  addPseudonym,
  addSweep,
  addBackfill,
  addCapture,
  addEstimate,
  addPage,
];

/**
 * Runs one command line. Results go to `stdout`, everything else to `stderr`.
 * @returns 0 done, 1 fault, 2 wrong usage; never throws.
 */
export async function runCli(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  try {
    await createProgram(context).parseAsync(protectUuids(args), { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has said what is wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const exitCode = exitCodeOf(error);
    if (exitCode === 0 || error instanceof NeedsPersonError) return exitCode;
    const details = context.env.DEBUG ? `${inspect(error)}\n` : '';
    await print(context.stderr, `${details}${explainError(error)}\n`).catch(() => {});
    return exitCode;
  }
}

function createProgram(context: CommandContext): Command {
  const program = new Command('zoom-capture')
    .description('Reads what was captured: from AWS, or with --local from this machine.')
    .version(manifest.version)
    .exitOverride()
    // Wrapped in 80 columns too, beside the longest command.
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: 24 })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => write(usageSentence(text)),
    })
    .addHelpText('after', examples);
  addSourceOptions(program);
  program.addOption(zoneOption());
  for (const add of commands) add(program, context);
  return program;
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
  $ npm run --silent cli -- status
  $ npm run --silent cli -- status --local --json
  $ npm run --silent cli -- rows '/bM3k0pVTL2GdZ1rY7eXqA==' report --stage prod --json

Exit codes: 0 done, 1 fault, 2 wrong usage.`;

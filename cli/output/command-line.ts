import { type SourceOptions, sourceFlags } from '../source/source.ts';
import { printable } from './printable.ts';

/** What is typed before a command's name: in the folder of the sources, or where the package is. */
export const typedProgram = import.meta.filename.endsWith('.ts') ? 'npm run --silent cli --' : 'npx zoom-capture';

/** Writes arguments of ours as a line to type in a shell, for what the present command works on. */
export type CommandLine = (args: readonly string[]) => string;

export const commandLine =
  (source: SourceOptions): CommandLine =>
  (args) =>
    [typedProgram, ...[...args, ...sourceFlags(source)].map(quoted)].join(' ');

/** UUIDs may have what a shell reads, and stand in quotes in all examples. */
function quoted(arg: string): string {
  const text = printable(arg);
  return /^[\w.,:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

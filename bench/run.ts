/**
 * Measures the figures of docs/performance.md and prints one table. What is under way goes to stderr. A figure that fails does not
 * stop the others.
 *
 * Exits 1 when a bar does not hold or a figure failed, 2 on wrong usage.
 */
import { inspect } from 'node:util';
import { Argument, Command, CommanderError } from 'commander';
import { holds, type Line } from './figure.ts';
import { figures } from './figures/index.ts';
import { figuresText } from './figures-text.ts';

type FigureLine = Line & { readonly figure: string };

function readArguments() {
  const about = figures.map((figure) => `  ${figure.name.padEnd(12)} ${figure.about}`).join('\n');
  const program = new Command('npm run bench --')
    .description('Measures how fast and how cheap captures are, each figure beside its limit or the obvious way.')
    .addArgument(new Argument('[figure...]', 'only these').choices(figures.map(({ name }) => name)))
    .option('--json', 'print the lines as JSON')
    .addHelpText('after', `\nFigures, explained in docs/performance.md:\n${about}`)
    .exitOverride();
  try {
    program.parse();
  } catch (error) {
    process.exit(error instanceof CommanderError && error.exitCode === 0 ? 0 : 2);
  }
  return { names: program.args, json: program.opts().json === true };
}

const { names, json } = readArguments();
const lines: FigureLine[] = [];
for (const { name, measure } of figures) {
  if (names.length > 0 && !names.includes(name)) continue;
  process.stderr.write(`${name}\n`);
  try {
    const measured = await measure((progress) => process.stderr.write(`  ${progress}\n`));
    lines.push(...measured.map((line) => ({ figure: name, ...line })));
  } catch (error) {
    process.stderr.write(`  failed: ${inspect(error)}\n`);
    process.exitCode = 1;
  }
}
process.stdout.write(json ? `${JSON.stringify(lines, undefined, 2)}\n` : figuresText(lines));
if (!lines.every(holds)) process.exitCode = 1;

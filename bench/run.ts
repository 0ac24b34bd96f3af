/**
 * Measures the figures of docs/performance.md and prints one table. Exits 1 when a bar does not hold.
 *
 *     npm run bench               all of them
 *     npm run bench -- dynamodb   some of them
 */
import { parseArgs } from 'node:util';
import { holds, type Line } from './figure.ts';
import { figures } from './figures/index.ts';
import { figuresText } from './figures-text.ts';

const { positionals } = parseArgs({ allowPositionals: true, options: {} });
const names = figures.map(({ name }) => name);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no figure ${unknown.join(', ')}. There are: ${names.join(', ')}.\n`);
  process.exit(2);
}
const lines: (Line & { readonly figure: string })[] = [];
for (const { name, measure } of figures) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  process.stderr.write(`${name}\n`);
  const measured = await measure((progress) => process.stderr.write(`  ${progress}\n`));
  lines.push(...measured.map((line) => ({ figure: name, ...line })));
}
process.stdout.write(figuresText(lines));
if (!lines.every(holds)) process.exitCode = 1;

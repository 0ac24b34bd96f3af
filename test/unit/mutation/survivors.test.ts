import { expect, test } from 'vitest';
import { entryOf, readExplained } from '../../mutation/survivors.ts';

const at = (line: number, column: number) => ({ line, column });
const text = 'const a = 1;\nconst b =\n  `a`;\n';
const short = entryOf({ location: { start: at(1, 11), end: at(1, 12) }, replacement: '2' }, text);
const long = entryOf({ location: { start: at(2, 7), end: at(3, 6) }, replacement: 'c' }, text);

test('a mutant is entered with its whole lines before and after, each as one line', () => {
  expect(short).toEqual({ line: 1, entry: '- `const a = 1;` → `const a = 2;`:' });
  expect(long).toEqual({ line: 2, entry: '- `` const b = `a`; `` → `const c;`:' });
});

test('a mutant is explained in its own file, by an entry with a reason', () => {
  const explained = readExplained(
    `# A list\n\n## b.ts\n\n${short.entry} no.\n\n## a.ts\n\n${short.entry}\n${long.entry} since b is not read.\n`,
  );
  expect([...explained].map(([file, entries]) => [file, [...entries]])).toEqual([
    ['b.ts', [short.entry]],
    ['a.ts', [long.entry]],
  ]);
});

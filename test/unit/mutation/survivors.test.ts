import { expect, test } from 'vitest';
import { entryOf, readExplained, survivorOf } from '../../mutation/survivors.ts';

const at = (line: number, column: number) => ({ line, column });
const text = 'const a = 1;\nconst b =\n  `a`;\n';

test('a survivor shows its whole lines before and after, as one line of text', () => {
  const one = { location: { start: at(1, 11), end: at(1, 12) }, replacement: '2' };
  expect(entryOf(survivorOf(one, 'a.ts', text))).toBe('- `const a = 1;` → `const a = 2;`:');
  const two = { location: { start: at(2, 7), end: at(3, 6) }, replacement: 'c' };
  expect(survivorOf(two, 'a.ts', text)).toMatchObject({ line: 2, after: 'const c;' });
  expect(entryOf(survivorOf(two, 'a.ts', text))).toBe('- `` const b = `a`; `` → `const c;`:');
});

test('a survivor is explained in its own file, by an entry with a reason', () => {
  const one = survivorOf({ location: { start: at(1, 11), end: at(1, 12) }, replacement: '2' }, 'a.ts', text);
  const two = survivorOf({ location: { start: at(2, 7), end: at(3, 6) }, replacement: 'c' }, 'a.ts', text);
  const list = `# A list\n\n## b.ts\n\n${entryOf(one)} no.\n\n## a.ts\n\n${entryOf(one)}\n${entryOf(two)} since b is not read.\n`;
  const explained = readExplained(list);
  expect([...(explained.get('a.ts') ?? [])]).toEqual([entryOf(two)]);
  expect([...(explained.get('b.ts') ?? [])]).toEqual([entryOf(one)]);
});

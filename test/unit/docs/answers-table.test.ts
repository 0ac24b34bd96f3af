import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withAnswers } from '../../../docs/answers-table.ts';
import { architectureFile } from '../../../docs/state-diagram.ts';

test('docs/architecture.md has the answers as the code takes them; `npm run docs:answers` writes it anew', () => {
  const page = readFileSync(architectureFile, 'utf8');
  expect(page).toBe(withAnswers(page));
});

test('a page without a place for the tables of answers is refused by the two lines that it must have', () => {
  expect(() => withAnswers('# Architecture\n')).toThrow(/no place for the tables of answers.*docs:answers/);
});

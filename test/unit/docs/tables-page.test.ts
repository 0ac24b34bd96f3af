import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tablesFile, withTables } from '../../../docs/tables-page.ts';

test('docs/tables.md has the columns of every exported table; `npm run docs:tables` writes it anew', () => {
  const page = readFileSync(tablesFile, 'utf8');
  expect(page).toBe(withTables(page));
});

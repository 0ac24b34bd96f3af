import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { privacyFile, withStrictRules } from '../../../docs/strict-rules.ts';

test('docs/privacy.md has the rules of strict as they are; `npm run docs:strict` writes them anew', () => {
  const page = readFileSync(privacyFile, 'utf8');
  expect(withStrictRules(page)).toBe(page);
});

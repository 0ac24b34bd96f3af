import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strictRules } from '../shared/domain/privacy/strict.ts';

export const privacyFile = join(import.meta.dirname, 'privacy.md');

const begin = '<!-- The rules are made by `npm run docs:strict`. -->';
const end = '<!-- The end of the rules. -->';

/** The page with the rules that `privacy: 'strict'` stands for. */
export function withStrictRules(page: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page has no place for the rules: ${begin} and ${end}.`);
  return `${page.slice(0, from)}${begin}\n\n${rulesText()}\n\n${page.slice(to)}`;
}

function rulesText(): string {
  const { drop = [], pseudonymize = [] } = strictRules.all ?? {};
  const list = (names: readonly string[]) => wrapped(names.map((name) => `'${name}',`).join(' '));
  return [
    '```ts',
    'privacy: {',
    '  all: {',
    '    pseudonymize: [',
    ...list(pseudonymize),
    '    ],',
    '    drop: [',
    ...list(drop),
    '    ],',
    '  },',
    '},',
    '```',
  ].join('\n');
}

/** Lines of at most a hundred letters. */
const wrapped = (text: string): readonly string[] =>
  (text.match(/.{1,94}(?= |$)/g) ?? []).map((line) => `      ${line.trim()}`);

if (import.meta.main) writeFileSync(privacyFile, withStrictRules(readFileSync(privacyFile, 'utf8')));

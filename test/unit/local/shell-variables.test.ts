import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellVariables } from '../../../local/run/shell-variables.ts';

test("a shell that reads a rehearsal's variables has their values to the letter", () => {
  const values = { FIRST: `it's "$HOME" \`date\` \\`, SECOND: 'two\nlines', THIRD: '' };
  const script = `${shellVariables(values)}printf '%s|' "$FIRST" "$SECOND" "$THIRD"; env | grep -c '^FIRST='`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(`${Object.values(values).join('|')}|1\n`);
});

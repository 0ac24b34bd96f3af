import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { architectureFile, withStateDiagram } from '../../../docs/state-diagram.ts';

test('the diagram in docs/architecture.md has the edges of the state machine; `npm run docs:states` writes it anew', () => {
  const page = readFileSync(architectureFile, 'utf8');
  expect(page).toBe(withStateDiagram(page));
});

test('a page without a place for the diagram is refused by the two lines that it must have', () => {
  expect(() => withStateDiagram('# Architecture\n')).toThrow(/no place for the diagram.*docs:states/);
});

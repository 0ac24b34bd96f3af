import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ways } from '../shared/domain/capture/capture-edges.ts';

export const architectureFile = join(import.meta.dirname, 'architecture.md');

const begin = '<!-- The diagram is made by `npm run docs:states`. -->';
const end = '<!-- The end of the diagram. -->';

/** The page with the diagram of a capture's states as the state machine has them. */
export function withStateDiagram(page: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page has no place for the diagram: ${begin} and ${end}.`);
  return `${page.slice(0, from)}${begin}\n\n${stateDiagram()}\n\n${page.slice(to)}`;
}

/** An arrow for each pair of states, with the names of all edges that lead from one to the other. */
function stateDiagram(): string {
  const arrows = Map.groupBy(ways, ({ from, to }) => `${stateName(from)} --> ${stateName(to)}`);
  const lines = [...arrows].map(([arrow, group]) => `  ${arrow}: ${group.map(({ edge }) => edge).join('<br>')}`);
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');
}

const stateName = (state: string): string => (state === 'new' ? '[*]' : state);

if (import.meta.main) writeFileSync(architectureFile, withStateDiagram(readFileSync(architectureFile, 'utf8')));

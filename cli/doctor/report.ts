import type { Finding } from '../../shared/operations/doctor/finding.ts';
import type { Colour, Paint } from '../paint.ts';
import { printable } from '../printable.ts';

const colours: Readonly<Record<Finding['state'], Colour>> = { ok: 'green', warning: 'yellow', fault: 'red' };
const words: Readonly<Record<Finding['state'], string>> = { ok: 'ok  ', warning: 'warn', fault: 'FAIL' };

/** One finding for people: a line, and below it what to do. */
export function findingText({ check, state, seen, todo }: Finding, paint: Paint): string {
  const head = `${paint(colours[state], words[state])}  ${printable(check)}: ${printable(seen)}\n`;
  return todo === undefined ? head : `${head}      → ${printable(todo)}\n`;
}

/** All findings for programs: one line of JSON. */
export const findingsJson = (findings: readonly Finding[]): string =>
  `${JSON.stringify({ healthy: isHealthy(findings), checks: findings })}\n`;

export const isHealthy = (findings: readonly Finding[]): boolean => findings.every(({ state }) => state !== 'fault');

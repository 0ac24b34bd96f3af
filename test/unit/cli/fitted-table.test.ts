import { expect, test } from 'vitest';
import { fittedTable } from '../../../cli/output/fitted-table.ts';

const columns = [
  { title: 'uuid', importance: 1 },
  { title: 'topic', importance: 0, least: 5 },
  { title: 'state', importance: 1 },
] as const;
const rows = [['aaaa==', 'A long topic', 'captured']];

test('a table is as wide as its cells where there is room', () => {
  const whole = 'UUID    TOPIC         STATE\naaaa==  A long topic  captured\n';
  expect(fittedTable(columns, rows)).toBe(whole);
  expect(fittedTable(columns, rows, 30)).toBe(whole);
});

test('a column short of room, what may be cut is cut; then it is left out', () => {
  expect(fittedTable(columns, rows, 29)).toBe('UUID    TOPIC        STATE\naaaa==  A long top…  captured\n');
  expect(fittedTable(columns, rows, 23)).toBe('UUID    TOPIC  STATE\naaaa==  A lo…  captured\n');
  expect(fittedTable(columns, rows, 22)).toBe('UUID    STATE\naaaa==  captured\n');
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readings } from '../shared/datasets/datasets.ts';
import { byDataset } from '../shared/domain/dataset.ts';
import type { ColumnType } from '../shared/operations/export/tables/column.ts';
import {
  columnsOf,
  type ExportTable,
  exportTables,
  neverNull,
  type TableColumn,
} from '../shared/operations/export/tables/export-columns.ts';

export const tablesFile = join(import.meta.dirname, 'tables.md');

const begin = '<!-- The tables are made by `npm run docs:tables`. -->';

const typeNames: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  timestamp: 'instant',
  boolean: 'boolean',
  integer: 'integer',
  double: 'number',
  json: 'JSON',
};

const titles: Readonly<Record<ExportTable, string>> = {
  meetings: 'A row a meeting.',
  attendance:
    'A row a person of each meeting, over all devices and rejoins, and one of each who registered and did not come.',
  ...byDataset((dataset) => readings[dataset].rowIs),
  qos_samples: 'A row a minute of a session.',
};

/** The page with the columns of all tables as exports write them. */
export function withTables(page: string): string {
  const at = page.indexOf(begin);
  if (at < 0) throw new Error(`The page has no place for the tables: ${begin}.`);
  return `${page.slice(0, at)}${begin}\n\n${exportTables.map(tableSection).join('\n')}`;
}

function tableSection(table: ExportTable): string {
  const lines = columnsOf(table).map(columnLine);
  const head = ['| column | type | unit | from | |', '|---|---|---|---|---|'];
  return [`## ${table}`, '', titles[table], '', ...head, ...lines, ''].join('\n');
}

function columnLine({ name, type, unit = '', source, about = '' }: TableColumn): string {
  const never = neverNull.includes(name) ? 'never null' : '';
  const notes = [about, never].filter(Boolean).join('; ').replaceAll('|', '\\|');
  return `| \`${name}\` | ${typeNames[type]} | ${unit} | ${source} | ${notes} |`;
}

if (import.meta.main) writeFileSync(tablesFile, withTables(readFileSync(tablesFile, 'utf8')));

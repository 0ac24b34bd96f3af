import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type ExportTable, exportTables } from '../operations/export/tables/export-columns.ts';
import { ConfigurationError } from '../runtime/errors.ts';

/** How files are read, by the end of their names, the best first: Parquet has types, JSON lines have some, CSV none. */
const readers: readonly (readonly [string, (files: string) => string])[] = [
  ['.parquet', (files) => `read_parquet(${files}, ${byDay})`],
  // As `npm run serve` keeps a bucket's objects.
  ['.parquet.data', (files) => `read_parquet(${files}, ${byDay})`],
  ['.jsonl', (files) => `read_json(${files}, format = 'newline_delimited', union_by_name = true, ${byDay})`],
  ['.csv', (files) => `read_csv(${files}, header = true, ${byDay})`],
];
const byDay = "hive_partitioning = true, hive_types = {'day': VARCHAR}";

/** What SQL answers: columns by name, and rows of JSON values. */
export type SqlAnswer = { readonly columns: readonly string[]; readonly rows: readonly Record<string, unknown>[] };

export type OpenMirror = {
  readonly tables: readonly ExportTable[];
  /** `values` are texts for its `?`, in order. @throws as DuckDB says */
  readonly ask: (sql: string, values?: readonly string[]) => Promise<SqlAnswer>;
  readonly close: () => void;
};

/**
 * Opens a folder that `export` has filled for SQL: a view a table, in UTC. Nothing outside of the folder can be read, and
 * nothing written.
 * @param load gives DuckDB; it is no dependency of the product
 * @throws ConfigurationError where no export is, or DuckDB is not installed
 */
export async function openMirror(dir: string, load = () => import('@duckdb/node-api')): Promise<OpenMirror> {
  const folder = resolve(dir);
  const found: { readonly table: ExportTable; readonly read: string }[] = [];
  for (const table of exportTables) {
    const names = await readdir(join(folder, table), { recursive: true }).catch(() => []);
    const reader = readers.find(([end]) => names.some((name) => name.endsWith(end)));
    if (reader) found.push({ table, read: reader[1](quoted(`${join(folder, table)}/*/*${reader[0]}`)) });
  }
  if (found.length === 0)
    throw new ConfigurationError(`${dir} holds no export: make one with \`export --out ${dir}\`.`);
  const { DuckDBInstance } = await load().catch(() => {
    throw new ConfigurationError(
      'Asking files in SQL takes the package @duckdb/node-api: npm install @duckdb/node-api.',
    );
  });
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const { table, read } of found) await connection.run(`CREATE VIEW ${table} AS SELECT * FROM ${read}`);
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`SET allowed_directories = [${quoted(folder)}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  return {
    tables: found.map(({ table }) => table),
    async ask(sql, values = []) {
      const reader = await connection.runAndReadAll(sql, [...values]);
      return { columns: reader.deduplicatedColumnNames(), rows: reader.getRowObjectsJson() };
    },
    close: () => connection.closeSync(),
  };
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

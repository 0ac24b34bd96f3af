/**
 * One row as Zoom would send it: an object, or the JSON text itself, which is then sent byte for byte (so that `1.0`,
 * 12345678901234567890 and any escaping survive).
 */
export type Row = string | Readonly<Record<string, unknown>>;

/** Rows that are made when asked for, so that a meeting of 50,000 needs no memory. `at` gives the same row every time. */
type LazyRows = {
  readonly count: number;
  readonly at: (index: number) => Row;
};

export type Rows = readonly Row[] | LazyRows;

export const countRows = (rows: Rows): number => ('count' in rows ? rows.count : rows.length);

export const rowText = (row: Row): string => (typeof row === 'string' ? row : JSON.stringify(row));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The row's fields; numbers beyond a double are rounded here (and nowhere else).
 * @throws TypeError when a row's text is no JSON object.
 */
export function rowFields(row: Row): Readonly<Record<string, unknown>> {
  const fields: unknown = typeof row === 'string' ? JSON.parse(row) : row;
  if (!isRecord(fields)) throw new TypeError('A row must be a JSON object.');
  return fields;
}

/** The JSON texts of rows `from` up to, not including, `to`. */
export function rowTexts(rows: Rows, from = 0, to = countRows(rows)): string[] {
  const end = Math.min(to, countRows(rows));
  const texts: string[] = [];
  for (let index = from; index < end; index += 1) {
    const row = 'count' in rows ? rows.at(index) : rows[index];
    if (row !== undefined) texts.push(rowText(row));
  }
  return texts;
}

/** The same rows, each changed when it is asked for. */
export function mapRows(rows: Rows, change: (row: Row) => Row): LazyRows {
  return {
    count: countRows(rows),
    at: (index) => change(('count' in rows ? rows.at(index) : rows[index]) ?? {}),
  };
}

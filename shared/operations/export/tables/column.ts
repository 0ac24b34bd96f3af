/**
 * - `text`: also a number or a boolean, as its JSON.
 * - `timestamp`: ISO 8601, in UTC as Zoom sends it; a blank is none.
 * - `json`: a nested value, as JSON text.
 */
export type ColumnType = 'text' | 'timestamp' | 'boolean' | 'integer' | 'double' | 'json';
export type ExportColumn = {
  readonly name: string;
  readonly type: ColumnType;
  /** Where it comes from, and in what unit it is, in a few words; absent for a field that Zoom documents. */
  readonly about?: string;
};

/** Columns of one type by their names, blanks between. */
export function columns(type: ColumnType, names: string): ExportColumn[] {
  return names.split(' ').map((name) => ({ name, type }));
}

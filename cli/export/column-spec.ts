/**
 * - `text`: also a number or a boolean, as its JSON.
 * - `timestamp`: ISO 8601, in UTC as Zoom sends it; a blank is none.
 * - `json`: a nested value, as JSON text.
 */
export type ColumnType = 'text' | 'timestamp' | 'boolean' | 'integer' | 'double' | 'json';
export type ColumnSpec = { readonly name: string; readonly type: ColumnType };

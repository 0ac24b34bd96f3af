/**
 * One row of Zoom's answer, every field under Zoom's own name with Zoom's own value: also those nobody knew of when
 * this was written. A number that JavaScript cannot hold exactly is a `JSON.rawJSON` value, so that `JSON.stringify`
 * writes it as Zoom did.
 */
export type Row = Readonly<Record<string, unknown>>;

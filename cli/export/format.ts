/** How rows are written; also the ending of a file's name. */
export const formats = ['csv', 'jsonl', 'parquet'] as const;
export type Format = (typeof formats)[number];

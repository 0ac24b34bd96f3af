import type * as z from 'zod/mini';

export type Setting = {
  /** What it may be, with its default. An error is the end of the sentence "… is …; it must be …". */
  readonly schema: z.ZodMiniType;
  /** One sentence for who sets it, for docs/settings.md. */
  readonly says: string;
  /** Whether the context of a synthesis can give it, as a word of a command line. @default false */
  readonly byContext?: true;
  /** The environment variable of the functions that are told of it, see `functionSettings`. */
  readonly variable?: string;
};

type SchemasOf<Table extends Readonly<Record<string, Setting>>> = {
  -readonly [Name in keyof Table]: Table[Name]['schema'];
};

/** The schemas of a table of settings, by their names. */
export function schemasOf<Table extends Readonly<Record<string, Setting>>>(table: Table): SchemasOf<Table> {
  const schemas = Object.entries(table).map(([name, { schema }]) => [name, schema]);
  // Each name keeps the type of its own schema, which the compiler cannot follow through a list of entries.
  return Object.fromEntries(schemas) as SchemasOf<Table>;
}

/** What an object of these settings must be, as the end of a sentence. */
export function madeOf(table: object): string {
  return `made of ${Object.keys(table).join(', ')} alone`;
}

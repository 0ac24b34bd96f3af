import { TemplateError } from '../errors.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads values of a template by their expected type; `path` names them in errors. CloudFormation takes numbers and
 * booleans as text as well, and so does this.
 */
export const readValue = {
  record(value: unknown, path: string): JsonRecord {
    if (isRecord(value)) return value;
    throw new TemplateError(`${path}: expected an object`);
  },
  list(value: unknown, path: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    throw new TemplateError(`${path}: expected a list`);
  },
  text(value: unknown, path: string): string {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw new TemplateError(`${path}: expected text`);
  },
  number(value: unknown, path: string): number {
    const number = typeof value === 'string' && value !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    throw new TemplateError(`${path}: expected a number`);
  },
  boolean(value: unknown, path: string): boolean {
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw new TemplateError(`${path}: expected true or false`);
  },
};

type Reader = typeof readValue;
type Read<Kind extends keyof Reader> = ReturnType<Reader[Kind]>;

type PropertyReader = {
  /** A property that must be there. */
  readonly required: <Kind extends keyof Reader>(name: string, kind: Kind) => Read<Kind>;
  readonly optional: <Kind extends keyof Reader>(name: string, kind: Kind) => Read<Kind> | undefined;
};

export function createPropertyReader(properties: JsonRecord, path: string): PropertyReader {
  const read = <Kind extends keyof Reader>(name: string, kind: Kind): Read<Kind> =>
    // The table of readers gives each kind its own type, which the compiler cannot follow through an index.
    readValue[kind](properties[name], `${path}.${name}`) as Read<Kind>;
  return {
    required: read,
    optional: (name, kind) => (properties[name] === undefined ? undefined : read(name, kind)),
  };
}

/**
 * JSON source text access, in Node since 22 and not yet in TypeScript's library.
 * @see https://tc39.es/proposal-json-parse-with-source/
 */
interface JSON {
  /** A value that `JSON.stringify` writes as this very text. */
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
  parse(
    text: string,
    reviver: (this: unknown, key: string, value: unknown, context?: { readonly source?: string }) => unknown,
  ): unknown;
}

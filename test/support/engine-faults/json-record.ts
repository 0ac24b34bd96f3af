export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an engine answered; empty when it is no JSON object. */
export function readRecord(body: Buffer): JsonRecord {
  const value: unknown = JSON.parse(body.toString() || '{}');
  return isRecord(value) ? value : {};
}

export const recordsIn = (value: unknown): readonly JsonRecord[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];
